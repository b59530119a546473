"""Whether a meeting's decisions and actions are out, and which of them the reader may know."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.meetings.drafting import actions_of
from planning.meetings.rules.minutes import MeetingActionLine
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.procedures.rules import decisions_out_due
from planning.transactions import fetch_one, transaction


class ActionsOut(msgspec.Struct, frozen=True):
    """What a closed meeting gave, and whether that was by the end of `due_on`."""

    sent_at: datetime
    due_on: date
    in_time: bool
    actions: list[MeetingActionLine]


class _Closed(msgspec.Struct, frozen=True):
    starts_at: datetime
    closed_at: datetime
    profile_version: int


async def actions_out(*, meeting_id: UUID, actor: Actor) -> ActionsOut | None:
    """What the meeting gave; `None` before it closes, and for who is not in it."""
    async with transaction(actor.person_id):
        row = await fetch_one(
            _Closed,
            "select starts_at, closed_at, profile_version from strategy_meeting"
            " where id = $1 and closed_at is not null",
            meeting_id,
        )
        if row is None:
            return None
        profile = (await profile_of(row.profile_version)).profile
        found = await actions_of(meeting_id, profile)
    due_on = decisions_out_due(profile, row.starts_at)
    return ActionsOut(
        sent_at=row.closed_at,
        due_on=due_on,
        in_time=london_date(row.closed_at) <= due_on,
        actions=[line for lines in found.values() for line in lines],
    )
