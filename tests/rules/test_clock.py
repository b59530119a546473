"""England's working days and the moments at which its deadlines end (design: Clocks)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from planning.clock import (
    NONE_CLOSED,
    add_working_days,
    by_the_clock,
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


@given(DAYS, st.integers(0, 300), st.frozensets(DAYS, max_size=3))
def test_the_day_found_equals_a_walk_to_it(day_0: date, days: int, closed: frozenset[date]) -> None:
    current = day_0
    for _ in range(days):
        current += timedelta(days=1)
        while not is_working_day(current, closed):
            current += timedelta(days=1)
    assert add_working_days(day_0, days, closed) == current


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


def test_bank_holidays_are_those_that_the_government_publishes() -> None:
    """Another package, with the government's own list of them; it asks nobody for it."""
    published = BankHolidays(use_cached_holidays=True).get_holidays(
        division=BankHolidays.ENGLAND_AND_WALES
    )
    free = {found["date"] for found in published}
    first, last = min(free).year, max(free).year
    days = [
        date(first, 1, 1) + timedelta(days=n)
        for n in range((date(last, 12, 31) - date(first, 1, 1)).days + 1)
    ]
    assert last - first > 10
    assert [
        day
        for day in days
        if day.weekday() < 5 and is_working_day(day, NONE_CLOSED) == (day in free)
    ] == []


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=20))
def test_a_deadline_is_never_on_a_day_off_and_a_closed_day_never_hastens_it(
    day_0: date, days: int, closed: frozenset[date]
) -> None:
    due = add_working_days(day_0, days, closed)
    assert is_working_day(due, closed)
    assert due >= add_working_days(day_0, days, NONE_CLOSED)
    assert working_days_between(day_0, due, closed) == days


@given(st.integers(2020, 2035), st.integers(1, 40))
def test_over_christmas_and_easter_day_0_on_a_day_off_counts_like_the_day_before(
    year: int, days: int
) -> None:
    """Day 0 may be any day: day 1 is the next working day, also after a bank holiday."""
    for day_0 in (date(year, 12, 25), date(year, 12, 26), date(year, 1, 1)):
        before = day_0 - timedelta(days=1)
        while not is_working_day(before, NONE_CLOSED):
            before -= timedelta(days=1)
        assert add_working_days(day_0, days, NONE_CLOSED) == add_working_days(
            before, days, NONE_CLOSED
        )


@given(DAYS)
def test_a_deadline_ends_at_midnight_in_london_whatever_the_clocks_do(day: date) -> None:
    end = end_of_day(day)
    assert london_date(end - timedelta(microseconds=1)) == day
    assert london_date(end) == day + timedelta(days=1)


@given(DAYS, st.times(max_value=time(23, 59)), st.integers(1, 720))
def test_a_meeting_belongs_to_the_date_of_its_start_whenever_it_ends(
    day: date, starts: time, minutes: int
) -> None:
    if not is_skipped(day, starts):
        begun = in_london(day, starts)
        assert london_date(begun) == day
        assert london_date(begun + timedelta(minutes=minutes)) >= day


@pytest.mark.parametrize(
    ("at", "hour", "minute"),
    [(time(0, 45), 0, 45), (time(1, 0), 1, 0), (time(1, 15), 1, 0), (time(2, 15), 1, 15)],
)
def test_weekly_hours_begin_when_the_clock_jumps_over_them(
    at: time, hour: int, minute: int
) -> None:
    jump = date(2026, 3, 29)
    assert by_the_clock(jump, at) == datetime(2026, 3, 29, hour, minute, tzinfo=UTC)
