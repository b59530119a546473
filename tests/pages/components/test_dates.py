"""Dates, deadlines and counts in words."""

from datetime import UTC, date, datetime, time

import pytest

from planning.clock import NONE_CLOSED
from service.pages.presenters.counts import count, figure, listed
from service.pages.presenters.dates import (
    Deadline,
    clock_time,
    day,
    deadline,
    moment,
    short_day,
    short_moment,
)
from service.pages.presenters.tags import Tag


def test_a_day_is_written_in_full() -> None:
    assert day(date(2026, 3, 3)) == "Tuesday 3 March 2026"
    assert short_day(date(2026, 3, 3)) == "3 March 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(9, 30), "9:30am"),
        (time(12), "midday"),
        (time(12, 30), "12:30pm"),
        (time(14), "2pm"),
    ],
)
def test_times_are_written_as_people_say_them(at: time, words: str) -> None:
    assert clock_time(at) == words


def test_moments_are_shown_in_london() -> None:
    assert moment(datetime(2026, 3, 3, 14, tzinfo=UTC)) == "Tuesday 3 March 2026, 2pm"
    assert moment(datetime(2026, 6, 30, 23, tzinfo=UTC)) == "Wednesday 1 July 2026, midnight"
    assert short_moment(datetime(2026, 7, 1, 13, tzinfo=UTC)) == "1 July 2026, 2pm"


def test_an_hour_that_came_twice_says_which() -> None:
    hours = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert [moment(at) for at in hours] == [
        "Sunday 25 October 2026, 1:30am (first time)",
        "Sunday 25 October 2026, 1:30am (second time)",
    ]


@pytest.mark.parametrize(
    ("today", "rest", "late"),
    [
        (date(2026, 2, 27), "in 2 working days", False),
        (date(2026, 3, 2), "in 1 working day", False),
        (date(2026, 3, 3), "today", False),
        (date(2026, 3, 4), "1 working day late", True),
        (date(2026, 3, 6), "3 working days late", True),
    ],
)
def test_a_deadline_is_a_date_and_what_it_means_today(today: date, rest: str, late: bool) -> None:
    expected = Deadline("Tuesday 3 March 2026", rest, late=late)
    assert deadline(date(2026, 3, 3), today, NONE_CLOSED) == expected


def test_a_deadline_over_a_weekend_counts_days() -> None:
    friday, saturday, sunday = (date(2026, 3, on) for on in (6, 7, 8))
    assert deadline(friday, sunday, NONE_CLOSED) == Deadline(
        "Friday 6 March 2026", "2 days late", late=True
    )
    assert deadline(saturday, friday, NONE_CLOSED).rest == "in 1 day"


def test_counts_carry_their_unit() -> None:
    assert [count(1, "meeting"), count(0, "meeting"), count(1200, "child", "children")] == [
        "1 meeting",
        "0 meetings",
        "1,200 children",
    ]


def test_figures_keep_one_decimal_only_when_they_have_one() -> None:
    assert [figure(1200), figure(7.5), figure(3.0)] == ["1,200", "7.5", "3"]


def test_lists_are_joined_as_in_a_sentence() -> None:
    assert [listed([]), listed(["Police"]), listed(["Police", "Health", "Education"])] == [
        "",
        "Police",
        "Police, Health and Education",
    ]


def test_amber_is_the_yellow_of_the_design_system() -> None:
    assert Tag("At risk", "amber").css_class == "govuk-tag--yellow"
