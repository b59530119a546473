"""Messages that are built to take for ever are read, or told of, in bounded time."""

import time

import pytest

from planning.replies.rules import Unreadable, Why
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.limits import LARGEST
from service.mail.incoming.reports import Report
from service.mail.incoming.sorting import Said, sort
from service.mail.incoming.structure import DEEPEST, TooTangled, opened

SECONDS = 10
"""Of a slow and busy machine; each takes about one at most on an idle one."""
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def nested(levels: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(levels)
    )


BOMBS = {
    "nested": nested(20_000),
    "nested in messages": b"Content-Type: message/rfc822\r\n\r\n" * 40_000,
    "digest": b"Content-Type: multipart/digest; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 100_000,
    "deep and long": nested(DEEPEST) + b"a\r\n" * 340_000,
    "deep and dashes": nested(DEEPEST) + b"--\r\n" * 250_000,
    "parts": MIXED + b"--b\r\n\r\nx\r\n" * 100_000,
    "borders": MIXED + b"--b\r\n" * 200_000,
    "fields": b"a:\r\n" * 250_000,
    "fields of parts": MIXED + (b"--b\r\n" + b"a:\r\n" * 100 + b"\r\n") * 1900,
    "one field": b"Subject: " + b"x" * LARGEST,
    "folds": b"Subject: x\r\n" + b" y\r\n" * 250_000,
    "parameters": b"Content-Type: text/plain; " + b";a=b" * 250_000 + b"\r\n\r\nx",
    "continued": b"Content-Type: a/b" + b"".join(b";n*%d=b" % n for n in range(90_000)),
    "descriptions": b"Content-Type: a/b\r\n" * 50_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?=C3?= " * 60_000 + b"\r\n\r\nx",
    "author": b"From: " + b'"' * 500_000 + b"\r\n\r\nx",
    "authors": b"From: a@b, " * 90_000 + b"\r\n\r\nx",
    "results": b"Authentication-Results: mx; " + b"(" * 900_000 + b"\r\n\r\nx",
    "base64": b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"PDxhPGI8\r\n" * 90_000,
    "quoted": b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    + b"=3C=" * 250_000,
    "tags": b"Content-Type: text/html\r\n\r\n" + b"<!--<style>&#" * 80_000,
    "calendar": b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + b"BEGIN:VEVENT\r\n" * 70_000,
    "calendar lines": b"Content-Type: text/calendar; method=REPLY\r\n\r\nMETHOD" + b";" * 900_000,
    "punycode": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 500_000,
    "report": b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: x\r\n\r\n" * 70_000,
    "nothing": b"\x00" * LARGEST,
    "line ends": b"\r" * LARGEST,
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("box", Box)
def test_time_is_bounded(name: str, box: Box) -> None:
    raw = BOMBS[name][:LARGEST]
    started = time.process_time()
    sort(raw, box=box, envelope_from="", trusted=Trusted("mx", 1))
    assert time.process_time() - started < SECONDS


def test_what_is_not_opened_goes_before_a_person() -> None:
    with pytest.raises(TooTangled):
        opened(nested(DEEPEST + 1))
    for box, expected in (
        (Box.MEETINGS, Said(Unreadable(Why.UNREADABLE), "a@b.example", is_confirmed=False)),
        (Box.BOUNCES, Report("", failed=True)),
    ):
        found = sort(
            b"From: a@b.example\r\n" + nested(DEEPEST + 1),
            box=box,
            envelope_from="x@y.example",
            trusted=Trusted("mx", 1),
        )
        assert found == expected


def test_what_real_programs_write_is_opened() -> None:
    assert opened(nested(DEEPEST)).get_content_type() == "multipart/mixed"
