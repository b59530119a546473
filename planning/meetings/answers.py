"""Writing what somebody answers to an invitation; inside an open transaction."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.diaries.booking import free_own_place, hold_own_place
from planning.errors import Blocker, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import MeetingRow
from planning.meetings.rules.quorum import Answer
from planning.meetings.tables import Attendee
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason


class Said(msgspec.Struct, frozen=True):
    """An answer, and with a decline perhaps why."""

    answer: Answer
    apology: str = ""
    apology_reason: ApologyReason | None = None


async def write_answer(
    meeting: MeetingRow, person_id: UUID, said: Said, *, busy: str, actor: Actor, now: datetime
) -> None:
    """Keep the answer and take or give back the place in the diary.

    Raises `NotFound` for who is not invited, `Blocked` in the words of `busy` when somebody who
    accepts is booked at that time.
    """
    has_place = await _place(meeting.id, person_id, said.answer, busy)
    changed = (
        await Attendee.update(
            {
                Attendee.answer: said.answer,
                Attendee.answered_at: now,
                Attendee.apology: said.apology.strip(),
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
    for_other = {} if person_id == actor.person_id else {"person_id": person_id}
    detail: dict[str, object] = {"answer": said.answer, **for_other}
    await record(
        [Event("meeting.answered", "meeting", meeting.id, meeting.compartment_id, detail)],
        actor_id=actor.person_id,
        now=now,
    )


async def _place(meeting_id: UUID, person_id: UUID, answer: Answer, busy: str) -> bool:
    if answer is Answer.DECLINED:
        await free_own_place(meeting_id, person_id)
        return False
    held = await hold_own_place(meeting_id, person_id)
    if answer is Answer.ACCEPTED and not held:
        block_if([Blocker(busy, "answer")])
    return held
