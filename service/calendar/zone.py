"""Times of England as calendar programs read them."""

from datetime import UTC, datetime

from planning.clock import LONDON

LONDON_ZONE = [
    "BEGIN:VTIMEZONE",
    f"TZID:{LONDON.key}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19700329T010000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZNAME:BST",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19701025T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZNAME:GMT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
]
"""A VTIMEZONE with two yearly rules, and no lists of dates: Outlook handles those badly."""


def span(starts_at: datetime, ends_at: datetime) -> list[str]:
    """DTSTART and DTEND in London's time.

    In UTC when either is in the hour that comes twice, for there no reader can tell which is
    meant. Only a discussion that was held already can be there.
    """
    local = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    if any(map(_comes_twice, local)):
        start, end = (f":{moment(utc)}" for utc in (starts_at, ends_at))
    else:
        start, end = (f";TZID={LONDON.key}:{one:%Y%m%dT%H%M%S}" for one in local)
    return [f"DTSTART{start}", f"DTEND{end}"]


def moment(at: datetime) -> str:
    """A value of type DATE-TIME in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _comes_twice(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
