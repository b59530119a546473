"""Moments and lengths as calendars write them; anything else is nothing, never a guess."""

import re
from datetime import UTC, datetime, timedelta

_DATE = re.compile(r"[0-9]{8}")
_DATE_TIME = re.compile(r"([0-9]{8})T([0-9]{6})(Z?)", re.IGNORECASE)
_DURATION = re.compile(
    r"\+?P(?:([0-9]{1,3})W|(?:([0-9]{1,3})D)?"
    r"(?:T(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})S)?)?)"
)
_NUMBER = re.compile(r"[0-9]{1,9}")


def is_date(value: str) -> bool:
    """Whether it is a whole day, as `20260304`."""
    return _DATE.fullmatch(value) is not None


def local_time(value: str) -> datetime | None:
    """A time as `20260304T100000`, with or without its Z, as a clock shows it."""
    found = _DATE_TIME.fullmatch(value)
    if found is None:
        return None
    # A leap second is not one that Python knows.
    seconds = "59" if found[2][4:] == "60" else found[2][4:]
    try:
        return datetime.strptime(found[1] + found[2][:4] + seconds, "%Y%m%d%H%M%S")  # noqa: DTZ007 - local by definition
    except ValueError:
        return None


def is_utc(value: str) -> bool:
    """Whether a time says that it is in UTC."""
    return value[-1:] in {"Z", "z"}


def utc_time(value: str) -> datetime | None:
    """A time that can only be in UTC, as DTSTAMP is; one that forgets its Z too."""
    local = local_time(value)
    return local.replace(tzinfo=UTC) if local else None


def duration(value: str) -> timedelta | None:
    """A length as `PT1H30M`."""
    found = _DURATION.fullmatch(value.upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def number(value: str) -> int | None:
    """A SEQUENCE that fits where it is kept."""
    return int(value) if _NUMBER.fullmatch(value) else None
