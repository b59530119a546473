"""Dates and times as people type them; every fault comes back as words, never as an exception."""

import re
from datetime import date, datetime, time

from service.pages.forms.faults import Fault

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
EARLIEST_YEAR = 1900
LATEST_YEAR = 2199
_DIGITS = re.compile(r"[0-9]{1,4}")
_YEAR = re.compile(r"[0-9]{4}")
_SHORT_YEAR = re.compile(r"[0-9]{2}")
_PARTS = re.compile(r"[0-9A-Za-z]+")
_DATE_PARTS = 3
_BETWEEN = " ./-,"
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*(am|pm)?")
_NAMED_TIMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}
_SHORTEST_MONTH_NAME = 3
_NOON_HOUR = 12


def read_date(day: str, month: str, year: str) -> date | Fault:
    """A date from its three inputs; the month as a number or a name."""
    parts = {"day": day, "month": month, "year": year}
    missing = [part for part, typed in parts.items() if not typed]
    if missing:
        return Fault(f"must include a {' and '.join(missing)}", missing[0])
    if not _YEAR.fullmatch(year):
        return Fault("must have a year of 4 numbers", "year")
    return _real_date(_number(day), _month_number(month), int(year))


def read_typed_date(typed: str) -> date | Fault:
    """A date in one line: 3 March 2026, 3/3/26, 3.3.2026, or with the year first, 2026-03-03."""
    parts = _PARTS.findall(typed)
    if len(parts) != _DATE_PARTS or _PARTS.sub("", typed).strip(_BETWEEN):
        return Fault("must be a date, like 27 3 2026")
    day, month, year = reversed(parts) if _YEAR.fullmatch(parts[0]) else parts
    return read_date(day, month, f"20{year}" if _SHORT_YEAR.fullmatch(year) else year)


def read_time(typed: str) -> time | None:
    """2pm, 2:30pm, 2.30 pm, 14:30, 1430, midday; None when it is not a time.

    A bare number up to 12 is refused: nobody can tell which half of the day it means.
    """
    text = typed.strip().lower()
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    return _time_of(int(match[1]), match[2], match[3])


def bounded(read: date | Fault, not_past: date | None, not_future: date | None) -> date | Fault:
    """The date, or what is wrong with it against today's date."""
    if isinstance(read, Fault):
        return read
    if not_past and read < not_past:
        return Fault("must be today or in the future", "day")
    if not_future and read > not_future:
        return Fault("must be today or in the past", "day")
    return read


def bounded_moment(
    read: datetime | Fault, not_past: datetime | None, not_future: datetime | None
) -> datetime | Fault:
    """The moment, or what is wrong with it against now."""
    if isinstance(read, Fault):
        return read
    if not_past and read < not_past:
        return Fault("must be in the future", "day")
    if not_future and read > not_future:
        return Fault("must be in the past", "day")
    return read


def _time_of(hour: int, minute: str | None, half: str | None) -> time | None:
    if half is not None:
        if not 1 <= hour <= _NOON_HOUR:
            return None
        hour = hour % _NOON_HOUR + (_NOON_HOUR if half == "pm" else 0)
    elif minute is None:
        return None
    try:
        return time(hour, int(minute or 0))
    except ValueError:
        return None


def _real_date(day: int, month: int, year: int) -> date | Fault:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Fault(f"must have a year from {EARLIEST_YEAR} to {LATEST_YEAR}", "year")
    try:
        return date(year, month, day)
    except ValueError:
        return Fault("must be a real date", "day" if 1 <= month <= len(MONTHS) else "month")


def _number(typed: str) -> int:
    return int(typed) if _DIGITS.fullmatch(typed) else 0


def _month_number(typed: str) -> int:
    name = typed.lower()
    if len(name) < _SHORTEST_MONTH_NAME:
        return _number(name)
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)
