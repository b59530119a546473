"""What a calendar program reads in an invitation, and what can never stand in one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from service.calendar.invitations import (
    ALARM,
    Entry,
    Method,
    serialise_feed,
    serialise_message,
)
from service.calendar.text import one_line

ENTRY = Entry(
    uid="0f8fad5b-d9cb-469f-a165-70867728950e",
    sequence=0,
    reference="7K4-QXP",
    starts_at=datetime(2026, 6, 9, 13, 0, tzinfo=UTC),
    ends_at=datetime(2026, 6, 9, 14, 30, tzinfo=UTC),
    link="https://accord.example/meetings/7d44",
    stamped_at=datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
    alarm=ALARM,
)

EVENT = """\
BEGIN:VEVENT
UID:0f8fad5b-d9cb-469f-a165-70867728950e
SEQUENCE:0
DTSTAMP:20260601T080000Z
DTSTART;TZID=Europe/London:20260609T140000
DTEND;TZID=Europe/London:20260609T153000
SUMMARY:Multi-agency meeting 7K4-QXP
LOCATION:Sign in to Accord to see the place
DESCRIPTION:OFFICIAL-SENSITIVE\\nhttps://accord.example/meetings/7d44
CLASS:CONFIDENTIAL
STATUS:CONFIRMED
TRANSP:OPAQUE
ORGANIZER;CN=Accord:mailto:meetings+t0ken@accord.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE:mailto:sam.hill@school.example
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:Multi-agency meeting 7K4-QXP
END:VALARM
END:VEVENT
"""

GOLDEN = f"""\
BEGIN:VCALENDAR
PRODID:-//Accord//Accord//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
{EVENT}END:VCALENDAR
"""


def as_on_the_wire(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def message(entry: Entry = ENTRY, method: Method = Method.REQUEST) -> bytes:
    return serialise_message(
        entry,
        method=method,
        organiser="meetings+t0ken@accord.example",
        recipient="sam.hill@school.example",
    )


def test_request_is_byte_for_byte_what_clients_were_tried_with() -> None:
    assert message() == as_on_the_wire(GOLDEN)


def test_cancellation_asks_for_no_answer_frees_the_time_and_rings_no_alarm() -> None:
    request = GOLDEN.replace("\n ", "")
    alarm = request[request.index("BEGIN:VALARM") : request.index("END:VEVENT")]
    expected = (
        request.replace("METHOD:REQUEST", "METHOD:CANCEL")
        .replace("SEQUENCE:0", "SEQUENCE:1")
        .replace("STATUS:CONFIRMED", "STATUS:CANCELLED")
        .replace("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")
        .replace(";PARTSTAT=NEEDS-ACTION;RSVP=TRUE", "")
        .replace(alarm, "")
    )
    cancelled = message(replace(ENTRY, sequence=1), Method.CANCEL)
    assert cancelled.replace(b"\r\n ", b"") == as_on_the_wire(expected)


hostile = st.text(max_size=80) | st.sampled_from(
    [
        "x\r\nATTENDEE:mailto:youth.justice@agency.example",
        "x\x0bATTACH:file:///etc/passwd",
        "x\u2028BEGIN:VALARM",
        "\u202egnp.exe",
        'a";X-ALT-DESC="b',
        "END:VEVENT\x85END:VCALENDAR",
    ]
)


@given(
    entry=st.builds(
        replace, st.just(ENTRY), uid=hostile, reference=hostile, link=hostile, place=hostile
    ),
    organiser=hostile,
    recipient=hostile,
)
def test_no_text_breaks_out_of_its_line(entry: Entry, organiser: str, recipient: str) -> None:
    written = serialise_message(
        entry, method=Method.REQUEST, organiser=organiser, recipient=recipient
    )
    assert shape(written) == shape(as_on_the_wire(GOLDEN))
    assert max(map(len, written.split(b"\r\n"))) <= 75
    (event,) = Calendar.from_ical(written).events
    assert event["SUMMARY"] == f"Multi-agency meeting {one_line(entry.reference)}"


def shape(written: bytes) -> list[str]:
    """The names of the lines, in order, as the strictest and the laxest reader split them."""
    for line in written.split(b"\r\n"):
        line.decode()  # no character is cut in two
    unfolded = written.decode().replace("\r\n ", "")
    strict = [line.split(":")[0].split(";")[0] for line in unfolded.split("\r\n")]
    assert strict == [line.split(":")[0].split(";")[0] for line in [*unfolded.splitlines(), ""]]
    return strict


def test_an_hour_that_comes_twice_is_written_in_universal_time() -> None:
    """Only a discussion that was held already can be there; nobody reads it an hour wrong."""
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    night = replace(ENTRY, starts_at=second, ends_at=second + timedelta(hours=2))
    written = serialise_feed([night])
    assert b"DTSTART:20261025T013000Z\r\nDTEND:20261025T033000Z\r\n" in written


def test_a_meeting_may_span_the_change_of_the_clocks() -> None:
    night = replace(
        ENTRY,
        starts_at=datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 3, 0, tzinfo=UTC),
    )
    (event,) = Calendar.from_ical(message(night)).events
    assert (event.start, event.end) == (night.starts_at, night.ends_at)


def test_a_feed_asks_nobody_to_answer() -> None:
    """Without METHOD, organiser and attendees there is nothing that a program could reply to."""
    written = serialise_feed([ENTRY, replace(ENTRY, cancelled=True)], refresh=timedelta(hours=1))
    assert b"METHOD" not in written
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT60M\r\nX-PUBLISHED-TTL:PT60M\r\n" in written
    calendar = Calendar.from_ical(written)
    assert [
        (event["STATUS"], set(event) & {"ORGANIZER", "ATTENDEE"}) for event in calendar.events
    ] == [
        ("CONFIRMED", set()),
        ("CANCELLED", set()),
    ]
