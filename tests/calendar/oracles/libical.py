"""Debian's libical: reads a calendar object, and checks it against the tables of RFC 5546."""

import ctypes
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from tests.calendar.oracles.reading import EventRead, Read

LIBRARY = "libical.so.3"
_PARTS = ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")


class _Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = (*((part, ctypes.c_int) for part in _PARTS), ("zone", ctypes.c_void_p))


_POINTER, _TEXT, _NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "icalparser_parse_string": (_POINTER, (_TEXT,)),
    "icalrestriction_check": (_NUMBER, (_POINTER,)),
    "icalcomponent_count_errors": (_NUMBER, (_POINTER,)),
    "icalcomponent_as_ical_string": (_TEXT, (_POINTER,)),
    "icalcomponent_free": (None, (_POINTER,)),
    "icalcomponent_string_to_kind": (_NUMBER, (_TEXT,)),
    "icalcomponent_count_components": (_NUMBER, (_POINTER, _NUMBER)),
    "icalcomponent_get_first_component": (_POINTER, (_POINTER, _NUMBER)),
    "icalcomponent_get_next_component": (_POINTER, (_POINTER, _NUMBER)),
    "icalcomponent_get_dtstart": (_Time, (_POINTER,)),
    "icalcomponent_get_dtend": (_Time, (_POINTER,)),
    "icalcomponent_get_summary": (_TEXT, (_POINTER,)),
    "icalcomponent_get_location": (_TEXT, (_POINTER,)),
    "icalcomponent_get_description": (_TEXT, (_POINTER,)),
    "icaltime_as_timet_with_zone": (ctypes.c_long, (_Time, _POINTER)),
    "icalproperty_string_to_kind": (_NUMBER, (_TEXT,)),
    "icalcomponent_get_first_property": (_POINTER, (_POINTER, _NUMBER)),
    "icalcomponent_get_next_property": (_POINTER, (_POINTER, _NUMBER)),
    "icalproperty_get_value_as_string": (_TEXT, (_POINTER,)),
}


def read(calendars: Sequence[bytes]) -> list[Read]:
    """What libical reads in each; fails where its restriction check finds fault."""
    return [_read(calendar) for calendar in calendars]


@cache
def _library() -> Any:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise AssertionError(
            f"{LIBRARY} is missing: run `make test`, or install libical3 (Debian's name)"
        ) from error
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def faults(calendar: bytes) -> list[str]:
    """What the restriction check and the parser say against it."""
    library = _library()
    parsed = library.icalparser_parse_string(calendar)
    try:
        if library.icalrestriction_check(parsed) and not library.icalcomponent_count_errors(parsed):
            return []
        written = library.icalcomponent_as_ical_string(parsed).decode()
    finally:
        library.icalcomponent_free(parsed)
    unfolded = written.replace("\r\n ", "").split("\r\n")
    return [line for line in unfolded if line.startswith("X-LIC-ERROR")] or ["not valid"]


def _read(calendar: bytes) -> Read:
    assert faults(calendar) == [], calendar.decode()
    library = _library()
    parsed = library.icalparser_parse_string(calendar)
    try:
        methods = _values(parsed, b"METHOD")
        return Read(methods[0] if methods else None, [_event(one) for one in _events(parsed)])
    finally:
        library.icalcomponent_free(parsed)


def _events(calendar: int) -> Iterator[int]:
    library = _library()
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    found = library.icalcomponent_get_first_component(calendar, kind)
    while found:
        yield found
        found = library.icalcomponent_get_next_component(calendar, kind)


def _event(event: int) -> EventRead:
    library = _library()
    (uid,), (sequence,), (status,) = (
        _values(event, name) for name in (b"UID", b"SEQUENCE", b"STATUS")
    )
    organisers = _values(event, b"ORGANIZER")
    return EventRead(
        uid=uid,
        sequence=int(sequence),
        status=status,
        starts_at=_moment(library.icalcomponent_get_dtstart(event)),
        ends_at=_moment(library.icalcomponent_get_dtend(event)),
        summary=library.icalcomponent_get_summary(event).decode(),
        location=library.icalcomponent_get_location(event).decode(),
        description=library.icalcomponent_get_description(event).decode(),
        organiser=organisers[0] if organisers else None,
        attendees=_values(event, b"ATTENDEE"),
        alarms=library.icalcomponent_count_components(
            event, library.icalcomponent_string_to_kind(b"VALARM")
        ),
    )


def _values(component: int, name: bytes) -> list[str]:
    library = _library()
    kind = library.icalproperty_string_to_kind(name)
    found, values = library.icalcomponent_get_first_property(component, kind), []
    while found:
        values.append(library.icalproperty_get_value_as_string(found).decode())
        found = library.icalcomponent_get_next_property(component, kind)
    return values


def _moment(time: _Time) -> datetime:
    seconds = _library().icaltime_as_timet_with_zone(time, time.zone)
    return datetime.fromtimestamp(seconds, UTC)
