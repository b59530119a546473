"""Dates and times in words, in London's time (GOV.UK style)."""

import datetime as dt
from dataclasses import dataclass

from planning import clock
from planning.diaries.rules.hours import WEEKDAYS
from service.pages.presenters.counts import count

_NOON_HOUR = 12
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day(on: dt.date) -> str:
    """Tuesday 3 March 2026."""
    return f"{WEEKDAYS[on.weekday()]} {short_day(on)}"


def short_day(on: dt.date) -> str:
    """3 March 2026."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def month_name(on: dt.date) -> str:
    """March."""
    return _MONTHS[on.month - 1]


def clock_time(at: dt.time) -> str:
    """2pm, 2:30pm, midday, midnight."""
    if at.minute == 0 and at.hour in {0, _NOON_HOUR}:
        return "midnight" if at.hour == 0 else "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % _NOON_HOUR or _NOON_HOUR}{minutes}{'am' if at.hour < _NOON_HOUR else 'pm'}"


def moment(at: dt.datetime) -> str:
    """Tuesday 3 March 2026, 2pm; of an hour that came twice, also which."""
    local = at.astimezone(clock.LONDON)
    twice = clock.is_repeated(local.date(), local.time().replace(fold=0))
    which = f" ({'second' if local.fold else 'first'} time)" if twice else ""
    return f"{day(local.date())}, {clock_time(local.time())}{which}"


def short_moment(at: dt.datetime) -> str:
    """3 March 2026, 2pm."""
    local = at.astimezone(clock.LONDON)
    return f"{short_day(local.date())}, {clock_time(local.time())}"


def recorded_late(held_at: dt.datetime, entered_at: dt.datetime) -> str:
    """What was entered on a later day than it was held, with both; "" of the same day."""
    if clock.london_date(entered_at) <= clock.london_date(held_at):
        return ""
    return f"Recorded late: held {short_moment(held_at)}, entered {short_moment(entered_at)}."


def machine(when: dt.date | dt.datetime) -> str:
    """For the `datetime` attribute of a time element."""
    return when.isoformat()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date, "in 2 working days" or "3 working days late", and whether it has passed."""

    date: str
    rest: str
    late: bool


def deadline(due: dt.date, today: dt.date, closed: frozenset[dt.date]) -> Deadline:
    """A date with the working days left or passed; where there are none, with calendar days.

    `closed` are the days on which the partnership is closed.
    """
    return Deadline(day(due), _rest(due, today, closed), late=due < today)


def _rest(due: dt.date, today: dt.date, closed: frozenset[dt.date]) -> str:
    if due == today:
        return "today"
    working_days = abs(clock.working_days_between(today, due, closed))
    if working_days:
        length = count(working_days, "working day")
    else:
        length = count(abs((due - today).days), "day")
    return f"{length} late" if due < today else f"in {length}"
