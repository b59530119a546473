"""Whatever the bytes: an answer within a tenth of a second, in little memory, and no exception."""

import time
import tracemalloc
from collections.abc import Iterable
from itertools import islice

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planning.replies.rules import LARGEST, Applied, Reply, Sender, Unreadable, Why, decide
from service.calendar.replies import read_reply
from tests.calendar.corpus import INVITATION, ROBIN, messages
from tests.calendar.fuzz import endless, fuzzed
from tests.factories import NOW

SECONDS, BYTES = 0.1, 24 * 1024 * 1024
"""Of computing for one message, and of memory beside it."""


def event(*lines: str, around: Iterable[str] = ()) -> bytes:
    """A reply with these lines in its event, and these beside it."""
    written = [
        "BEGIN:VCALENDAR",
        "METHOD:COUNTER",
        *around,
        "BEGIN:VEVENT",
        f"UID:{INVITATION.uid}",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(written).encode()


def filled(before: str, repeated: str, after: str = "") -> str:
    """A line as long as it fits."""
    times = (LARGEST - 400 - len(before) - len(after)) // len(repeated.encode())
    return before + repeated * times + after


BOMBS = {
    "nothing": b"",
    "zeros": b"\0" * LARGEST,
    "nesting": b"BEGIN:VEVENT\n" * (LARGEST // 13),
    "nesting that ends": b"BEGIN:A\n" * 4000 + b"END:A\n" * 4000,
    "one folded line": event(filled("COMMENT:", "x\r\n ")),
    "one line": event(filled("COMMENT:", "x")),
    "nothing but folds": b"\n " * (LARGEST // 2),
    "line breaks": b"\r" * LARGEST,
    "properties": event(*["X:"] * 15_000),
    "attendees": event(*["ATTENDEE:a@b"] * 4500),
    "parameters": event(filled("ATTENDEE", ";A=b", ":mailto:a@b")),
    "values of a parameter": event(filled("ATTENDEE;A=", "b,", ":mailto:a@b")),
    "quotes": event(filled("ATTENDEE;A=", '"', ":mailto:a@b")),
    "an open quote": event(filled('ATTENDEE;A="', "x")),
    "escapes": event(filled("COMMENT:", "\\")),
    "carets": event(filled("ATTENDEE;X-RESPONSE-COMMENT=", "^", ":mailto:a@b")),
    "entities": event(filled('ATTENDEE;X-RESPONSE-COMMENT="', "&amp", '":mailto:a@b')),
    "an entity": event(filled('ATTENDEE;X-RESPONSE-COMMENT="&#', "9", ';":mailto:a@b')),
    "a number": event(filled("SEQUENCE:", "9")),
    "a stamp": event(filled("DTSTAMP:", "2")),
    "a length": event("DTSTART:20260304T100000Z", filled("DURATION:P", "9", "W")),
    "a zone's name": event(filled("DTSTART;TZID=", "a/", ":20260304T100000")),
    "a zone outside": event("DTSTART;TZID=../../../../etc/passwd:20260304T100000"),
    "zones": event(
        "DTSTART;TZID=Z:20260304T100000",
        around=["BEGIN:VTIMEZONE", "TZID:Z", "END:VTIMEZONE"] * 600,
    ),
    "changes of a zone": event(
        "DTSTART;TZID=Z:20260304T100000",
        around=[
            "BEGIN:VTIMEZONE",
            "TZID:Z",
            *["BEGIN:STANDARD", "DTSTART:20000101T000000", "END:STANDARD"] * 600,
            "END:VTIMEZONE",
        ],
    ),
    "a zone that changes each second": event(
        "DTSTART;TZID=Z:20260304T100000",
        around=[
            "BEGIN:VTIMEZONE",
            "TZID:Z",
            "BEGIN:STANDARD",
            "DTSTART:00010101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0100",
            "RRULE:FREQ=SECONDLY",
            "END:STANDARD",
            "END:VTIMEZONE",
        ],
    ),
    "a rule": event(filled("RRULE:FREQ=SECONDLY;BYSECOND=", "1,")),
    "addresses": event(filled("ATTENDEE:mailto:", "a@b,")),
    "letters beyond the first plane": event(filled("COMMENT:", "\U0001f600")),
    "marks of direction": event(filled("COMMENT:", "\u202e\u2066")),
    "a name": event(filled("X-", "A")),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_no_time_and_little_memory(name: str) -> None:
    content = BOMBS[name]
    assert len(content) <= LARGEST
    found, took = read_reply(content), []
    for _ in range(3):
        begun = time.process_time()
        assert read_reply(content) == found
        took.append(time.process_time() - begun)
    assert min(took) < SECONDS
    tracemalloc.start()
    assert read_reply(content) == found
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < BYTES
    sender = Sender(ROBIN, authenticated=True)
    decision = decide(found, sender, INVITATION, received_at=NOW)
    assert not isinstance(decision, Applied)


def test_what_is_larger_is_not_looked_at() -> None:
    assert read_reply(b"x" * (LARGEST + 1)) == Unreadable(Why.TOO_LARGE)


@given(st.binary(max_size=400))
@example(b"\xff\xfeB")
@example(b"BEGIN")
@example(b"A;")
@example(b"A;B")
@example(b"A;B=")
@example(b"A;B=:\nEND:")
def test_any_bytes_are_read(content: bytes) -> None:
    assert isinstance(read_reply(content), Reply | Unreadable)


NAMES = ["DTSTART", "DTEND", "DURATION", "DTSTAMP", "SEQUENCE", "UID", "ATTENDEE", "COMMENT"]
CLOCK = st.text("0123456789TZ", min_size=8, max_size=17)
LINES = st.builds(
    "{}{}:{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(["", ";TZID=Europe/London", ";TZID=Z", ";VALUE=DATE", ";PARTSTAT=ACCEPTED"]),
    CLOCK | st.text(max_size=20) | st.sampled_from(["PT1H", "1", "20260304T100000Z"]),
)
ZONES = st.builds(
    lambda starts, rule, offset: [
        "BEGIN:VTIMEZONE",
        "TZID:Z",
        "BEGIN:DAYLIGHT",
        f"DTSTART:{starts}",
        "TZOFFSETFROM:+0000",
        f"TZOFFSETTO:{offset}",
        f"RRULE:{rule}",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ],
    CLOCK | st.sampled_from(["16010101T020000", "99991231T235959"]),
    st.sampled_from(["", "FREQ=YEARLY;BYMONTH=2;BYDAY=5MO", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"]),
    st.sampled_from(["+0100", "-2359", "+2400", "+9999", "", "+0000"]),
)


@given(st.lists(LINES, max_size=8), ZONES)
@settings(max_examples=300)
def test_any_values_are_read(lines: list[str], zone: list[str]) -> None:
    assert isinstance(read_reply(event(*lines, around=zone)), Reply | Unreadable)


def test_damaged_replies_are_read_and_none_is_applied_that_says_no_such_thing() -> None:
    for content in islice(endless(), 500):
        found = read_reply(content)
        sender = Sender(ROBIN, authenticated=True)
        decision = decide(found, sender, INVITATION, received_at=NOW)
        if isinstance(decision, Applied):
            text = plain(content)
            assert text.count("begin:vevent") == text.count("partstat=") == 1
            assert f"partstat={decision.answer}" in text
            assert f"uid:{INVITATION.uid}" in text
            assert "\nrrule" not in text.partition("begin:vevent")[2].partition("end:vevent")[0]


def plain(content: bytes) -> str:
    """Unfolded and in small letters, by other means than the reader's."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    if encoding == "utf-8" and b"\0" in content[:2]:
        encoding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    text = content.decode(encoding, "ignore").replace("\0", "")
    return (
        "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        .replace("\n ", "")
        .replace("\n\t", "")
        .lower()
    )


def test_a_damaged_reply_can_be_made_again() -> None:
    assert [*islice(endless(20), 3)] == [fuzzed(number) for number in (20, 21, 22)]


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")
def test_another_parser_reads_the_same_in_what_it_can_read() -> None:
    compared = 0
    for message in messages():
        found = message.read()
        theirs = _by_icalendar(message.calendar()[0])
        if isinstance(found, Reply) and theirs is not None:
            assert (found.uid, found.sequence, found.stamped_at) == theirs
            compared += 1
    assert compared >= 70


def _by_icalendar(content: bytes) -> tuple[object, ...] | None:
    try:
        calendar = icalendar.Calendar.from_ical(content)
        (found,) = calendar.walk("VEVENT")
        stamp = found.get("DTSTAMP")
        return (
            str(found.get("UID", "")),
            int(found.get("SEQUENCE", 0)),
            stamp.dt.replace(tzinfo=stamp.dt.tzinfo or NOW.tzinfo) if stamp else None,
        )
    except (ValueError, IndexError, KeyError, AttributeError, TypeError):
        return None
