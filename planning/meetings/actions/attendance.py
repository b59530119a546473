"""Who was there, when and how; who sent apologies and why."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker, Invalid, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import AttendeeRow, MeetingRow, attendees_of, lock_to_run
from planning.meetings.rules.presence import (
    Span,
    apology_blockers,
    arrived,
    left,
    span_blockers,
)
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import Act
from planning.people.rules import Actor, unknown_people
from planning.procedures.rules import ApologyReason
from planning.transactions import execute, to_json, transaction


class Attendance(msgspec.Struct, frozen=True):
    """Whether an invited person was there.

    `spans` say when, for who came late or left early: `None` leaves what is known, none at all
    means throughout. `how` of `None` leaves what is known, too.
    """

    person_id: UUID
    present: bool
    apology: str = ""
    apology_reason: ApologyReason | None = None
    how: Mode | None = None
    spans: list[Span] | None = None


_WRITE = """
update attendee a set
    present = t.present,
    apology = trim(t.apology),
    apology_reason = case when not t.present then t.apology_reason end,
    came_by = case when t.present then coalesce(t.how, a.came_by) end,
    version = a.version + 1
from jsonb_to_recordset($2::jsonb) as t (
    person_id uuid, present boolean, apology text, apology_reason text, how text)
where a.meeting_id = $1 and a.person_id = t.person_id and a.removed_at is null
"""

_FORGET_SPANS = """
delete from attendance_span s using attendee a
where a.meeting_id = $1 and a.person_id = any($2::uuid[])
  and s.compartment_id = a.compartment_id and s.attendee_id = a.id
"""

_WRITE_SPANS = """
insert into attendance_span (id, compartment_id, attendee_id, joined_at, left_at)
select t.id, a.compartment_id, a.id, t.joined_at, t.left_at
from jsonb_to_recordset($2::jsonb) as t (
    id uuid, person_id uuid, joined_at timestamptz, left_at timestamptz)
join attendee a on a.meeting_id = $1 and a.person_id = t.person_id
"""


class _SpanRow(msgspec.Struct, frozen=True):
    id: UUID
    person_id: UUID
    joined_at: datetime
    left_at: datetime | None


async def record_attendance(
    *, meeting_id: UUID, attendance: Sequence[Attendance], actor: Actor, now: datetime
) -> None:
    """Record who was there, for some or all attendees; may be corrected until closing.

    Raises `Blocked` for people who are not invited and for times that cannot be, `NotAllowed` for
    all but chair and minute taker.
    """
    faults = [
        fault
        for line in attendance
        for fault in apology_blockers(line.apology, line.apology_reason, "attendance")
    ]
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
        block_if(_faults(meeting, attendance, await attendees_of(meeting_id), now))
        await _write(meeting, attendance, actor, now)


async def note_arrival(*, meeting_id: UUID, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Somebody invited comes in at this moment. Chair and minute taker; raises `NotFound`."""
    async with transaction(actor.person_id):
        meeting, found = await _one(meeting_id, person_id, actor)
        spans = arrived(found.spans, came=bool(found.present), now=now)
        await _write(meeting, [_line(found, spans)], actor, now)


async def note_departure(*, meeting_id: UUID, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Somebody who is there goes at this moment. Raises `NotFound`, `Blocked` for who is not."""
    async with transaction(actor.person_id):
        meeting, found = await _one(meeting_id, person_id, actor)
        if not found.present:
            block_if([Blocker(f"{found.name} is not recorded as present.")])
        spans = left(found.spans, starts_at=meeting.starts_at, now=now)
        await _write(meeting, [_line(found, spans)], actor, now)


async def _one(meeting_id: UUID, person_id: UUID, actor: Actor) -> tuple[MeetingRow, AttendeeRow]:
    meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
    for found in await attendees_of(meeting_id):
        if found.person_id == person_id:
            return meeting, found
    raise NotFound


def _line(found: AttendeeRow, spans: list[Span]) -> Attendance:
    return Attendance(found.person_id, present=True, apology=found.apology, spans=spans)


def _faults(
    meeting: MeetingRow,
    attendance: Sequence[Attendance],
    attendees: Sequence[AttendeeRow],
    now: datetime,
) -> list[Blocker]:
    names = {found.person_id: found.name for found in attendees}
    return [
        *unknown_people([line.person_id for line in attendance], list(names), "attendance"),
        *(
            fault
            for line in attendance
            for fault in span_blockers(
                line.spans or [],
                name=names.get(line.person_id, ""),
                starts_at=meeting.starts_at,
                now=now,
            )
        ),
    ]


async def _write(
    meeting: MeetingRow, attendance: Sequence[Attendance], actor: Actor, now: datetime
) -> None:
    await execute(_WRITE, meeting.id, to_json(attendance))
    timed = [line for line in attendance if line.spans is not None or not line.present]
    if timed:
        await _write_spans(meeting.id, timed)
    await record(
        [Event("meeting.attendance_recorded", "meeting", meeting.id, meeting.compartment_id)],
        actor_id=actor.person_id,
        now=now,
    )


async def _write_spans(meeting_id: UUID, timed: Sequence[Attendance]) -> None:
    await execute(_FORGET_SPANS, meeting_id, [line.person_id for line in timed])
    rows = [
        _SpanRow(uuid4(), line.person_id, span.joined_at, span.left_at)
        for line in timed
        if line.present
        for span in line.spans or []
    ]
    if rows:
        await execute(_WRITE_SPANS, meeting_id, to_json(rows))
