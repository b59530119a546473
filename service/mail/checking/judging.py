"""What became of a test message on its way back to us, and whether it would have been believed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.mail.checking.findings import Finding, good, note, wrong
from service.mail.incoming.authentication import (
    LONGEST,
    NAMELESS,
    Trusted,
    Verdict,
    is_confirmed,
    parse,
)
from service.mail.incoming.headers import Header, header_of
from service.mail.incoming.structure import Part, TooTangled, content_of, opened, parts_of

TNEF = "application/ms-tnef"
_ODD = re.compile(r"[^a-z0-9._-]")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """One line of Authentication-Results; `below` says how many Received lines stand over it."""

    name: str
    below: int
    verdicts: Sequence[Verdict]

    @property
    def called(self) -> str:
        """The name as a terminal may show it: anybody can have written the line."""
        if self.name == NAMELESS:
            return "a server that gives no name"
        return _ODD.sub("?", self.name)[:_LONGEST_NAME]


def stamps_of(header: Header) -> list[Stamp]:
    """All of them, whoever wrote them, the topmost first."""
    found: list[Stamp] = []
    below = 0
    for field in header.fields:
        if field.name == "received":
            below += 1
        elif field.name == "authentication-results" and len(field.value) <= LONGEST:
            name, verdicts = parse(field.value)
            found.append(Stamp(name or NAMELESS, below, verdicts))
    return found


def trust_finding(raw: bytes, trusted: Trusted) -> Finding:
    """Whether the sender is believed with the present settings, and if not, what to set."""
    header = header_of(raw)
    if is_confirmed(header, trusted):
        return good(f"Its sender is believed, by the word of {trusted.authserv}.")
    stamps = stamps_of(header)
    if not stamps:
        return note(
            "It has no Authentication-Results. Many servers write none on mail from their own "
            "network, so answers from outside may have them.",
            "Let somebody elsewhere answer an invitation, then run this again: it looks at the "
            "last answers. If those have none either, have the mail server write them.",
        )
    wanted = [stamp for stamp in stamps if stamp.name == trusted.authserv.lower()]
    if not wanted:
        return _unknown_name(stamps, trusted)
    first = wanted[0]
    if first.below > trusted.hops:
        return wrong(
            f"{trusted.authserv} wrote its Authentication-Results below {first.below} Received "
            f"lines, and only {trusted.hops} count as your own.",
            f"Set ACCORD_RECEIVE_HOPS={first.below}, if your own servers wrote all of those.",
        )
    return note(
        f"{trusted.authserv} does not confirm our own sender: {_told(first)}.",
        "Answers of others are judged by their own domains. For ours, see SPF, DKIM and DMARC.",
    )


def _unknown_name(stamps: Sequence[Stamp], trusted: Trusted) -> Finding:
    nearest = stamps[0]
    names = " and ".join(dict.fromkeys(stamp.called for stamp in stamps))
    nameless = nearest.name == NAMELESS
    set_to = f"Set ACCORD_RECEIVE_AUTHSERV={NAMELESS if nameless else nearest.called}"
    if nearest.below > trusted.hops:
        set_to += f" and ACCORD_RECEIVE_HOPS={nearest.below}"
    if nameless:
        set_to += ", if your mail server removes such lines from all mail that it takes."
    else:
        set_to += ", if that is your own mail server."
    present = trusted.authserv or "empty, so a person looks at every answer"
    return wrong(
        f"Its Authentication-Results are by {names}; ACCORD_RECEIVE_AUTHSERV is {present}.", set_to
    )


def _told(stamp: Stamp) -> str:
    return ", ".join(f"{one.method}={one.result}" for one in stamp.verdicts) or "it found nothing"


def whole_findings(raw: bytes, sent: bytes) -> list[Finding]:
    """Whether the parts of a message came as they left."""
    try:
        came, left = opened(raw), opened(sent)
    except TooTangled:
        return [
            wrong("It came back so changed that it cannot be read.", "Look at what changes it.")
        ]
    kinds = [part.get_content_type() for part in parts_of(came)]
    if TNEF in kinds:
        return [tnef_finding("It came back as winmail.dat, which nobody but Outlook can read.")]
    if "text/calendar" not in kinds:
        return [
            wrong(
                "It came back without its calendar part, so no answer can be read.",
                "Look for a filter or gateway that removes calendars or attachments.",
            )
        ]
    changed = [
        kind for kind in ("text/plain", "text/calendar") if _of(came, kind) != _of(left, kind)
    ]
    if changed:
        return [
            note(
                f"Something on the way changed its {' and '.join(changed)}, as footers do.",
                "Exempt mail to and from Accord's domain: a changed mail loses its signature.",
            )
        ]
    return [good("It came back whole, with its calendar.")]


def tnef_finding(words: str) -> Finding:
    """Exchange wraps mail like this for domains that it takes for Exchange's."""
    return wrong(
        words,
        "In Exchange, make a remote domain for Accord's mail domain and turn TNEF off: "
        "Set-RemoteDomain … -TNEFEnabled $false.",
    )


def _of(message: Part, kind: str) -> list[bytes]:
    """The contents of that kind; how lines end and whether the last one does is nobody's change."""
    return [
        b"\n".join(content_of(part).split()).strip()
        for part in parts_of(message)
        if part.get_content_type() == kind
    ]
