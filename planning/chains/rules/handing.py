"""Handing a child over: somebody receives it, and answers (design: Fine points, Chain)."""

from datetime import date
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.procedures.rules import HANDED_OVER, Outcome

LONGEST_NAME, LONGEST_EVIDENCE = 200, 2000
_SAID = {
    True: "Say what shows that they accepted, in up to 2,000 characters.",
    False: "Say why they refused, in up to 2,000 characters.",
}


class AnswerGiven(msgspec.Struct, frozen=True):
    """What the receiver said: `answered_by_name` is who there said it, `evidence` what shows it.

    The evidence of a refusal gives its reason.
    """

    accepted: bool
    answered_on: date
    answered_by_name: str
    evidence: str


class HandedOver(msgspec.Struct, frozen=True):
    """An entry as its answer is judged; `held_on` is the day of the meeting."""

    entry_id: UUID
    outcome: Outcome
    held_on: date
    is_replaced: bool
    is_answered: bool


def answer_blockers(made: HandedOver, given: AnswerGiven, *, today: date) -> list[Blocker]:
    """Why this answer cannot be recorded: what stands against it, and what is wrong with it."""
    return [*_standing_faults(made), *_given_faults(made, given, today)]


def _standing_faults(made: HandedOver) -> list[Blocker]:
    if made.is_replaced:
        return [Blocker("This outcome has been corrected since. Open the concern again.")]
    if made.outcome not in HANDED_OVER:
        return [Blocker("Nobody was handed over at this meeting.")]
    if made.is_answered:
        return [Blocker("An answer to this hand-over is on record already.")]
    return []


def _given_faults(made: HandedOver, given: AnswerGiven, today: date) -> list[Blocker]:
    faults = []
    if given.answered_on > today:
        faults.append(Blocker("Enter a date that is not in the future.", "answered_on"))
    if given.answered_on < made.held_on:
        faults.append(
            Blocker(
                "Nobody can answer before the meeting. Enter the meeting’s date or a later one.",
                "answered_on",
            )
        )
    if not 1 <= len(given.answered_by_name.strip()) <= LONGEST_NAME:
        faults.append(
            Blocker("Say who gave the answer, in up to 200 characters.", "answered_by_name")
        )
    if not 1 <= len(given.evidence.strip()) <= LONGEST_EVIDENCE:
        faults.append(Blocker(_SAID[given.accepted], "evidence"))
    return faults
