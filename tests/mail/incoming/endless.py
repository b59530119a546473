"""Whole e-mails without end: what clients write, damaged by a number, and what our server said.

The same number gives the same mail. `posted` hides real answers among forged ones, so that some
are to be applied and most are not.
"""

from base64 import encodebytes
from collections.abc import Callable
from dataclasses import dataclass
from quopri import encodestring
from random import Random

from tests.calendar import fuzz
from tests.calendar.corpus import INVITATION as OF_CORPUS
from tests.calendar.corpus import ROBIN, messages
from tests.mail.incoming.corpus import BASES, damaged
from tests.mail.incoming.mails import NAME

ELSEWHERE = "evil.example"
SOUND = [one.calendar()[0] for one in messages() if one.becomes.startswith("applied")]
_Code = Callable[[bytes], bytes]
_CODES: tuple[tuple[bytes, _Code], ...] = (
    (b"8bit", bytes),
    (b"base64", encodebytes),
    (b"quoted-printable", encodestring),
    (b"base64", bytes),
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose invitation a mail is posted to."""

    uid: str
    email: str
    sequence: int

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


ROBINS = Invited(OF_CORPUS.uid, ROBIN, OF_CORPUS.sequence)


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail as our server hands it in, and the domain whose sender it confirmed; "" for none."""

    raw: bytes
    confirmed: str


def posted(number: int, invited: Invited = ROBINS) -> Posted:
    """The mail of that number to an invitation."""
    chance = Random(number)
    letter = _letter(number, invited, chance) if chance.random() < 0.7 else chance.choice(BASES)
    for _ in range(chance.choice((0, 0, 0, 1, 2, 5))):
        letter = damaged(letter, chance)
    confirmed = chance.choice((invited.domain, invited.domain, invited.domain, ELSEWHERE, ""))
    return Posted(_judged(confirmed, invited, chance) + letter[:400_000], confirmed)


def _judged(confirmed: str, invited: Invited, chance: Random) -> bytes:
    """What the server wrote on top, with forgeries of it below its own Received line."""
    if confirmed:
        words = f"{NAME}; dmarc=pass header.from={confirmed}"
    else:
        words = chance.choice(
            (
                f"{NAME}; dmarc=fail header.from={invited.domain}",
                f"{NAME}; none",
                f"{NAME}; spf=pass smtp.mailfrom={ELSEWHERE}; dmarc=none",
                f"{NAME}; dmarc=fail (dmarc=pass) header.from={invited.domain}",
                f'{NAME}; spf=pass smtp.mailfrom="a dmarc=pass header.from={invited.domain}"@x.y',
                f"{NAME}; dkim=pass header.d={ELSEWHERE} header.i=@{invited.domain}.{ELSEWHERE}",
            )
        )
    forged = f"dmarc=pass header.from={invited.domain}"
    below = chance.choice(
        (
            "",
            f"Authentication-Results: {NAME}; {forged}\r\n",
            f"authentication-results:\r\n {NAME.upper()} (x);\r\n {forged}\r\n",
            f"Authentication-Results: {NAME} 1; {forged}\r\nReceived: from x by {NAME}; now\r\n",
            f"X: y\rAuthentication-Results: {NAME}; {forged}\r\n",
        )
    )
    own = f"Authentication-Results: {words}\r\nReceived: from a by {NAME}; now\r\n"
    return f"{own}{below}".encode()


def _letter(number: int, invited: Invited, chance: Random) -> bytes:
    calendar = fuzz.fuzzed(number) if chance.random() < 0.5 else chance.choice(SOUND)
    for ours, theirs in (
        (OF_CORPUS.uid, invited.uid),
        (ROBIN, invited.email),
        (f"SEQUENCE:{OF_CORPUS.sequence}", f"SEQUENCE:{invited.sequence}"),
    ):
        calendar = calendar.replace(ours.encode(), theirs.encode())
    name, encode = chance.choice(_CODES)
    method = chance.choice((b"REPLY", b"REPLY", b"REPLY", b"COUNTER", b"reply", b"", b"PUBLISH"))
    return (
        b"From: %b\r\nSubject: Accepted: Meeting\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n%b\r\n--b\r\n"
        b"Content-Type: text/calendar; method=%b; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: %b\r\n\r\n%b\r\n--b--\r\n"
    ) % (
        _author(invited, chance).encode(),
        chance.choice((b"", b"I will come.", b"BEGIN:VCALENDAR", b"--b")),
        method,
        name,
        encode(calendar),
    )


def _author(invited: Invited, chance: Random) -> str:
    own = invited.email
    if chance.random() < 0.6:
        return chance.choice((own, f"Robin Hale <{own}>", f'"Hale, Robin" <{own.upper()}>'))
    return chance.choice(
        (
            f"colleague@{invited.domain}",
            f"Robin Hale <robin@{ELSEWHERE}>",
            f'"{own}" <robin@{ELSEWHERE}>',
            f"{own} <robin@{ELSEWHERE}>",
            f"{own}, robin@{ELSEWHERE}",
            f"robin@{ELSEWHERE}, {own}",
            f"Team: {own}, robin@{ELSEWHERE};",
            f"=?utf-8?q?{own.replace('@', '=40')}?= <robin@{ELSEWHERE}>",
            f"<@{ELSEWHERE}:{own}>",
            f"{own}\r\nFrom: robin@{ELSEWHERE}",
            f"({own}) robin@{ELSEWHERE}",
            f'"x\\" <{own}>" <robin@{ELSEWHERE}>',
            f"robin@{ELSEWHERE}\r\n\t<{own}>",
            "",
        )
    )
