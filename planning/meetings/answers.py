"""Keeping what somebody answered, from a page or from a calendar; inside an open transaction."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.diaries.booking import free_own_place, hold_own_place
from planning.errors import NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import MeetingRow
from planning.meetings.rules.quorum import Answer
from planning.meetings.tables import Attendee
from planning.procedures.rules import ApologyReason


class Said(msgspec.Struct, frozen=True):
    """An answer, and when it was given."""

    answer: Answer
    at: datetime
    apology: str = ""
    apology_reason: ApologyReason | None = None


async def place_for(meeting_id: UUID, person_id: UUID, answer: Answer) -> bool:
    """Hold the diary's place that the answer asks for, or give it back; whether it is held."""
    if answer is Answer.DECLINED:
        await free_own_place(meeting_id, person_id)
        return False
    return await hold_own_place(meeting_id, person_id)


async def keep_answer(
    meeting: MeetingRow,
    person_id: UUID,
    said: Said,
    *,
    has_place: bool,
    told: dict[str, object],
    by: UUID | None = None,
    now: datetime,
) -> None:
    """Write the answer down, as the person's own act unless `by` another; history gets `told`.

    Raises `NotFound` for who is not invited.
    """
    changed = (
        await Attendee.update(
            {
                Attendee.answer: said.answer,
                Attendee.answered_at: said.at,
                Attendee.apology: said.apology,
                Attendee.asked_although_busy: not has_place and said.answer is not Answer.DECLINED,
                Attendee.apology_reason: said.apology_reason,
                Attendee.version: Attendee.version + 1,
            }
        )
        .where(
            Attendee.meeting_id == meeting.id,
            Attendee.person_id == person_id,
            Attendee.removed_at.is_null(),
        )
        .returning(Attendee.id)
    )
    if not changed:
        raise NotFound
    await record(
        [Event("meeting.answered", "meeting", meeting.id, meeting.compartment_id, told)],
        actor_id=by or person_id,
        now=now,
    )
