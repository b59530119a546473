"""How far away a moment is: for limits that end within a day and for countdowns."""

from datetime import date, datetime, time, timedelta

from planning import clock
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, clock_time, day, deadline, moment, short_day

_A_DAY = timedelta(days=1)
_AN_HOUR = timedelta(hours=1)


def limit(due: datetime, now: datetime, closed: frozenset[date]) -> Deadline:
    """A limit: one that ends with a date counts working days, any other counts hours."""
    local = due.astimezone(clock.LONDON)
    if local.time() == time(0):
        return deadline(local.date() - _A_DAY, clock.today(now), closed)
    away = _length(abs(due - now))
    return Deadline(moment(due), f"{away} late" if due < now else f"in {away}", late=due < now)


def last_day(ends: datetime) -> str:
    """The last date before a moment that ends a day: 11 March 2026."""
    return short_day(clock.london_date(ends - timedelta(seconds=1)))


def countdown(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """In 2 days, in 3 hours, now, or over."""
    if now >= ends_at:
        return "over"
    if now >= starts_at:
        return "now"
    return f"in {_length(starts_at - now)}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Tuesday 3 March 2026, 2pm to 3:30pm; with both dates across midnight."""
    first, last = starts_at.astimezone(clock.LONDON), ends_at.astimezone(clock.LONDON)
    if first.date() == last.date():
        return f"{moment(starts_at)} to {clock_time(last.time())}"
    return f"{moment(starts_at)} to {clock_time(last.time())} on {day(last.date())}"


def _length(away: timedelta) -> str:
    if away >= _A_DAY:
        return count(away // _A_DAY, "day")
    if away >= _AN_HOUR:
        return count(away // _AN_HOUR, "hour")
    return count(max(1, away // timedelta(minutes=1)), "minute")
