"""What a calendar program reads in an invitation, and what can never stand in one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from planning.errors import Blocker, Invalid
from service.calendar.invitations import Invitation, Method, serialise
from service.calendar.text import one_line

INVITATION = Invitation(
    method=Method.REQUEST,
    uid="0f8fad5b-d9cb-469f-a165-70867728950e",
    sequence=0,
    reference="7K4-QXP",
    starts_at=datetime(2026, 6, 9, 13, 0, tzinfo=UTC),
    ends_at=datetime(2026, 6, 9, 14, 30, tzinfo=UTC),
    organiser="meetings+t0ken@accord.example",
    recipient="sam.hill@school.example",
    link="https://accord.example/meetings/7d44",
    stamped_at=datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
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
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP
 =TRUE:mailto:sam.hill@school.example
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


def test_request_is_byte_for_byte_what_clients_were_tried_with() -> None:
    assert serialise(INVITATION) == as_on_the_wire(GOLDEN)


def test_cancellation_differs_only_in_method_sequence_status_and_the_time_it_frees() -> None:
    expected = (
        GOLDEN.replace("METHOD:REQUEST", "METHOD:CANCEL")
        .replace("SEQUENCE:0", "SEQUENCE:1")
        .replace("STATUS:CONFIRMED", "STATUS:CANCELLED")
        .replace("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")
    )
    cancelled = replace(INVITATION, method=Method.CANCEL, sequence=1)
    assert serialise(cancelled) == as_on_the_wire(expected)


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


@given(uid=hostile, reference=hostile, organiser=hostile, recipient=hostile, link=hostile)
def test_no_text_breaks_out_of_its_line(
    uid: str, reference: str, organiser: str, recipient: str, link: str
) -> None:
    written = serialise(
        replace(
            INVITATION,
            uid=uid,
            reference=reference,
            organiser=organiser,
            recipient=recipient,
            link=link,
        )
    )
    assert shape(written) == shape(as_on_the_wire(GOLDEN))
    (event,) = Calendar.from_ical(written).events
    assert event["SUMMARY"] == f"Multi-agency meeting {one_line(reference)}"


def shape(written: bytes) -> list[str]:
    """The names of the lines, in order, as the strictest and the laxest reader split them."""
    unfolded = written.decode().replace("\r\n ", "")
    strict = [line.split(":")[0].split(";")[0] for line in unfolded.split("\r\n")]
    assert strict == [line.split(":")[0].split(";")[0] for line in [*unfolded.splitlines(), ""]]
    return strict


@pytest.mark.parametrize(
    "moment", [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
)
def test_start_and_end_in_the_repeated_hour_are_refused_together(moment: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        serialise(replace(INVITATION, starts_at=moment, ends_at=moment))
    advice = "Choose a time before 1am or from 2am."
    twice = "in the hour that happens twice when the clocks go back."
    assert refused.value.blockers == (
        Blocker(f"The meeting starts {twice} {advice}", "starts_at"),
        Blocker(f"The meeting ends {twice} {advice}", "ends_at"),
    )


def test_a_meeting_may_span_the_change_of_the_clocks() -> None:
    night = replace(
        INVITATION,
        starts_at=datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 3, 0, tzinfo=UTC),
    )
    (event,) = Calendar.from_ical(serialise(night)).events
    assert (event.start, event.end) == (night.starts_at, night.ends_at)
