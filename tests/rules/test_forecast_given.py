"""What a forecast is given: the weeks, the history, and what a plan says."""

from datetime import date

import pytest

from planning.clock import NONE_CLOSED, working_days
from planning.surge.forecast import Assumptions, Victims, rhythm_faults
from planning.surge.forecast.curve import fitted
from planning.surge.forecast.given import Basis, given
from planning.surge.rules.calendar import LiveFrom, calendar, history_days
from planning.surge.rules.pools import plan_number

TODAY = date(2026, 5, 20)


def test_an_operation_that_is_live_counts_from_its_day() -> None:
    found = calendar(
        live=date(2026, 4, 2), planned=date(2026, 6, 1), today=TODAY, closed=frozenset()
    )
    assert (found.live_from, found.weeks[0]) == (LiveFrom.LIVE, date(2026, 3, 30))
    assert found.days[:3] == (0, 4, 5), "Good Friday and Easter Monday"


def test_a_closed_day_of_the_partnership_is_no_working_day() -> None:
    closed = frozenset({date(2026, 6, 3)})
    found = calendar(live=None, planned=date(2026, 6, 1), today=TODAY, closed=closed)
    assert found.days[0] == 3


def test_history_ends_with_the_last_quarter() -> None:
    days = history_days(TODAY, NONE_CLOSED)
    assert (days[0], days[-1]) == (date(2016, 1, 4), date(2026, 3, 31))


def test_working_days_hold_both_ends() -> None:
    first, last = date(2025, 12, 24), date(2026, 1, 2)
    assert [day.day for day in working_days(first, last, NONE_CLOSED)] == [24, 29, 30, 31, 2]


def test_a_history_of_many_meetings_means_that_they_follow_each_other_sooner() -> None:
    victims = Victims(10, 5, 20)
    found = fitted(victims, Assumptions(meetings_per_victim=12))
    assert rhythm_faults(victims, found) == []
    assert (found.review_from, found.review_to) == (1, 5)
    assert fitted(victims, Assumptions()) == Assumptions()


def test_the_plan_s_ratio_goes_before_the_default_and_history_too() -> None:
    found = given(Victims(1, 2, 3), {"attendees": 11.0, "meetings_per_victim": 0.2}, 4)
    assert found.assumptions == Assumptions(attendees=11, victims_per_key_worker=4)
    assert (found.bases["attendees"], found.bases["victims_per_key_worker"]) == (
        Basis.HISTORY, Basis.PLAN,
    )  # fmt: skip
    assert "meetings_per_victim" not in found.bases


@pytest.mark.parametrize("written", ["", "several", [], "Infinity"])
def test_what_is_no_number_in_the_plan_is_not_known(written: str | list[dict[str, str]]) -> None:
    assert plan_number({"chairs": written}, "chairs") is None
