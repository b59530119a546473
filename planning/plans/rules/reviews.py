"""When a plan is to be looked at again, and what a review says."""

from datetime import date

from planning.clock import add_working_days
from planning.errors import Blocker
from planning.operations.rules import text_faults

REVIEW_DAYS = 20
"""Working days, where the contingency plan does not say."""
MOST_REVIEW_DAYS = 250
NOTE_LENGTH = 4000


def review_days(said: str) -> int:
    """Working days between reviews as the plan says it; the default for what is no such number."""
    days = int(said) if said.isdecimal() and len(said) <= len(str(MOST_REVIEW_DAYS)) else 0
    return days if 0 < days <= MOST_REVIEW_DAYS else REVIEW_DAYS


def review_due(last_on: date, said: str, closed_days: frozenset[date]) -> date:
    """The date by which the plan is to be reviewed again."""
    return add_working_days(last_on, review_days(said), closed_days)


def plan_review_faults(note: str, *, submitted: bool) -> list[Blocker]:
    """Everything that keeps a review from being recorded."""
    faults = text_faults(
        note, field="note", what="what the review found", limit=NOTE_LENGTH, needed=True
    )
    if not submitted:
        faults.append(Blocker("Submit the plan first. There is no version to review yet."))
    return faults
