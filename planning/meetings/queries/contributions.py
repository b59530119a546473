"""What was sent in writing: one's own to change, and all of it for chair and minute taker."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.meetings.contributions import Contribution, contributions_of
from planning.meetings.reading import attendees_of, children_of, find_meeting
from planning.meetings.rules.states import Act, MeetingState, state_blockers
from planning.people.rules import Actor
from planning.transactions import transaction


class OwnChild(msgspec.Struct, frozen=True):
    """A child about whom the reader can write."""

    concern_id: UUID
    name: str


class OwnContributions(msgspec.Struct, frozen=True):
    """What the reader sent, and whether they still can."""

    meeting_id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    may_write: bool
    children: list[OwnChild]
    items: list[Contribution]


async def own_contributions(*, meeting_id: UUID, actor: Actor) -> OwnContributions:
    """What the actor sent to a meeting; raises `NotFound` for who is not invited."""
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        attendees = await attendees_of(meeting_id)
        me = next((one for one in attendees if one.person_id == actor.person_id), None)
        if me is None:
            raise NotFound
        children = await children_of(meeting_id)
        items = await contributions_of(meeting_id, author_id=actor.person_id)
    return OwnContributions(
        meeting_id=row.id,
        reference=row.reference,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        may_write=not state_blockers(row.state, Act.ANSWER),
        children=[
            OwnChild(child.concern_id, child.name)
            for child in children
            if child.concern_id in me.children
        ],
        items=list(items),
    )


async def all_contributions(*, meeting_id: UUID, actor: Actor, now: datetime) -> list[Contribution]:
    """All that was sent, by child, agency and person; the reading is logged.

    Raises `NotFound` for all but chair and minute taker.
    """
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        if not row.is_run_by(actor):
            raise NotFound
        await record_read(
            subject_kind="contributions",
            subject_id=row.id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return list(await contributions_of(meeting_id))
