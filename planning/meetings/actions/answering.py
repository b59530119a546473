"""Answering an invitation."""

from datetime import datetime
from uuid import UUID

from planning.errors import Blocker, Invalid
from planning.meetings.answers import Said, write_answer
from planning.meetings.reading import lock_meeting
from planning.meetings.rules.presence import apology_blockers
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import Act
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason
from planning.transactions import transaction

BUSY = "You are booked at that time. Free yourself first."


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
        said = Said(answer, apology, apology_reason)
        await write_answer(meeting, actor.person_id, said, busy=BUSY, actor=actor, now=now)


def _check(answer: Answer, apology: str, reason: ApologyReason | None) -> None:
    faults = apology_blockers(apology, reason, "apology")
    if answer is Answer.AWAITED:
        faults.insert(0, Blocker("Choose whether you will come.", "answer"))
    if faults:
        raise Invalid(faults)
