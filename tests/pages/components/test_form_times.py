"""Dates and times as people type them, and the hours that the clock change skips or repeats."""

from datetime import UTC, date, datetime, time
from typing import Literal

import pytest

from service.pages.forms import FieldError, Form


def dated(day: str, month: str, year: str, at: str = "", which: str = "") -> Form:
    typed = {"held-day": day, "held-month": month, "held-year": year}
    return Form(typed | {"held-time": at, "held-which": which})


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_month_is_a_number_or_a_name(month: str) -> None:
    assert dated("3", month, "2026").date("held", label="Due date") == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("typed", "message", "part"),
    [
        (("31", "2", "2026"), "must be a real date", "day"),
        (("0", "2", "2026"), "must be a real date", "day"),
        (("x", "2", "2026"), "must be a real date", "day"),
        (("1", "13", "2026"), "must be a real date", "month"),
        (("1", "Marhc", "2026"), "must be a real date", "month"),
        (("1", "2", "26"), "must have a year of 4 numbers", "year"),
        (("1", "2", "1899"), "must have a year from 1900 to 2199", "year"),
        (("1", "", ""), "must include a month and year", "month"),
        (("", "2", "2026"), "must include a day", "day"),
    ],
)
def test_a_wrong_date_says_why_and_points_at_the_part(
    typed: tuple[str, str, str], message: str, part: str
) -> None:
    form = dated(*typed)
    assert form.date("held", label="Date of birth") is None
    assert form.errors == [FieldError("held", f"Date of birth {message}", f"held-{part}")]
    assert form.faulty_part("held") == f"held-{part}"


def test_past_and_future_are_refused_where_asked() -> None:
    today = date(2026, 3, 3)
    past, future = dated("2", "3", "2026"), dated("4", "3", "2026")
    assert past.date("held", label="Due date", not_past=today) is None
    assert past.error("held") == "Due date must be today or in the future"
    assert future.date("held", label="Date of birth", not_future=today) is None
    assert future.error("held") == "Date of birth must be today or in the past"
    both = dated("3", "3", "2026")
    assert both.date("held", label="Date", not_past=today, not_future=today) == today


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2pm", time(14)),
        ("2 PM", time(14)),
        ("2.30pm", time(14, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9:05", time(9, 5)),
        ("midday", time(12)),
        ("midnight", time(0)),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, read: time) -> None:
    assert Form({"at": typed}).time("at", label="Start time") == read


@pytest.mark.parametrize("typed", ["2", "25:00", "13pm", "0am", "9:75", "soon", "\uff12pm"])
def test_a_wrong_time_says_how_to_write_it(typed: str) -> None:
    form = Form({"at": typed})
    assert form.time("at", label="Start time") is None
    assert form.error("at") == "Start time must be a time, like 2pm or 14:30"


def test_a_moment_is_londons() -> None:
    form = dated("1", "7", "2026", "2pm")
    assert form.moment("held", label="The meeting") == datetime(2026, 7, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (dated("", "", ""), [FieldError("held", "Enter when it starts", "held-day")]),
        (
            dated("", "", "", "2pm"),
            [FieldError("held", "Start must include a date", "held-day")],
        ),
        (
            dated("1", "7", "2026"),
            [FieldError("held-time", "Start must include a time", "held-time")],
        ),
    ],
)
def test_half_a_moment_says_which_half_is_missing(form: Form, expected: list[FieldError]) -> None:
    assert form.moment("held", label="Start", required="Enter when it starts") is None
    assert form.errors == expected


def test_an_optional_moment_may_be_left_empty() -> None:
    form = dated("", "", "")
    assert form.moment("held", label="Start") is None
    assert form.is_valid()


@pytest.mark.parametrize("repeated_hour", ["refuse", "ask"])
def test_an_hour_that_the_clocks_skip_is_refused(repeated_hour: Literal["refuse", "ask"]) -> None:
    form = dated("29", "3", "2026", "1:30am")
    assert form.moment("held", label="Start", repeated_hour=repeated_hour) is None
    assert form.error("held") == (
        "Start cannot be 1:30am on Sunday 29 March 2026: the clocks go forward past it"
    )


def test_an_hour_that_comes_twice_is_refused_for_a_plan() -> None:
    form = dated("25", "10", "2026", "1:30am")
    assert form.moment("held", label="Start") is None
    assert form.error("held") == (
        "Start cannot be 1:30am on Sunday 25 October 2026: the clocks go back and it comes twice"
    )


def test_an_hour_that_came_twice_is_asked_about_for_a_record() -> None:
    asked = dated("25", "10", "2026", "1:30am")
    assert asked.moment("held", label="It", repeated_hour="ask") is None
    assert asked.faulty_part("held") == "held-which"
    first = dated("25", "10", "2026", "1:30am", "first")
    second = dated("25", "10", "2026", "1:30am", "second")
    read = [form.moment("held", label="It", repeated_hour="ask") for form in (first, second)]
    assert read == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


def test_a_moment_may_have_to_come_or_to_have_been() -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    later, earlier = dated("1", "7", "2026", "2pm"), dated("1", "7", "2026", "12:59")
    assert later.moment("held", label="It", not_future=now) is None
    assert later.error("held") == "It must be in the past"
    assert earlier.moment("held", label="It", not_past=now) is None
    assert earlier.error("held") == "It must be in the future"
    assert later.moment("held", label="It", not_past=now) == datetime(2026, 7, 1, 13, tzinfo=UTC)
