"""Final minutes: by the clock or the chair's act; addenda; who confirms to have read them."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Invalid, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.minuting import (
    block_unless_all_seen,
    finish,
    lock_minutes,
    newest,
    only_chair,
    part_about,
    parts_of,
    readers_of,
    wait_again,
)
from planning.meetings.reading import MeetingRow, lock_row
from planning.meetings.rules.corrections import addendum_faults, finish_blockers
from planning.meetings.rules.minutes import version_of
from planning.meetings.rules.states import Act, MeetingState
from planning.meetings.tables import MinutesAddendum
from planning.outbox import Enqueue, Notice, NoticeKind
from planning.people.rules import Actor
from planning.transactions import execute, fetch_all, fetch_value, to_json, transaction

_UNCONFIRMED = """
select count(*) from attendee
where meeting_id = $1 and removed_at is null and minutes_acknowledged_at is null
  and person_id <> $2
"""
_ACKNOWLEDGE = """
insert into minutes_acknowledgement (
    minutes_part_id, person_id, compartment_id, meeting_id, acknowledged_at)
select id, $2, compartment_id, $3, $4
from jsonb_to_recordset($1::jsonb) as p (id uuid, compartment_id uuid)
on conflict do nothing
"""
_NOTE = """
update attendee
set minutes_read_at = coalesce(minutes_read_at, $3), minutes_acknowledged_at = $3
where meeting_id = $1 and person_id = $2 and minutes_ready_at is not null
"""


class NewAddendum(msgspec.Struct, frozen=True):
    """What is added to a part: to the joint one without `concern_id`."""

    text: str
    reason: str
    concern_id: UUID | None = None


class _Due(msgspec.Struct, frozen=True):
    meeting_id: UUID
    chair_id: UUID


class _Confirmed(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID


async def make_final(*, meeting_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue) -> None:
    """End the time for corrections early; only the chair may, once everybody has confirmed.

    Raises `NotAllowed` for others, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        meeting, waiting = await lock_minutes(meeting_id, Act.FINISH, now)
        only_chair(meeting, actor, "make the minutes final")
        await block_unless_all_seen(meeting)
        unconfirmed = await fetch_value(_UNCONFIRMED, meeting_id, meeting.chair_id)
        block_if(finish_blockers(len(waiting), unconfirmed))
        await finish(meeting, final_at=now, actor_id=actor.person_id, now=now, enqueue=enqueue)


async def finish_by_clock(*, now: datetime, enqueue: Enqueue) -> None:
    """Write down what the clock has made final. The worker's act, with each chair's own eyes.

    Nothing waits for it: minutes are shown as final from the end of their time on.
    """
    async with transaction(None):
        due = await fetch_all(
            _Due, "select meeting_id, chair_id from accord_minutes_to_finish($1)", now
        )
    for one in due:
        async with transaction(one.chair_id):
            await _finish_due(await lock_row(one.meeting_id), now, enqueue)


async def _finish_due(meeting: MeetingRow, now: datetime, enqueue: Enqueue) -> None:
    until = meeting.corrections_until
    if until and meeting.state is MeetingState.IN_CORRECTION:
        await finish(meeting, final_at=until, actor_id=meeting.chair_id, now=now, enqueue=enqueue)


async def acknowledge_minutes(
    *, meeting_id: UUID, version: int, actor: Actor, now: datetime
) -> None:
    """Confirm to have read one's own minutes; doing it twice is once.

    Raises `Stale` when they were corrected since `version` was read.
    """
    async with transaction(actor.person_id):
        await lock_minutes(meeting_id, Act.ACKNOWLEDGE, now)
        parts = await parts_of(meeting_id, actor.person_id)
        if version_of(part.version for part in parts) != version:
            raise Stale("The minutes were corrected since you opened them. Read them again.")
        await execute(
            _ACKNOWLEDGE,
            to_json([_Confirmed(part.id, part.compartment_id) for part in newest(parts)]),
            actor.person_id,
            meeting_id,
            now,
        )
        await execute(_NOTE, meeting_id, actor.person_id, now)


async def add_addendum(
    *, meeting_id: UUID, new: NewAddendum, actor: Actor, now: datetime, enqueue: Enqueue
) -> UUID:
    """Complete a part of final minutes, whose text stays; its readers are told. Its id.

    Raises `NotAllowed` for all but the chair, `Blocked` before the minutes are final.
    """
    async with transaction(actor.person_id):
        meeting, _ = await lock_minutes(meeting_id, Act.ADD_ADDENDUM, now)
        only_chair(meeting, actor, "write an addendum")
        part = part_about(newest(await parts_of(meeting_id, actor.person_id)), new.concern_id)
        faults = addendum_faults(new.text, new.reason)
        if faults:
            raise Invalid(faults)
        addendum_id = uuid4()
        await MinutesAddendum.insert(
            MinutesAddendum(
                id=addendum_id,
                compartment_id=part.compartment_id,
                meeting_id=meeting_id,
                minutes_part_id=part.id,
                text=new.text.strip(),
                reason=new.reason.strip(),
                written_by=actor.person_id,
                written_at=now,
            )
        )
        await record(
            [Event("meeting.addendum_written", "meeting", meeting_id, part.compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )
        readers = await readers_of(meeting_id, part.compartment_id)
        await wait_again(meeting, readers, now)
        await enqueue(
            [Notice(NoticeKind.MINUTES_ADDED_TO, addendum_id, reader) for reader in readers],
            now=now,
        )
        return addendum_id
