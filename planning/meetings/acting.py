"""An action's row as acts lock it, and the trail that they leave; inside an open transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotAllowed, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.rules.action import (
    ActionAct,
    Ended,
    Part,
    ended_blockers,
    may,
    who_may,
)
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.transactions import execute, fetch_one, to_json


class ActionRow(msgspec.Struct, frozen=True):
    """An action and what the actor is to it."""

    id: UUID
    compartment_id: UUID
    meeting_compartment_id: UUID
    meeting_id: UUID
    concern_id: UUID | None
    what: str
    success_test: str
    owner_id: UUID
    agency_id: UUID
    due_on: date
    times_carried: int
    given_at: datetime | None
    ended: Ended | None
    version: int
    chairs: bool
    chairs_later: bool
    runs_later: bool

    def part(self, actor: Actor) -> Part:
        """What the actor is to it."""
        return Part(
            owns=self.owner_id == actor.person_id,
            chairs=self.chairs or self.chairs_later,
            runs=self.runs_later,
        )


class TrailLine(msgspec.Struct, frozen=True):
    """What an act changed, beside its words."""

    note: str = ""
    old_due_on: date | None = None
    new_due_on: date | None = None
    old_owner_id: UUID | None = None
    new_owner_id: UUID | None = None


PART = f"""
       exists (select from strategy_meeting m
               where m.id = a.meeting_id and m.chair_id = $2) as chairs,
       exists (select from meeting_child mc
               join strategy_meeting m on m.compartment_id = mc.meeting_compartment_id
                                      and m.id = mc.meeting_id
               where mc.concern_id = a.concern_id and m.state = '{MeetingState.CONVENED}'
                 and mc.meeting_id <> a.meeting_id and m.chair_id = $2) as chairs_later,
       exists (select from meeting_child mc
               join strategy_meeting m on m.compartment_id = mc.meeting_compartment_id
                                      and m.id = mc.meeting_id
               where mc.concern_id = a.concern_id and m.state = '{MeetingState.CONVENED}'
                 and mc.meeting_id <> a.meeting_id
                 and $2 in (m.chair_id, m.minute_taker_id)) as runs_later
"""
"""What the person $2 is to the action `a`: columns of a select."""

_LOCK = f"""
select a.id, a.compartment_id, a.meeting_compartment_id, a.meeting_id, a.concern_id, a.what,
       a.success_test, a.owner_id, a.agency_id, a.due_on, a.times_carried, a.given_at, a.ended,
       a.version, {PART}
from meeting_action a where a.id = $1 for update of a
"""

_TRAIL = """
insert into meeting_action_event (id, compartment_id, action_id, act, by_id, at, note, old_due_on,
                                  new_due_on, old_owner_id, new_owner_id)
select $1, $2, $3, $4, $5, $6, note, old_due_on, new_due_on, old_owner_id, new_owner_id
from jsonb_to_record($7::jsonb) as t (
    note text, old_due_on date, new_due_on date, old_owner_id uuid, new_owner_id uuid)
"""

_DROP_HEIRS = f"""
with dropped as (
    update meeting_action set ended = '{Ended.REMOVED}', ended_at = $2, version = version + 1
    where carried_from_id = any($1) and given_at is null and ended is null
    returning id, compartment_id)
insert into meeting_action_event (id, compartment_id, action_id, act, by_id, at, note)
select gen_random_uuid(), compartment_id, id, '{ActionAct.REMOVED}', $3, $2, '' from dropped
"""


async def lock_action(action_id: UUID, actor: Actor) -> ActionRow:
    """The action, locked, in whatever state; raises `NotFound`."""
    row = await fetch_one(ActionRow, _LOCK, action_id, actor.person_id)
    if row is None:
        raise NotFound
    return row


async def lock_given(action_id: UUID, act: ActionAct, actor: Actor) -> ActionRow:
    """The same for an act after closing; drafts are `NotFound`, others' acts `NotAllowed`.

    Raises `Blocked` when it has ended.
    """
    row = await lock_action(action_id, actor)
    if row.given_at is None:
        raise NotFound
    if not may(act, row.part(actor)):
        raise NotAllowed(who_may(act))
    block_if(ended_blockers(row.ended))
    return row


async def leave_trail(
    row: ActionRow, act: ActionAct, line: TrailLine, *, actor: Actor, now: datetime
) -> None:
    """Add to the action's trail and to history; what was written stays in the trail."""
    await execute(
        _TRAIL, uuid4(), row.compartment_id, row.id, act, actor.person_id, now, to_json(line)
    )
    await record(
        [Event(f"action.{act}", "action", row.id, row.compartment_id)],
        actor_id=actor.person_id,
        now=now,
    )


async def drop_heirs(action_ids: Sequence[UUID], *, actor: Actor, now: datetime) -> None:
    """Remove the drafts that would carry these actions on."""
    await execute(_DROP_HEIRS, list(action_ids), now, actor.person_id)
