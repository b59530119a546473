"""England's time: the only module that names a time zone or knows a working day.

Rules: design, Fine points, Clocks. Day 0 is a date in Europe/London; day 1 is the next working
day; a working-day deadline ends at the end of its date; hours are elapsed hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import accumulate, compress
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from planning.errors import Blocker

LONDON = ZoneInfo("Europe/London")
NONE_CLOSED: frozenset[date] = frozenset()
"""For counting where no partnership is: its one-off closed days are in its profile."""

_SATURDAY = 5


def now() -> datetime:
    """This moment, in UTC. Only the service calls it; rules and actions are given `now`."""
    return datetime.now(UTC)


def london_date(moment: datetime) -> date:
    """The date in England at an aware moment."""
    return moment.astimezone(LONDON).date()


def today(moment: datetime) -> date:
    """The same as `london_date`, where "now" is meant."""
    return london_date(moment)


def monday(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def in_london(day: date, at: time) -> datetime:
    """A local English time as an aware UTC moment; of a repeated hour, the first."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def by_the_clock(day: date, at: time) -> datetime:
    """The same for times that repeat each week: one that is skipped is when the clock jumps."""
    moment = in_london(day, at)
    return moment.replace(minute=0, second=0, microsecond=0) if is_skipped(day, at) else moment


def is_skipped(day: date, at: time) -> bool:
    """Whether the clock jumps over this local time (last Sunday of March, 1am to 2am)."""
    return in_london(day, at).astimezone(LONDON).time() != at


def is_repeated(day: date, at: time) -> bool:
    """Whether this local time happens twice (last Sunday of October, 1am to 2am)."""
    first = datetime.combine(day, at.replace(fold=0), tzinfo=LONDON)
    return first.utcoffset() != first.replace(fold=1).utcoffset() and not is_skipped(day, at)


def odd_hour(day: date, at: time, field: str) -> list[Blocker]:
    """Why a local time of that day cannot be used: it does not exist, or comes twice."""
    if is_skipped(day, at):
        return [Blocker("The clocks go forward: that time does not exist. Choose another.", field)]
    if is_repeated(day, at):
        return [Blocker("The clocks go back: that time comes twice. Choose another.", field)]
    return []


def end_of_day(day: date) -> datetime:
    """The first moment after the date, in UTC: a deadline on `day` is kept before it."""
    return in_london(day + timedelta(days=1), time(0, 0))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, closed: frozenset[date]) -> bool:
    """Monday to Friday, no bank holiday of England, and none of the partnership's closed days."""
    return not (day.weekday() >= _SATURDAY or day in _bank_holidays(day.year) or day in closed)


class _Year(NamedTuple):
    """Working days of a year, and how many there have been up to and with each of its days."""

    first: int
    days: list[date]
    upto: list[int]


@lru_cache(maxsize=1024)
def _year(year: int, closed: frozenset[date]) -> _Year:
    """Made once, for a chain asks thousands of times."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    every = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]
    working = [is_working_day(day, closed) for day in every]
    return _Year(first, list(compress(every, working)), list(accumulate(working)))


def add_working_days(day_0: date, days: int, closed: frozenset[date]) -> date:
    """The date of working day `days` after `day_0`; zero gives `day_0` itself, on any day."""
    if days < 1:
        return day_0
    number = day_0.year
    year = _year(number, closed)
    place = year.upto[day_0.toordinal() - year.first] + days
    while place > len(year.days):
        place -= len(year.days)
        number += 1
        year = _year(number, closed)
    return year.days[place - 1]


def subtract_working_days(day: date, days: int, closed: frozenset[date]) -> date:
    """The working day that many before a date; zero gives the date itself, on any day."""
    while days:
        day -= timedelta(days=1)
        days -= is_working_day(day, closed)
    return day


def working_days_between(start: date, end: date, closed: frozenset[date]) -> int:
    """Working days after `start` up to and with `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, closed)
    first, last = _year(start.year, closed), _year(end.year, closed)
    counted = last.upto[end.toordinal() - last.first] - first.upto[start.toordinal() - first.first]
    return counted + sum(len(_year(n, closed).days) for n in range(start.year, end.year))


def working_days(first: date, last: date, closed: frozenset[date]) -> list[date]:
    """Every working day from the first date to the last, both included."""
    every = (day for n in range(first.year, last.year + 1) for day in _year(n, closed).days)
    return [day for day in every if first <= day <= last]
