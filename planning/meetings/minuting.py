"""Approved minutes as acts read and write them; all inside an open transaction.

A part (joint, or one child's) lives in its own compartment and has versions 1, 2, …, none of
which is ever changed. Who reads a part is who is in its compartment.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker, NotAllowed, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import MeetingRow, lock_row
from planning.meetings.rules.corrections import state_at
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes
from planning.meetings.rules.states import Act, MeetingState, state_blockers
from planning.meetings.tables import StrategyMeeting
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.transactions import execute, fetch_all, fetch_value, to_json


class NewPart(msgspec.Struct, frozen=True):
    """A version to be kept."""

    id: UUID
    compartment_id: UUID
    meeting_child_id: UUID | None
    version: int
    content: msgspec.Struct


class PartRow(msgspec.Struct, frozen=True):
    """One version of one part; `concern_id` is `None` for the joint part."""

    id: UUID
    compartment_id: UUID
    meeting_child_id: UUID | None
    concern_id: UUID | None
    version: int
    approved_by_name: str
    approved_at: datetime
    acknowledged_at: datetime | None
    content: dict[str, object]

    def text(self) -> JointMinutes | ChildMinutes:
        """What it says."""
        if self.concern_id is None:
            return msgspec.convert(self.content, JointMinutes)
        return msgspec.convert(self.content, ChildMinutes)


class CorrectionRow(msgspec.Struct, frozen=True):
    """A correction as its answer needs it."""

    id: UUID
    compartment_id: UUID
    concern_id: UUID | None
    section: str
    asked_by: UUID
    asked_by_email: str


class _Reader(msgspec.Struct, frozen=True):
    person_id: UUID
    address: str


_PARTS = """
select p.id, p.compartment_id, p.meeting_child_id, mc.concern_id, p.version,
       a.name as approved_by_name, p.approved_at, k.acknowledged_at, p.content
from minutes_part p
join person a on a.id = p.approved_by
left join meeting_child mc on mc.compartment_id = p.compartment_id and mc.id = p.meeting_child_id
left join minutes_acknowledgement k on k.minutes_part_id = p.id and k.person_id = $2
where p.meeting_id = $1
order by p.meeting_child_id is not null, p.content ->> 'child_name', p.meeting_child_id, p.version
"""

_WRITE = """
insert into minutes_part (
    id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id, version, content,
    approved_by, approved_at)
select id, compartment_id, $2, $3, meeting_child_id, version, content, $4, $5
from jsonb_to_recordset($1::jsonb) as p (
    id uuid, compartment_id uuid, meeting_child_id uuid, version integer, content jsonb)
"""

_OPEN = """
select c.id, c.compartment_id, mc.concern_id, c.section, c.asked_by, a.email as asked_by_email
from minutes_correction c
join person a on a.id = c.asked_by
join minutes_part p on p.id = c.minutes_part_id
left join meeting_child mc on mc.compartment_id = p.compartment_id and mc.id = p.meeting_child_id
left join minutes_correction_answer w on w.correction_id = c.id
where c.meeting_id = $1 and w.correction_id is null
order by c.asked_at, c.id
"""

_READERS = """
select a.person_id, p.email as address
from attendee a
join person p on p.id = a.person_id
where a.meeting_id = $1 and a.removed_at is null
  and exists (select from membership s
              where s.person_id = a.person_id and s.compartment_id = $2 and s.ended_at is null
                and (s.until_at is null or s.until_at > accord_now()))
  and not exists (select from conflict_block b
                  where b.person_id = a.person_id and b.compartment_id = $2
                    and b.lifted_at is null)
