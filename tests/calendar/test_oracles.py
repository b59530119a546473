"""Readers that share no code with us, or with one another, read what we meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.calendar.invitations import (
    MARKING,
    PLACE,
    Entry,
    Method,
    serialise_feed,
    serialise_message,
    summary,
)
from service.calendar.text import one_line
from tests.calendar.oracles import ORACLES, EventRead, Oracle, Read
from tests.calendar.oracles.libical import faults
from tests.calendar.samples import (
    FEED,
    NIGHT,
    ORGANISER,
    RECIPIENT,
    SHOWN,
    SPRING_FORWARD,
    SUMMER,
    WINTER,
    calendars,
)

MOST, EACH = 10, 60
"""Batches of generated objects, and how many in each: one start of Node reads a batch."""


def meant(entry: Entry, method: Method | None = None) -> EventRead:
    """What a reader must find of an entry; in a mail with a method, else in a feed."""
    cancelled = method is Method.CANCEL or (method is None and entry.cancelled)
    return EventRead(
        uid=entry.uid,
        sequence=entry.sequence,
        status="CANCELLED" if cancelled else "CONFIRMED",
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=summary(entry.reference),
        location=one_line(entry.place).strip() or PLACE,
        description=f"{MARKING}\n{entry.link}",
        organiser=f"mailto:{ORGANISER}" if method else None,
        attendees=[f"mailto:{RECIPIENT}"] if method else [],
        alarms=int(entry.alarm is not None and not cancelled),
    )


def mailed(entry: Entry, method: Method) -> tuple[bytes, Read]:
    written = serialise_message(entry, method=method, organiser=ORGANISER, recipient=RECIPIENT)
    return written, Read(method.value, [meant(entry, method)])


GOLDEN = {
    "request-summer.ics": Read("REQUEST", [meant(SUMMER, Method.REQUEST)]),
    "request-winter.ics": Read("REQUEST", [meant(WINTER, Method.REQUEST)]),
    "request-across-midnight.ics": Read("REQUEST", [meant(NIGHT, Method.REQUEST)]),
    "request-across-the-change-of-clocks.ics": Read(
        "REQUEST", [meant(SPRING_FORWARD, Method.REQUEST)]
    ),
    "request-place-shown.ics": Read("REQUEST", [meant(SHOWN, Method.REQUEST)]),
    "update.ics": Read("REQUEST", [meant(replace(WINTER, sequence=1), Method.REQUEST)]),
    "cancel.ics": Read("CANCEL", [meant(replace(WINTER, sequence=2), Method.CANCEL)]),
    "feed.ics": Read(None, [meant(entry) for entry in FEED]),
    "feed-empty.ics": Read(None, []),
    "download.ics": Read(None, [meant(SUMMER)]),
}
readers = pytest.mark.parametrize("oracle", ORACLES.values(), ids=ORACLES)


@readers
def test_every_sample_is_read_as_it_is_meant(oracle: Oracle) -> None:
    written = calendars()
    read = dict(zip(written, oracle(list(written.values())), strict=True))
    assert read == GOLDEN


_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_QUARTERS = int((datetime(2037, 12, 31, tzinfo=UTC) - _FIRST) / timedelta(minutes=15))
starts = st.integers(0, _QUARTERS).map(lambda count: _FIRST + count * timedelta(minutes=15))
places = st.text(max_size=120) | st.sampled_from(
    [
        "",
        "Room 2; by the lift, left\\right",
        "🚪" * 40,
        "ع" * 70,
        "x" * 73 + "é",
        " a\tb ",
        "\x1f Room 2 \x85",
    ]
)
entries = st.builds(
    lambda start, minutes, **rest: Entry(
        starts_at=start, ends_at=start + timedelta(minutes=minutes), **rest
    ),
    start=starts,
    minutes=st.integers(1, 48).map(lambda quarters: quarters * 15),
    uid=st.uuids().map(lambda uid: f"{uid}@accord"),
    sequence=st.integers(0, 2**31 - 1),
    reference=st.just("7K4-QXP"),
    link=st.just(SUMMER.link),
    stamped_at=starts,
    cancelled=st.booleans(),
    place=places.map(str.strip),
    alarm=st.none() | st.integers(1, 300).map(lambda minutes: timedelta(minutes=minutes)),
)


@settings(max_examples=MOST, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(entries, st.sampled_from(Method)), min_size=EACH, max_size=EACH))
def test_hundreds_of_others_are_read_as_they_are_meant(batch: list[tuple[Entry, Method]]) -> None:
    mails = [mailed(entry, method) for entry, method in batch]
    feed = [entry for entry, _ in batch]
    written = [*(one for one, _ in mails), serialise_feed(feed)]
    expected = [*(read for _, read in mails), Read(None, [meant(entry) for entry in feed])]
    for name, oracle in ORACLES.items():
        assert oracle(written) == expected, name


@pytest.mark.parametrize(
    ("taken", "given_instead"),
    [
        (b"DTSTAMP:20260303T140000Z\r\n", b""),
        (b"ORGANIZER;CN=Accord:mailto:meetings+t0ken@accord.example\r\n", b""),
        (b"UID:", b"X-ID:"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:1\r\n"),
    ],
)
def test_the_restriction_check_really_checks(taken: bytes, given_instead: bytes) -> None:
    sound = calendars()["request-summer.ics"]
    assert taken in sound
    assert faults(sound) == []
    assert faults(sound.replace(taken, given_instead)) != []
