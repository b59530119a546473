"""Turns a calendar on standard input into its busy spans on standard output, in its own process.

Started by service.calendar.busy, which ends it when it takes too long: a few lines of a calendar
can ask for millions of repeats. Only spans come out, never a title or a place.
"""

import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import msgspec
import recurring_ical_events

from planning.clock import LONDON
from planning.diaries.rules.absences import MOST_IMPORTED, Taken
from service.calendar.outcome import Outcome
from service.documents.limits import limit_resources

STEP = timedelta(days=7)
IGNORED_STATES = frozenset({"CANCELLED"})
FREE = "TRANSPARENT"


def main() -> Outcome:
    """Read, expand, and report by exit status alone what went wrong."""
    limit_resources()
    first, last = (datetime.fromisoformat(text) for text in sys.argv[1:3])
    try:
        calendars = icalendar.Calendar.from_ical(sys.stdin.buffer.read(), multiple=True)
    except Exception:  # noqa: BLE001 - a traceback could carry a title to the log
        return Outcome.UNREADABLE
    if not calendars:
        return Outcome.UNREADABLE
    try:
        found = list(_spans(calendars, first, last))
    except Exception:  # noqa: BLE001 - the same
        return Outcome.UNREADABLE
    if len(found) > MOST_IMPORTED:
        return Outcome.TOO_MANY
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return Outcome.READ


def _spans(calendars: list[Any], first: datetime, last: datetime) -> Iterator[Taken]:
    """Week by week, so that a calendar that repeats without end is given up in time."""
    count = 0
    for calendar in calendars:
        events = recurring_ical_events.of(calendar)
        seen: set[Taken] = set()
        week = first
        while week < last and count <= MOST_IMPORTED:
            for event in events.between(week, min(week + STEP, last)):
                span = _span(event)
                if span is not None and span not in seen:
                    seen.add(span)
                    count += 1
                    yield span
            week += STEP


def _span(event: Any) -> Taken | None:
    """The time that an event takes; `None` for one that takes none."""
    if str(event.get("STATUS", "")).upper() in IGNORED_STATES:
        return None
    if str(event.get("TRANSP", "")).upper() == FREE:
        return None
    starts_at, ends_at = _moment(event.start), _moment(event.end)
    return Taken(starts_at, ends_at) if ends_at > starts_at else None


def _moment(value: date | datetime) -> datetime:
    """A whole day begins at London's midnight; a time without a zone is London's."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(0), tzinfo=LONDON)
    return value if value.tzinfo else value.replace(tzinfo=LONDON)


if __name__ == "__main__":
    sys.exit(main())