order by p.name, a.person_id
"""

_WAITS_AGAIN = """
update attendee
set minutes_ready_at = $3, minutes_read_at = null, minutes_acknowledged_at = null
where meeting_id = $1 and person_id = any($2)
"""


async def parts_of(meeting_id: UUID, reader_id: UUID) -> list[PartRow]:
    """Every version that the reader can see: joint first, then children by name."""
    return await fetch_all(PartRow, _PARTS, meeting_id, reader_id)


def newest(parts: Sequence[PartRow], *, at: datetime | None = None) -> list[PartRow]:
    """Of each part the last version, or the last that there was at a moment."""
    known = [part for part in parts if at is None or part.approved_at <= at]
    return list({part.meeting_child_id: part for part in known}.values())


def part_about(parts: Sequence[PartRow], concern_id: UUID | None) -> PartRow:
    """The part of one child, or the joint one; raises `NotFound`."""
    found = next((part for part in parts if part.concern_id == concern_id), None)
    if found is None:
        raise NotFound
    return found


async def write_parts(
    meeting: MeetingRow, parts: Sequence[NewPart], *, actor: Actor, now: datetime
) -> None:
    """Keep new versions, in one statement."""
    await execute(_WRITE, to_json(parts), meeting.compartment_id, meeting.id, actor.person_id, now)


def new_version(part: PartRow, content: msgspec.Struct) -> NewPart:
    """The version after `part`."""
    return NewPart(uuid4(), part.compartment_id, part.meeting_child_id, part.version + 1, content)


async def open_corrections(meeting_id: UUID) -> list[CorrectionRow]:
    """Those that wait for the chair, of the parts that the reader reads; the oldest first."""
    return await fetch_all(CorrectionRow, _OPEN, meeting_id)


async def lock_minutes(
    meeting_id: UUID, act: Act, now: datetime
) -> tuple[MeetingRow, list[CorrectionRow]]:
    """The meeting, locked, and its open corrections. Raises `NotFound`, or `Blocked` by the
    state that the clock has brought.
    """
    meeting = await lock_row(meeting_id)
    waiting = await open_corrections(meeting_id)
    state = state_at(meeting.state, meeting.corrections_until, len(waiting), now)
    block_if(state_blockers(state, act))
    return meeting, waiting


async def readers_of(meeting_id: UUID, compartment_id: UUID) -> list[Recipient]:
    """The attendees who read a part, for notices."""
    found = await fetch_all(_Reader, _READERS, meeting_id, compartment_id)
    return [Recipient(reader.person_id, reader.address) for reader in found]


async def wait_again(meeting: MeetingRow, readers: Sequence[Recipient], now: datetime) -> None:
    """Have the minutes wait for these readers again: there is something new to read."""
    people = [reader.person_id for reader in readers if reader.person_id != meeting.chair_id]
    await execute(_WAITS_AGAIN, meeting.id, people, now)


async def email_of(person_id: UUID) -> Recipient:
    """Where somebody's messages go."""
    address = await fetch_value("select email from person where id = $1", person_id)
    return Recipient(person_id, address)


def only_chair(meeting: MeetingRow, actor: Actor, what: str) -> None:
    """Raise `NotAllowed` for everybody but the chair."""
    if actor.person_id != meeting.chair_id:
        raise NotAllowed(f"Only the chair can {what}.")


async def sees_every_child(meeting: MeetingRow) -> bool:
    """Whether no child of the meeting is hidden from the actor."""
    seen = await fetch_value("select count(*) from meeting_child where meeting_id = $1", meeting.id)
    return bool(seen == meeting.child_count)


async def block_unless_all_seen(meeting: MeetingRow) -> None:
    """Raise `Blocked` when a child of the meeting is hidden from the actor."""
    if not await sees_every_child(meeting):
        block_if([Blocker("You cannot see every child of this meeting.")])


async def finish(
    meeting: MeetingRow, *, final_at: datetime, actor_id: UUID, now: datetime, enqueue: Enqueue
) -> None:
    """Write that the minutes are final, and tell everybody who reads them."""
    await StrategyMeeting.update(
        {
            StrategyMeeting.state: MeetingState.FINAL,
            StrategyMeeting.final_at: final_at,
            StrategyMeeting.version: meeting.version + 1,
        }
    ).where(StrategyMeeting.id == meeting.id)
    await record(
        [Event("meeting.minutes_final", "meeting", meeting.id, meeting.compartment_id)],
        actor_id=actor_id,
        now=now,
    )
    readers = await readers_of(meeting.id, meeting.compartment_id)
    await enqueue(
        [Notice(NoticeKind.MINUTES_FINAL, meeting.id, reader) for reader in readers], now=now
    )
