"""vobject, by way of dateutil's own expansion of the VTIMEZONE."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import vobject

from tests.calendar.oracles.reading import EventRead, Read


def read(calendars: Sequence[bytes]) -> list[Read]:
    """What vobject reads in each; fails where it refuses one."""
    return [_read(calendar) for calendar in calendars]


def _read(calendar: bytes) -> Read:
    parsed = vobject.readOne(calendar.decode())
    methods = parsed.contents.get("method", [])
    events = [_event(one) for one in parsed.contents.get("vevent", [])]
    return Read(methods[0].value if methods else None, events)


def _event(event: Any) -> EventRead:
    organisers = event.contents.get("organizer", [])
    return EventRead(
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        status=event.status.value,
        starts_at=event.dtstart.value.astimezone(UTC),
        ends_at=event.dtend.value.astimezone(UTC),
        summary=event.summary.value,
        location=event.location.value,
        description=event.description.value,
        organiser=organisers[0].value if organisers else None,
        attendees=[one.value for one in event.contents.get("attendee", [])],
        alarms=len(event.contents.get("valarm", [])),
    )
