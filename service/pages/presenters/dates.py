"""Dates and times in words, in London's time (GOV.UK style)."""

import datetime as dt
from dataclasses import dataclass

from planning import clock

_NOON_HOUR = 12


def day(on: dt.date) -> str:
    """Tuesday 3 March 2026."""
    return f"{on:%A} {short_day(on)}"


def short_day(on: dt.date) -> str:
    """3 March 2026."""
    return f"{on.day} {on:%B %Y}"


def clock_time(at: dt.time) -> str:
    """2pm, 2:30pm, midday, midnight."""
    if at.minute == 0 and at.hour in {0, _NOON_HOUR}:
        return "midnight" if at.hour == 0 else "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % _NOON_HOUR or _NOON_HOUR}{minutes}{'am' if at.hour < _NOON_HOUR else 'pm'}"


def moment(at: dt.datetime) -> str:
    """Tuesday 3 March 2026, 2pm; of an hour that came twice, also which."""
    local = at.astimezone(clock.LONDON)
    twice = clock.is_repeated(local.date(), local.time())
    which = f" ({'second' if local.fold else 'first'} time)" if twice else ""
    return f"{day(local.date())}, {clock_time(local.time())}{which}"


def short_moment(at: dt.datetime) -> str:
    """3 March 2026, 2pm."""
    local = at.astimezone(clock.LONDON)
    return f"{short_day(local.date())}, {clock_time(local.time())}"


def machine(when: dt.date | dt.datetime) -> str:
    """For the `datetime` attribute of a time element."""
    return when.isoformat()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date with what it means today; `late` also when nothing but colour would tell."""

    date: str
    rest: str
    late: bool


def deadline(due: dt.date, working_days_left: int) -> Deadline:
    """Words for a deadline; the count is negative once late, 0 today (or over a weekend)."""
    return Deadline(day(due), _rest(working_days_left), late=working_days_left < 0)


def _rest(left: int) -> str:
    if left == 0:
        return "today"
    unit = "working day" if abs(left) == 1 else "working days"
    return f"in {left} {unit}" if left > 0 else f"{-left} {unit} late"
