"""Answering an invitation."""

from datetime import datetime
from uuid import UUID

from planning.errors import Blocker, Invalid, block_if
from planning.meetings.answers import Said, keep_answer, place_for
from planning.meetings.reading import lock_meeting
from planning.meetings.rules.presence import apology_blockers
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import Act
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
        has_place = await place_for(meeting_id, actor.person_id, answer)
        if answer is Answer.ACCEPTED and not has_place:
            block_if([Blocker("You are booked at that time. Free yourself first.", "answer")])
        await keep_answer(
            meeting,
            actor.person_id,
            Said(answer, now, apology.strip(), apology_reason),
            has_place=has_place,
            told={"answer": answer},
            now=now,
        )


def _check(answer: Answer, apology: str, reason: ApologyReason | None) -> None:
    faults = apology_blockers(apology, reason, "apology")
    if answer is Answer.AWAITED:
        faults.insert(0, Blocker("Choose whether you will come.", "answer"))
    if faults:
        raise Invalid(faults)
