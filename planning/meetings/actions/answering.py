"""Answering an invitation."""

from datetime import datetime
from uuid import UUID

from planning.diaries.booking import free_own_place, hold_own_place
from planning.errors import Blocker, Invalid, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import lock_meeting
from planning.meetings.rules.presence import apology_blockers
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import Act
from planning.meetings.tables import Attendee
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason
from planning.transactions import transaction


async def answer_invitation(
    *,
    meeting_id: UUID,
    answer: Answer,
    apology: str = "",
    apology_reason: ApologyReason | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Accept, decline or say maybe; a later answer replaces an earlier one.

    Accepting takes a place in the actor's diary and declining gives it back.

    Raises `NotFound` for who is not invited, `Invalid` for no answer at all, a long apology or
    “another reason” without words, `Blocked` once the meeting is closed or cancelled, or when they
    are booked at that time.
    """
    _check(answer, apology, apology_reason)
    async with transaction(actor.person_id):
        meeting = await lock_meeting(meeting_id, Act.ANSWER)
        has_place = await _place(meeting_id, answer, actor)
        changed = (
            await Attendee.update(
                {
                    Attendee.answer: answer,
                    Attendee.answered_at: now,
                    Attendee.apology: apology.strip(),
                    Attendee.asked_although_busy: not has_place and answer is not Answer.DECLINED,
                    Attendee.apology_reason: apology_reason,
                    Attendee.version: Attendee.version + 1,
                }
            )
            .where(
                Attendee.meeting_id == meeting_id,
                Attendee.person_id == actor.person_id,
                Attendee.removed_at.is_null(),
            )
            .returning(Attendee.id)
        )
        if not changed:
            raise NotFound
        await record(
            [
                Event(
                    "meeting.answered",
                    "meeting",
                    meeting_id,
                    meeting.compartment_id,
                    {"answer": answer},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )


async def _place(meeting_id: UUID, answer: Answer, actor: Actor) -> bool:
    if answer is Answer.DECLINED:
        await free_own_place(meeting_id, actor.person_id)
        return False
    held = await hold_own_place(meeting_id, actor.person_id)
    if answer is Answer.ACCEPTED and not held:
        block_if([Blocker("You are booked at that time. Free yourself first.", "answer")])
    return held


def _check(answer: Answer, apology: str, reason: ApologyReason | None) -> None:
    faults = apology_blockers(apology, reason, "apology")
    if answer is Answer.AWAITED:
        faults.insert(0, Blocker("Choose whether you will come.", "answer"))
    if faults:
        raise Invalid(faults)
