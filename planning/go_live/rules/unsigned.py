"""Live without sign-off: who may confirm it, what is owed afterwards, who may look back at it."""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import REASON_LENGTH, text_faults

SIGN_OFF_WITHIN = 2
"""Working days from going live without sign-off to the retrospective one."""
CONFIRM_WITHIN = timedelta(hours=24)
OVERDUE_STAGE = 3
"""Where the ladder starts when the time for signing afterwards has run out."""


class Route(StrEnum):
    """How an operation went live."""

    THROUGH_GATE = "through_gate"
    WITHOUT_SIGN_OFF = "without_sign_off"


class Review(msgspec.Struct, frozen=True):
    """What looking back found: why it could not wait, what was not met, what changes now."""

    why: str
    unmet: str
    changes: str


def without_sign_off_faults(reason: str) -> list[Blocker]:
    """Faults of the reason for going live without sign-off."""
    return text_faults(
        reason,
        field="reason",
        what="why the operation cannot wait for the sign-offs",
        limit=REASON_LENGTH * 8,
        needed=True,
    )


def may_confirm(
    *, person_id: UUID, agency_id: UUID, recorded_by: UUID, recorders_agency: UUID, confirmed: bool
) -> list[Blocker]:
    """Everything that keeps a person from being the second who confirms."""
    blockers = []
    if confirmed:
        blockers.append(Blocker("A second person has confirmed this already."))
    if person_id == recorded_by or agency_id == recorders_agency:
        blockers.append(Blocker("Somebody of another agency must confirm this."))
    return blockers


def overdue_words(due_on: date) -> str:
    """Why the ladder starts."""
    return (
        f"Live without sign-off: the plans were to be signed by every required agency by"
        f" {due_on:%-d %B %Y}, and are not."
    )


def review_faults(review: Review) -> list[Blocker]:
    """Every fault of what a review says, by field."""
    asked = {
        "why": "why it could not wait",
        "unmet": "what was not met and what came of it",
        "changes": "what changes now",
    }
    return [
        fault
        for field, what in asked.items()
        for fault in text_faults(
            getattr(review, field), field=field, what=what, limit=4000, needed=True
        )
    ]


def may_review(
    *, agency_id: UUID, involved: frozenset[UUID], is_partnership: bool, reviewed: bool
) -> list[Blocker]:
    """Everything that keeps a person from reviewing; `involved` are the two people's agencies."""
    blockers = []
    if reviewed:
        blockers.append(Blocker("This has been reviewed already."))
    if agency_id in involved and not is_partnership:
        blockers.append(Blocker("Somebody of a third agency, or of the partnership, reviews this."))
    return blockers
