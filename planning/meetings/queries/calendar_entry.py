"""One meeting as the reader's own calendar keeps it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.history.actions import record_read
from planning.meetings.reading import find_meeting
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction

_AHEAD = "select calendar_ahead from attendee where meeting_id = $1 and person_id = $2"


class CalendarSeen(msgspec.Struct, frozen=True):
    """What a calendar may hold. `sequence` is the reader's own; `place` is empty unless shown."""

    meeting_id: UUID
    reference: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool


async def calendar_of(*, meeting_id: UUID, actor: Actor, now: datetime) -> CalendarSeen:
    """The entry of a meeting that the reader sees; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        ahead = await fetch_value(_AHEAD, meeting_id, actor.person_id)
        await record_read(
            subject_kind="meeting",
            subject_id=row.id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
    calendar = row.calendar()
    return CalendarSeen(
        meeting_id=row.id,
        reference=calendar.reference,
        uid=calendar.uid,
        sequence=calendar.sequence + (ahead or 0),
        starts_at=calendar.starts_at,
        ends_at=calendar.ends_at,
        place=calendar.place,
        is_cancelled=row.state is MeetingState.CANCELLED,
    )
