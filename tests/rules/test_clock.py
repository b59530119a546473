"""England's working days and the moments at which its deadlines end (design: Clocks)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.clock import (
    NONE_CLOSED,
    add_working_days,
    end_of_day,
    in_london,
    is_repeated,
    is_skipped,
    is_working_day,
    london_date,
    now,
    today,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day_0", "days", "expected"),
    [
        (date(2026, 3, 3), 1, date(2026, 3, 4)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a weekend
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # day 0 may be a Saturday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day is moved to Monday 28th
        (date(2026, 12, 31), 15, date(2027, 1, 22)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
    ],
)
def test_a_deadline_is_counted_from_the_next_working_day(
    day_0: date, days: int, expected: date
) -> None:
    assert add_working_days(day_0, days, NONE_CLOSED) == expected


def test_scotland_s_holidays_are_not_england_s() -> None:
    assert is_working_day(date(2026, 1, 2), NONE_CLOSED)
    assert not is_working_day(date(2026, 8, 31), NONE_CLOSED)


@given(DAYS, st.integers(0, 60))
def test_counting_back_what_was_added_gives_the_same_number(day_0: date, days: int) -> None:
    assert (
        working_days_between(day_0, add_working_days(day_0, days, NONE_CLOSED), NONE_CLOSED) == days
    )


@given(DAYS, DAYS)
def test_the_count_equals_a_walk_over_the_days(start: date, end: date) -> None:
    low, high = min(start, end), max(start, end)
    walked = sum(
        is_working_day(low + timedelta(n), NONE_CLOSED) for n in range(1, (high - low).days + 1)
    )
    assert working_days_between(start, end, NONE_CLOSED) == (walked if start <= end else -walked)


def test_a_meeting_across_midnight_belongs_to_the_date_of_its_start_in_london() -> None:
    half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert london_date(half_past_midnight) == date(2026, 7, 1)
    assert today(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)


def test_a_deadline_ends_with_its_date_also_when_the_clocks_change() -> None:
    assert end_of_day(date(2026, 3, 28)) == datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 29)) == datetime(2026, 3, 29, 23, 0, tzinfo=UTC)


def test_the_hour_that_march_skips_and_the_hour_that_october_repeats() -> None:
    assert is_skipped(date(2026, 3, 29), time(1, 30))
    assert not is_repeated(date(2026, 3, 29), time(1, 30))
    assert is_repeated(date(2026, 10, 25), time(1, 30))
    assert is_repeated(date(2026, 10, 25), time(1, 30, fold=1))
    assert not is_skipped(date(2026, 10, 25), time(1, 30))
    assert in_london(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(DAYS, st.times())
def test_a_time_that_is_not_skipped_reads_back_as_itself(day: date, at: time) -> None:
    moment = in_london(day, at)
    assert moment.tzinfo is UTC
    if not is_skipped(day, at):
        assert london_date(moment) == day


def test_now_is_aware() -> None:
    assert now().tzinfo is UTC
