"""Cells as people fill them in: dates day first or ISO, times, lengths, yes and no, lists.

Each refuses with a sentence that says what to write instead.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

from planning.clock import in_london
from planning.replays.rules.columns import plain

FIRST_YEAR = 1990
MOST_MINUTES = 24 * 60
_SHOWN = 40
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*(am|pm)?", re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "1", "accepted"})
_NO = frozenset({"no", "n", "false", "0", "refused"})
_NOON = 12
Meaning = TypeVar("Meaning")


class Unclear(ValueError):
    """A cell that cannot be read; its words say what to write."""


def a_code(text: str, known: Mapping[str, Meaning], what: str) -> Meaning:
    """The code that the words mean."""
    try:
        return known[plain(text)]
    except KeyError:
        raise Unclear(f"“{shown(text)}” is no {what} that Accord knows.") from None


@lru_cache(maxsize=20_000)
def a_day(text: str) -> date:
    """3/2/2026 is 3 February; what a spreadsheet adds after a day, a time, is left out."""
    return _day(text.replace("T", " ").partition(" ")[0], text)


def a_moment(text: str, at: str) -> tuple[datetime, bool]:
    """A day and its time, in the day's own cell or beside it; whether a time was said at all.

    A spreadsheet writes midnight where it knows no time, so midnight is no time.
    """
    on, _, own = text.replace("T", " ").partition(" ")
    said = at or own.strip()
    return _moment(on, said, text)


@lru_cache(maxsize=20_000)
def _moment(on: str, said: str, text: str) -> tuple[datetime, bool]:
    hour = _time(said) if said else time(0)
    return in_london(_day(on, text), hour), hour != time(0)


def a_length(text: str, *, hours: bool) -> int:
    """Whole minutes, from 1 minute to 24 hours; “1.5”, “1,5” and, of hours, “1:30” are read."""
    try:
        whole, _, rest = text.partition(":")
        if rest:
            said = Decimal(whole) * 60 + Decimal(rest)
        else:
            said = Decimal(text.replace(",", ".")) * (60 if hours else 1)
        minutes = round(said)
    except (InvalidOperation, ValueError, OverflowError):
        raise Unclear(f"“{shown(text)}” is no length. Write 90, or 1.5 of hours.") from None
    if not 1 <= minutes <= MOST_MINUTES:
        raise Unclear(f"“{shown(text)}”: a meeting lasts between 1 minute and 24 hours.")
    return minutes


def an_answer(text: str) -> bool:
    """Yes or no."""
    said = plain(text)
    if said not in _YES | _NO:
        raise Unclear(f"“{shown(text)}”: write yes or no.")
    return said in _YES


@lru_cache(maxsize=20_000)
def a_list(text: str) -> tuple[str, ...]:
    """What stands between ; or |, gaps folded; repeated items stay."""
    return tuple(" ".join(item.split()) for item in re.split(r"[;|]", text) if item.strip())


def shown(text: str) -> str:
    """A cell as it is quoted in a fault: one line, not too long."""
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHOWN else f"{folded[: _SHOWN - 1]}…"


def _day(on: str, text: str) -> date:
    if _SHORT_YEAR.fullmatch(on):
        raise Unclear(f"“{shown(text)}”: write the year with four figures.")
    iso, slashed = _ISO.fullmatch(on), _SLASHED.fullmatch(on)
    found = iso or slashed
    if found is None:
        raise Unclear(f"“{shown(text)}” is no date. Write 03/02/2026 or 2026-02-03.")
    parts = [int(part) for part in found.groups()]
    year, month, day = parts if iso else reversed(parts)
    try:
        read = date(year, month, day)
    except ValueError:
        raise Unclear(f"“{shown(text)}” is no day: the day comes first, then the month.") from None
    if read.year < FIRST_YEAR:
        raise Unclear(f"“{shown(text)}” is before {FIRST_YEAR}.")
    return read


@lru_cache(maxsize=5_000)
def _time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise Unclear(f"“{shown(text)}” is no time. Write 14:00.")
    hour, half = int(found[1]), (found[3] or "").casefold()
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + _NOON * (half == "pm")
    try:
        return time(hour, int(found[2]))
    except ValueError:
        raise Unclear(f"“{shown(text)}” is no time of a day.") from None
