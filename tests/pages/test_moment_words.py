"""How far away a moment is, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from planning.clock import NONE_CLOSED
from service.pages.presenters.moments import countdown, limit, span

NOW = datetime(2026, 3, 27, 14, 0, tzinfo=UTC)
"""Friday 27 March 2026, 2pm; the clocks go forward on Sunday."""


@pytest.mark.parametrize(
    ("due", "rest", "late"),
    [
        (datetime(2026, 3, 27, 23, 0, tzinfo=UTC) + timedelta(hours=1), "today", False),
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), "in 2 working days", False),
        (datetime(2026, 3, 25, 0, 0, tzinfo=UTC), "3 working days late", True),
    ],
)
def test_a_limit_at_the_end_of_a_date_counts_working_days(
    due: datetime, rest: str, late: bool
) -> None:
    found = limit(due, NOW, NONE_CLOSED)
    assert (found.rest, found.late) == (rest, late)


@pytest.mark.parametrize(
    ("away", "rest"),
    [
        (timedelta(hours=71), "in 2 days"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(seconds=5), "in 1 minute"),
        (-timedelta(hours=1), "1 hour late"),
    ],
)
def test_a_limit_within_a_day_counts_hours(away: timedelta, rest: str) -> None:
    assert limit(NOW + away, NOW, NONE_CLOSED).rest == rest


def test_a_countdown_ends() -> None:
    hour = timedelta(hours=1)
    words = [countdown(NOW + hour * n, NOW + hour * (n + 1), NOW) for n in (2, 0, -1)]
    assert words == ["in 2 hours", "now", "over"]


def test_a_span_across_midnight_names_both_dates() -> None:
    at = datetime(2026, 3, 27, 23, 0, tzinfo=UTC)
    assert span(at, at + timedelta(minutes=30)) == "Friday 27 March 2026, 11pm to 11:30pm"
    both = "Friday 27 March 2026, 11pm to 1am on Saturday 28 March 2026"
    assert span(at, at + timedelta(hours=2)) == both
