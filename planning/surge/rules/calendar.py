"""The weeks of a forecast: from the Monday of go-live on, with the working days after it."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from planning.capacity.rules.weeks import WEEK, weeks_from
from planning.clock import monday, working_days
from planning.surge.forecast.figures import WEEKS

HISTORY_YEARS = 10
_QUARTER = 3


class LiveFrom(StrEnum):
    """Which day the weeks count from."""

    LIVE = "live"
    PLANNED = "planned"
    ASSUMED = "assumed"


class Calendar(Struct, frozen=True):
    """`days`: the working days of each week that come after the day of go-live."""

    live_on: date
    live_from: LiveFrom
    weeks: tuple[date, ...]
    days: tuple[int, ...]


def calendar(
    *, live: date | None, planned: date | None, today: date, closed: frozenset[date]
) -> Calendar:
    """From the day on which it went live or is to; without a day to come, from next Monday."""
    if live is not None:
        return _from(live, LiveFrom.LIVE, closed)
    if planned is not None and planned >= today:
        return _from(planned, LiveFrom.PLANNED, closed)
    return _from(monday(today) + WEEK, LiveFrom.ASSUMED, closed)


def _from(live_on: date, live_from: LiveFrom, closed: frozenset[date]) -> Calendar:
    weeks = weeks_from(live_on, WEEKS)
    after = working_days(live_on + timedelta(days=1), weeks[-1] + WEEK, closed)
    return Calendar(live_on, live_from, tuple(weeks), tuple(_counts(weeks, after)))


def _counts(weeks: Sequence[date], days: Sequence[date]) -> list[int]:
    mondays = [monday(day) for day in days]
    return [mondays.count(week) for week in weeks]


def history_days(today: date, closed: frozenset[date]) -> list[date]:
    """Working days up to the end of the last quarter: what was since shows in the next one."""
    quarter = date(today.year, (today.month - 1) // _QUARTER * _QUARTER + 1, 1)
    last = quarter - timedelta(days=1)
    return working_days(date(last.year - HISTORY_YEARS, 1, 1), last, closed)
