"""Which real time zone a TZID means, or what the message itself tells of an unknown one."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from service.calendar.replies.lines import Component, Damaged
from service.calendar.replies.values import local_time

NEAR = timedelta(hours=3)
"""So near to a change of a clock that we only know by description, no time is plain."""
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})(?:[0-9]{2})?")
_BY_DAY = re.compile(r"(-?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
_MONTH = re.compile("0?([1-9]|1[0-2])")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST_CHANGES = 20


def zone_of(tzid: str, local: datetime, calendar: Component) -> tzinfo | None:
    """The zone of that name, Windows names included; else its offset then, as the calendar tells.

    `None` where it cannot be told. A known name wins: many clients describe only one year.
    """
    name = tzid.strip()
    return _named(name.strip('"')) or _described(name, local, calendar)


def _named(name: str) -> tzinfo | None:
    """Also behind a prefix, as `/freeassociation.sourceforge.net/Europe/Paris`."""
    windows = _windows().get(name.casefold())
    if windows:
        return ZoneInfo(windows)
    if name.upper() in {"UTC", "GMT", "ETC/UTC"}:
        return UTC
    parts = name.split("/")
    for length in (3, 2):
        key = _known().get("/".join(parts[-length:]).casefold())
        if key and (len(parts) == length or name.startswith("/")):
            return ZoneInfo(key)
    return None


@cache
def _windows() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _known() -> dict[str, str]:
    """Zones of an area, from one file: to ask `available_timezones` opens six hundred."""
    keys = files("tzdata").joinpath("zones").read_text().split()
    return {key.casefold(): key for key in keys if "/" in key}


class _Change:
    """One STANDARD or DAYLIGHT: from when on, and the offsets before and after."""

    def __init__(self, part: Component) -> None:
        self.before = _offset(part.value("TZOFFSETFROM"))
        self.after = _offset(part.value("TZOFFSETTO"))
        begins = local_time(part.value("DTSTART"))
        if begins is None or part.all("RDATE"):
            raise Damaged
        self._begins = begins
        rule = part.value("RRULE").upper()
        self._rule = _yearly(rule) if rule else None

    def in_year(self, year: int) -> datetime | None:
        """When it happens in that year, by the clock before the change."""
        if self._rule is None:
            return self._begins if self._begins.year == year else None
        day = _day_of(year, *self._rule) if year >= self._begins.year else None
        return datetime.combine(day, self._begins.time()) if day else None

    def latest(self, local: datetime) -> datetime | None:
        """When it happened last before a time."""
        found = [
            begins
            for year in (self._begins.year, local.year - 1, local.year)
            if (begins := self.in_year(year)) and begins <= local
        ]
        return max(found, default=None)

    def is_near(self, local: datetime) -> bool:
        """Whether it happens about then."""
        years = (local.year - 1, local.year, local.year + 1)
        return any(abs(begins - local) < NEAR for year in years if (begins := self.in_year(year)))


def _described(name: str, local: datetime, calendar: Component) -> tzinfo | None:
    """From the one VTIMEZONE of that name, if it is plain."""
    zones = [part for part in calendar.parts if part.name == "VTIMEZONE"]
    try:
        found = [zone for zone in zones if zone.value("TZID") == name]
        if len(found) != 1 or len(found[0].parts) > _MOST_CHANGES:
            return None
        changes = [_Change(part) for part in found[0].parts]
    except Damaged:
        return None
    offset = _offset_at(changes, local)
    return None if offset is None else timezone(offset)


def _offset_at(changes: Sequence[_Change], local: datetime) -> timedelta | None:
    offsets = {offset for change in changes for offset in (change.before, change.after)}
    if len(offsets) == 1:
        return offsets.pop()
    if any(change.is_near(local) for change in changes if change.before != change.after):
        return None
    since = [
        (begins, change.after) for change in changes if (begins := change.latest(local)) is not None
    ]
    return max(since)[1] if since else None


def _offset(value: str) -> timedelta:
    found = _OFFSET.fullmatch(value)
    if found is None:
        raise Damaged
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if ahead >= timedelta(hours=24):
        raise Damaged
    return -ahead if found[1] == "-" else ahead


def _yearly(rule: str) -> tuple[int, int, int]:
    """Month, place in the month and weekday of a rule as `BYMONTH=10;BYDAY=-1SU`."""
    said = dict(part.partition("=")[::2] for part in rule.split(";"))
    day = _BY_DAY.fullmatch(said.get("BYDAY", "").replace("+", ""))
    month = _MONTH.fullmatch(said.get("BYMONTH", ""))
    plain = said.get("FREQ") == "YEARLY" and said.get("INTERVAL", "1") == "1"
    if day is None or month is None or not plain:
        raise Damaged
    if said.keys() - {"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "WKST"}:
        raise Damaged
    return int(month[1]), int(day[1]), _DAYS.index(day[2])


def _day_of(year: int, month: int, place: int, weekday: int) -> date | None:
    days = [
        day
        for number in range(1, 32)
        if (day := _date(year, month, number)) and day.weekday() == weekday
    ]
    at = place if place < 0 else place - 1
    return days[at] if -len(days) <= at < len(days) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
