"""Mail that nobody should send: sound messages, damaged by a number, the same for the same number.

`message(n)` is one of endlessly many; the server's own judgement stands on top and says that the
sender is not confirmed, so nothing in here may ever be applied by itself.
"""

from collections.abc import Callable
from random import Random

from tests.mail.incoming.mails import (
    AWAY,
    EXIM,
    LATE,
    QMAIL,
    RECEIPT,
    calendar,
    from_server,
    mail,
    status,
)

UNCONFIRMED = "dmarc=fail header.from=school.example"
_FORGED = b"Authentication-Results: mx.northborough.example; dmarc=pass header.from=school.example"
_HOSTILE = (
    b"\r\n", b"\n", b"\r", b"\x00", b"\xff\xfe", b"--b\r\n", b"--b--\r\n", b"\r\n\r\n", b".",
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Type: text/plain; charset=utf-7\r\n", b"Content-Type: text/html; charset*0*=''%FF",
    b"Content-Disposition: attachment; filename*=idna''%00.ics\r\n", b"=?utf-8?b?//8=?=",
    b"=?x?q?=?=", b"BEGIN:VCALENDAR\r\n", b"END:VEVENT\r\n", b"RRULE:FREQ=SECONDLY\r\n",
    b"METHOD:COUNTER\r\n", b"METHOD:REPLY\r\n", b"DTSTART;TZID=Nowhere:20260329T013000\r\n",
    b"SEQUENCE:99999999999999999999\r\n", b"SEQUENCE:-1\r\n", b"ATTENDEE:mailto:x@y.example\r\n",
    b"DTSTAMP:00000000T000000Z\r\n", b"From: chief@school.example\r\n", b"\r" + _FORGED + b"\r\n",
    b"\n" + _FORGED + b"\r\n", _FORGED + b"\r\n", b"Received: from x\r\n", b"Status: 4.0.0\r\n",
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"&#99999999;", b"<!--", b"<style>", b"(" * 500, b'"' * 500,
    b"\t " * 500, b"a" * 20_000,
)  # fmt: skip


def _bases() -> list[bytes]:
    answers = [
        calendar(method=method, answer=answer)
        for method in ("REPLY", "COUNTER", "REQUEST", "CANCEL", "REFRESH", "DECLINECOUNTER")
        for answer in ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "NEEDS-ACTION")
    ]
    mails = [mail("Yes", invite=answer, attach=answer) for answer in answers]
    words = [mail("I am late\n> quoted"), mail("", html="<p>Late &amp; sorry</p>"), mail("a\x0bb")]
    plain = [one.as_bytes() for one in mails + words]
    return [
        *plain,
        status(),
        status(action="delayed", code="4.4.1"),
        QMAIL,
        EXIM,
        LATE,
        RECEIPT,
        AWAY,
    ]


BASES = _bases()


def message(number: int) -> bytes:
    """One damaged message, as the organisation's server hands it in."""
    chance = Random(number)
    raw = chance.choice(BASES)
    for _ in range(chance.randrange(7)):
        raw = damaged(raw, chance)
    return from_server(mail(""), UNCONFIRMED).partition(b"From:")[0] + raw


def damaged(raw: bytes, chance: Random) -> bytes:
    """One thing done to a message."""
    return chance.choice(_DAMAGES)(raw, chance)[:400_000]


def _insert(raw: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + chance.choice(_HOSTILE) * chance.choice((1, 1, 1, 2, 50)) + raw[place:]


def _insert_a_line(raw: bytes, chance: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(_HOSTILE))
    return b"".join(lines)


def _cut(raw: bytes, chance: Random) -> bytes:
    first, last = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return raw[:first] + raw[last:]


def _end(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _flip(raw: bytes, chance: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randrange(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _repeat(raw: bytes, chance: Random) -> bytes:
    first, last = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return raw[:last] + raw[first:last] * chance.choice((1, 2, 20)) + raw[last:]


def _shuffle(raw: bytes, chance: Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _swap(raw: bytes, chance: Random) -> bytes:
    lines = chance.choice(BASES).splitlines(keepends=True)
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + b"".join(chance.sample(lines, min(5, len(lines)))) + raw[place:]


def _line_ends(raw: bytes, chance: Random) -> bytes:
    return raw.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))


def _nest(raw: bytes, chance: Random) -> bytes:
    border = b"n%d" % chance.randrange(10_000)
    return (
        b"From: sam.hill@school.example\r\nContent-Type: multipart/mixed; boundary=%b\r\n\r\n"
        b"--%b\r\n%b\r\n--%b--\r\n" % (border, border, raw, border)
    )


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _insert, _insert, _insert_a_line, _insert_a_line, _cut, _end, _flip, _repeat, _shuffle, _swap,
    _line_ends, _nest,
)  # fmt: skip
