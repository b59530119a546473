"""The other time that a reply proposes, in UTC by its real zone."""

from datetime import UTC, datetime, tzinfo

from planning.clock import LONDON, is_repeated
from planning.replies.rules import Doubt, Proposal
from service.calendar.replies.lines import Component, Line
from service.calendar.replies.values import duration, is_date, is_utc, local_time
from service.calendar.replies.zones import zone_of

APPLE = "TO-ALL-PROPOSED-NEW-TIME"
"""A parameter of ATTENDEE, as `"DTSTART:20260304T140000Z;STATUS:NEEDS-ACTION"`."""
EARLIEST, LATEST = 1990, 2200


class _Unclear(Exception):
    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt)
        self.doubt = doubt


def countered(event: Component, calendar: Component) -> Proposal:
    """What a COUNTER proposes: the event's own time. Exchange says the old one beside it."""
    starts, ends = event.one("DTSTART"), event.one("DTEND")
    try:
        starts_at, floats = _moment(starts, calendar)
        length = duration(event.value("DURATION"))
        if ends is None and length is not None:
            return _proposal(starts_at, starts_at + length, floats=floats)
        return _proposal(starts_at, _moment(ends, calendar)[0], floats=floats)
    except _Unclear as unclear:
        return Proposal(doubt=unclear.doubt)


def proposed_by_apple(attendee: Line, calendar: Component) -> Proposal | None:
    """A start alone: the meeting keeps its length. `None` where nothing is proposed."""
    value = attendee.parameter(APPLE)
    if not value:
        return None
    said = dict(part.partition(":")[::2] for part in value.split(";"))
    try:
        starts_at, floats = _moment(Line("DTSTART", {}, said.get("DTSTART", "")), calendar)
        return _proposal(starts_at, None, floats=floats)
    except _Unclear as unclear:
        return Proposal(doubt=unclear.doubt)


def _proposal(starts_at: datetime, ends_at: datetime | None, *, floats: bool) -> Proposal:
    if ends_at is not None and ends_at <= starts_at:
        raise _Unclear(Doubt.NO_TIME)
    for moment in (starts_at, ends_at or starts_at):
        local = moment.astimezone(LONDON)
        if is_repeated(local.date(), local.time()):
            raise _Unclear(Doubt.REPEATED_HOUR)
    return Proposal(starts_at, ends_at, Doubt.NO_ZONE if floats else None)


def _moment(line: Line | None, calendar: Component) -> tuple[datetime, bool]:
    """The moment in UTC, and whether its zone had to be taken for granted."""
    value = line.value.strip() if line else ""
    if is_date(value):
        raise _Unclear(Doubt.ALL_DAY)
    local = local_time(value)
    if line is None or local is None or not EARLIEST <= local.year <= LATEST:
        raise _Unclear(Doubt.NO_TIME)
    if is_utc(value):
        return local.replace(tzinfo=UTC), False
    tzid = line.parameter("TZID")
    zone = zone_of(tzid, local, calendar) if tzid else LONDON
    if zone is None:
        raise _Unclear(Doubt.UNKNOWN_ZONE)
    return _in_zone(local, zone), not tzid


def _in_zone(local: datetime, zone: tzinfo) -> datetime:
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise _Unclear(Doubt.SKIPPED_HOUR)
    if first != second:
        raise _Unclear(Doubt.REPEATED_HOUR)
    return first
