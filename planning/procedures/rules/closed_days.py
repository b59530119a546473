"""Days on which the partnership is closed, beside weekends and England's bank holidays."""

from datetime import date

from planning.clock import is_working_day
from planning.errors import Blocker

LONGEST_NAME, LONGEST_REASON = 100, 500


def closing_day_blockers(
    closed_on: date, name: str, reason: str, *, closed: frozenset[date], today: date
) -> list[Blocker]:
    """Why a day cannot be entered as closed; the past stays as it was counted."""
    faults = []
    if closed_on < today:
        faults.append(Blocker("Enter a date that has not passed.", "closed_on"))
    elif closed_on in closed:
        faults.append(Blocker("That day is entered already.", "closed_on"))
    elif not is_working_day(closed_on, closed):
        faults.append(Blocker("That day is a weekend or a bank holiday anyway.", "closed_on"))
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        faults.append(Blocker("Say what the day is called, in up to 100 characters.", "name"))
    return [*faults, *_reason_faults(reason)]


def taking_back_blockers(closed_on: date, reason: str, *, today: date) -> list[Blocker]:
    """Why a closed day cannot be taken back: from its day on, deadlines were kept by it."""
    faults = _reason_faults(reason)
    if closed_on <= today:
        return [Blocker("A closed day can be taken back only before it comes."), *faults]
    return faults


def _reason_faults(reason: str) -> list[Blocker]:
    if 1 <= len(reason.strip()) <= LONGEST_REASON:
        return []
    return [Blocker("Say why, in up to 500 characters.", "reason")]
