"""Actions that a meeting gives to people, and their being done."""

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.errors import Blocked, Blocker, NotAllowed, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import AttendeeRow, attendees_of, children_of, lock_to_run
from planning.meetings.rules.states import Act
from planning.meetings.tables import MeetingAction
from planning.people.rules import Actor
from planning.transactions import execute, fetch_one, transaction

LONGEST_WHAT = 2000


class _Open(msgspec.Struct, frozen=True):
    owner_id: UUID
    compartment_id: UUID
    chair_id: UUID | None
    done_at: datetime | None


async def add_action(
    *,
    meeting_id: UUID,
    concern_id: UUID,
    what: str,
    owner_id: UUID,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Give somebody who attends for the child something to do; `due_on` includes its day.

    Raises `Blocked`, or `NotFound` for a child who is not at the meeting.
    """
    async with transaction(actor.person_id):
        await lock_to_run(meeting_id, Act.RECORD, actor)
        children = await children_of(meeting_id)
        child = next((found for found in children if found.concern_id == concern_id), None)
        if child is None:
            raise NotFound
        people = [
            person for person in await attendees_of(meeting_id) if concern_id in person.children
        ]
        block_if(_faults(what, owner_id, due_on, people, london_date(now)))
        action_id = uuid4()
        await MeetingAction.insert(
            MeetingAction(
                id=action_id,
                compartment_id=child.compartment_id,
                meeting_child_id=child.id,
                what=what.strip(),
                owner_id=owner_id,
                due_on=due_on,
                recorded_by=actor.person_id,
                recorded_at=now,
            )
        )
        await record(
            [Event("meeting.action_added", "action", action_id, child.compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )
        return action_id


async def complete_action(*, action_id: UUID, note: str, actor: Actor, now: datetime) -> None:
    """Say that an action is done. Its owner or the meeting's chair may; raises `Blocked` twice."""
    async with transaction(actor.person_id):
        found = await fetch_one(
            _Open,
            "select a.owner_id, a.compartment_id, m.chair_id, a.done_at from meeting_action a"
            " join meeting_child mc on mc.id = a.meeting_child_id"
            " left join strategy_meeting m on m.id = mc.meeting_id"
            " where a.id = $1 for update of a",
            action_id,
        )
        if found is None:
            raise NotFound
        if actor.person_id not in {found.owner_id, found.chair_id}:
            raise NotAllowed("Only the person who owns this action, or the chair, can do this.")
        if found.done_at:
            raise Blocked([Blocker("This action is done already.")])
        if len(note.strip()) > LONGEST_WHAT:
            raise Blocked([Blocker("Shorten this to 2,000 characters.", "note")])
        await execute(
            "update meeting_action set done_at = $2, done_note = $3 where id = $1",
            action_id, now, note.strip(),
        )  # fmt: skip
        await record(
            [Event("meeting.action_done", "action", action_id, found.compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )


def _faults(
    what: str, owner_id: UUID, due_on: date, people: list[AttendeeRow], today: date
) -> list[Blocker]:
    faults = []
    if not 1 <= len(what.strip()) <= LONGEST_WHAT:
        faults.append(Blocker("Say what is to be done, in up to 2,000 characters.", "what"))
    if owner_id not in {person.person_id for person in people}:
        faults.append(Blocker("Choose somebody who attends for this child.", "owner_id"))
    if due_on < today:
        faults.append(Blocker("Enter a due date that is not in the past.", "due_on"))
    return faults
