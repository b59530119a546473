"""Days on which somebody of a batch cannot come."""

from datetime import date, timedelta

from planning.errors import Blocker
from planning.surge.rules.grid import FURTHEST_DAYS


def absence_faults(from_on: date, until_on: date, today: date) -> list[Blocker]:
    """Why somebody cannot be absent on these days."""
    if until_on < from_on:
        return [Blocker("Enter a last day that is not before the first.", "until_on")]
    if until_on < today:
        return [Blocker("Enter a last day that has not passed.", "until_on")]
    if until_on > today + timedelta(days=FURTHEST_DAYS):
        return [Blocker("Enter days within the next 120.", "until_on")]
    return []
