"""What late entries and corrections changed between two versions of a report."""

from collections.abc import Sequence

from planning.measures.rules.reports import Change
from service.pages.presenters.drift.figures import shown

CHANGED = ("Measure", "What", "Version before", "This version")


def changed_rows(changes: Sequence[Change]) -> tuple[tuple[str, ...], ...]:
    """A row for each number that is another one now."""
    return tuple(
        (one.measure, one.part or "All", shown(one.before), shown(one.now)) for one in changes
    )
