"""Actions while their meeting runs: added, changed, removed; none is anybody's yet."""

from datetime import date, datetime
from uuid import UUID, uuid4

from planning.clock import london_date
from planning.errors import NotFound, Stale, block_if
from planning.meetings.acting import (
    ActionRow,
    TrailLine,
    leave_trail,
    lock_action,
)
from planning.meetings.reading import MeetingRow, attendees_of, children_of, lock_to_run
from planning.meetings.rules.action import ActionAct, ActionDraft, Ended, draft_faults
from planning.meetings.rules.states import Act
from planning.people.rules import Actor
from planning.transactions import execute, transaction

_ADD = """
insert into meeting_action (
    id, compartment_id, meeting_compartment_id, meeting_id, concern_id, what, success_test,
    owner_id, agency_id, due_on, carried_from_id, times_carried, recorded_by, recorded_at, version)
select $1, $2, $3, $4, $5, $6, $7, $8, p.agency_id, $9, $10, $11, $12, $13, 1
from person p where p.id = $8
"""

_CHANGE = """
update meeting_action a
set what = $2, success_test = $3, owner_id = $4, due_on = $5, version = a.version + 1,
    agency_id = (select agency_id from person where id = $4)
where a.id = $1
"""


async def add_action(
    *,
    meeting_id: UUID,
    concern_id: UUID | None = None,
    what: str,
    owner_id: UUID,
    due_on: date,
    success_test: str = "",
    actor: Actor,
    now: datetime,
) -> UUID:
    """Give somebody something to do: for a child that they attend for, or for the whole meeting.

    It is theirs when the meeting closes; `due_on` includes its day. Raises `Blocked`, or
    `NotFound` for a child who is not at the meeting.
    """
    draft = ActionDraft(what, owner_id, due_on, success_test)
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
        compartment_id = await _compartment(meeting, concern_id)
        await _check(meeting_id, concern_id, draft, now)
        return await write_action(
            meeting, compartment_id, concern_id, draft, carried_from=None, actor=actor, now=now
        )


async def change_action(
    *,
    meeting_id: UUID,
    action_id: UUID,
    draft: ActionDraft,
    version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Change an action of a meeting that runs; the new version.

    Raises `Stale` when somebody else changed it since `version` was read.
    """
    async with transaction(actor.person_id):
        row = await _lock_draft(meeting_id, action_id, version, actor)
        await _check(meeting_id, row.concern_id, draft, now)
        await execute(
            _CHANGE,
            action_id,
            draft.what.strip(),
            draft.success_test.strip(),
            draft.owner_id,
            draft.due_on,
        )
        line = TrailLine(
            old_due_on=row.due_on,
            new_due_on=draft.due_on,
            old_owner_id=row.owner_id,
            new_owner_id=draft.owner_id,
        )
        await leave_trail(row, ActionAct.CHANGED, line, actor=actor, now=now)
        return version + 1


async def remove_action(
    *, meeting_id: UUID, action_id: UUID, version: int, actor: Actor, now: datetime
) -> None:
    """Take an action out of a meeting that runs; what it carried on stays open."""
    async with transaction(actor.person_id):
        row = await _lock_draft(meeting_id, action_id, version, actor)
        await execute(
            "update meeting_action set ended = $2, ended_at = $3, version = version + 1"
            " where id = $1",
            action_id, Ended.REMOVED, now,
        )  # fmt: skip
        await leave_trail(row, ActionAct.REMOVED, TrailLine(), actor=actor, now=now)


async def write_action(
    meeting: MeetingRow,
    compartment_id: UUID,
    concern_id: UUID | None,
    draft: ActionDraft,
    *,
    carried_from: ActionRow | None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """The rows of a new draft, which may carry on another action."""
    action_id = uuid4()
    await execute(
        _ADD,
        action_id,
        compartment_id,
        meeting.compartment_id,
        meeting.id,
        concern_id,
        draft.what.strip(),
        draft.success_test.strip(),
        draft.owner_id,
        draft.due_on,
        carried_from.id if carried_from else None,
        carried_from.times_carried + 1 if carried_from else 0,
        actor.person_id,
        now,
    )
    row = await lock_action(action_id, actor)
    await leave_trail(row, ActionAct.ADDED, TrailLine(), actor=actor, now=now)
    return action_id


async def _compartment(meeting: MeetingRow, concern_id: UUID | None) -> UUID:
    if concern_id is None:
        return meeting.compartment_id
    for child in await children_of(meeting.id):
        if child.concern_id == concern_id:
            return child.compartment_id
    raise NotFound


async def _check(
    meeting_id: UUID, concern_id: UUID | None, draft: ActionDraft, now: datetime
) -> None:
    attending = {
        person.person_id
        for person in await attendees_of(meeting_id)
        if concern_id is None or concern_id in person.children
    }
    block_if(draft_faults(draft, attending, london_date(now), joint=concern_id is None))


async def _lock_draft(meeting_id: UUID, action_id: UUID, version: int, actor: Actor) -> ActionRow:
    await lock_to_run(meeting_id, Act.RECORD, actor)
    row = await lock_action(action_id, actor)
    if row.meeting_id != meeting_id or row.ended:
        raise NotFound
    if row.version != version:
        raise Stale
    return row
