"""Answering an invitation."""

from datetime import datetime
from uuid import UUID

from planning.errors import Blocker, Invalid, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import lock_meeting
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import Act
from planning.meetings.tables import Attendee
from planning.people.rules import Actor
from planning.transactions import transaction

LONGEST_APOLOGY = 1000


async def answer_invitation(
    *, meeting_id: UUID, answer: Answer, apology: str = "", actor: Actor, now: datetime
) -> None:
    """Accept, decline or say maybe; a later answer replaces an earlier one.

    Raises `NotFound` for who is not invited, `Invalid` for no answer at all or a long apology,
    `Blocked` once the meeting is closed or cancelled.
    """
    _check(answer, apology)
    async with transaction(actor.person_id):
        meeting = await lock_meeting(meeting_id, Act.ANSWER)
        changed = (
            await Attendee.update(
                {
                    Attendee.answer: answer,
                    Attendee.answered_at: now,
                    Attendee.apology: apology.strip(),
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


def _check(answer: Answer, apology: str) -> None:
    faults = []
    if answer is Answer.AWAITED:
        faults.append(Blocker("Choose whether you will come.", "answer"))
    if len(apology.strip()) > LONGEST_APOLOGY:
        faults.append(Blocker("Shorten this to 1,000 characters.", "apology"))
    if faults:
        raise Invalid(faults)
