"""The one serialiser of calendar objects, for mail, feed and download alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from service.calendar.lines import address, text, written
from service.calendar.text import one_line
from service.calendar.zone import LONDON_ZONE, moment, span

MARKING = "OFFICIAL-SENSITIVE"
PRODUCT = "-//Accord//Accord//EN"
PLACE = "Sign in to Accord to see the place"
FILE_NAME = "meeting.ics"
ALARM = timedelta(minutes=15)
"""What calendar programs do by themselves; Outlook reminds of no invitation without an alarm."""


class Method(StrEnum):
    """What a reader is asked to do with the event (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event for one reader. Nothing else of a meeting can reach a calendar.

    `link` is a page that needs a sign-in; `stamped_at` is new for every message, and in a feed
    when the entry was last changed. `place` is empty unless the chair wants it in calendars;
    `alarm` is how long before the start. All moments are aware.
    """

    uid: str
    sequence: int
    reference: str
    starts_at: datetime
    ends_at: datetime
    link: str
    stamped_at: datetime
    cancelled: bool = False
    place: str = ""
    alarm: timedelta | None = None


def summary(reference: str) -> str:
    """The neutral title of a meeting, the same in every channel."""
    return f"Multi-agency meeting {one_line(reference)}"


def serialise_message(entry: Entry, *, method: Method, organiser: str, recipient: str) -> bytes:
    """What a mail asks of one recipient.

    `organiser` is the recipient's own unguessable address of the service, and the recipient the
    only attendee: nobody reads who else is asked.
    """
    cancelled = method is Method.CANCEL
    people = [f"ORGANIZER;CN=Accord:{address(organiser)}", _attendee(recipient, cancelled)]
    return _calendar([f"METHOD:{method.value}"], _event(entry, cancelled, people))


def serialise_feed(entries: Iterable[Entry], *, refresh: timedelta | None = None) -> bytes:
    """Entries to look at, with nobody to answer to: a feed when `refresh` is given, or a download.

    `refresh` is how often a subscriber should ask again.
    """
    heading = _subscription(refresh) if refresh else []
    return _calendar(
        heading, [line for entry in entries for line in _event(entry, entry.cancelled, [])]
    )


def _calendar(heading: list[str], events: list[str]) -> bytes:
    return written(
        [
            "BEGIN:VCALENDAR",
            f"PRODID:{PRODUCT}",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            *heading,
            *LONDON_ZONE,
            *events,
            "END:VCALENDAR",
        ]
    )


def _subscription(refresh: timedelta) -> list[str]:
    """Said twice: Outlook reads the old property, the others the one of RFC 7986."""
    every = f"PT{refresh // timedelta(minutes=1)}M"
    return [
        "X-WR-CALNAME:Accord",
        f"REFRESH-INTERVAL;VALUE=DURATION:{every}",
        f"X-PUBLISHED-TTL:{every}",
    ]


def _event(entry: Entry, cancelled: bool, people: list[str]) -> list[str]:  # noqa: FBT001
    return [
        "BEGIN:VEVENT",
        f"UID:{text(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{moment(entry.stamped_at)}",
        *span(entry.starts_at, entry.ends_at),
        f"SUMMARY:{text(summary(entry.reference))}",
        f"LOCATION:{text(entry.place).strip() or PLACE}",
        f"DESCRIPTION:{text(MARKING, entry.link)}",
        "CLASS:CONFIDENTIAL",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if cancelled else 'OPAQUE'}",
        *people,
        *([] if cancelled or entry.alarm is None else _alarm(entry, entry.alarm)),
        "END:VEVENT",
    ]


def _alarm(entry: Entry, before: timedelta) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-PT{before // timedelta(minutes=1)}M",
        f"DESCRIPTION:{text(summary(entry.reference))}",
        "END:VALARM",
    ]


def _attendee(recipient: str, cancelled: bool) -> str:  # noqa: FBT001
    answers = "" if cancelled else ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    return f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{answers}:{address(recipient)}"
