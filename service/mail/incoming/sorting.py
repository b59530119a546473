"""Tells answers, bounces, receipts, a mailbox's own words and a person's apart, by content.

A calendar reply may carry `Auto-Submitted` and come from nobody, as a bounce does: what is in it
counts first (design: calendar, In).
"""

import re
from dataclasses import dataclass

from planning.replies.rules import Incoming, Unreadable, Why, Words
from service.calendar.replies import read_reply
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted, is_confirmed
from service.mail.incoming.headers import any_author, author_of, header_of
from service.mail.incoming.reports import Report, is_read_receipt, own_words, status_report
from service.mail.incoming.structure import Part, TooTangled, opened, parts_of, text_of
from service.mail.incoming.words import words_of

_OURS = {"REQUEST", "PUBLISH", "CANCEL"}
"""What only we send: an invitation that somebody sends back says nothing."""
_METHOD = re.compile(rb"(?im)^METHOD(?:;[^:\r\n]*)?:[ \t]*([A-Z-]{1,40})[ \t]*\r?$")
_CALENDARS = {"text/calendar", "application/ics", "text/x-vcalendar"}
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatic (?:reply|response)|auto[- ]?reply|auto:|out of (?:the )?office)",
    re.IGNORECASE,
)
_AUTOMATIC_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Vacation")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_SERVERS = re.compile(r"mailer-daemon|postmaster|mail-daemon|microsoftexchange", re.IGNORECASE)
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Said:
    """Something for the person whose address it came to. `sender` may be anybody's if it is not
    confirmed.
    """

    content: Incoming
    sender: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing that anybody needs to know, and why."""

    reason: str


Sorted = Said | Report | Nothing


def sort(raw: bytes, *, box: Box, envelope_from: str, trusted: Trusted) -> Sorted:
    """What a message is. Never raises, in bounded time."""
    header = header_of(raw)
    sender = author_of(header) or any_author(header) or envelope_from
    try:
        message = opened(raw)
    except TooTangled:
        return _unopened(box, sender)
    if box is Box.BOUNCES:
        return _news(message, envelope_from, sender)
    calendar = _calendar(message)
    if calendar:
        return Said(calendar, sender, is_confirmed(header, trusted))
    report = status_report(message)
    if report:
        return report
    if is_read_receipt(message):
        return Nothing("read_receipt")
    words = Words(words_of(message), automatic=is_automatic(message) or not envelope_from)
    readable = words.text or words.automatic
    return Said(words if readable else Unreadable(Why.UNREADABLE), sender, is_confirmed=False)


def _unopened(box: Box, sender: str) -> Sorted:
    """A person looks: at who wrote, or at a message that may not have arrived."""
    if box is Box.BOUNCES:
        return Report("", failed=True)
    return Said(Unreadable(Why.UNREADABLE), sender, is_confirmed=False)


def _news(message: Part, envelope_from: str, sender: str) -> Sorted:
    """What comes back to the sender of our mail. Mailboxes answer there too."""
    report = status_report(message)
    if report:
        return report
    if message["X-Failed-Recipients"] or _SERVERS.search(sender):
        return own_words(message)
    if is_automatic(message):
        return Nothing("auto_reply")
    return Nothing("misdirected") if envelope_from else own_words(message)


def is_automatic(message: Part) -> bool:
    """Whether a mailbox answered by itself (RFC 3834, and what was used before it)."""
    submitted = _value(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or any(_value(message, name) for name in _AUTOMATIC_FIELDS)
        or _value(message, "Precedence").strip().lower() in _BULK
        or bool(_AUTOMATIC_SUBJECT.match(_value(message, "Subject")))
    )


def _value(message: Part, name: str) -> str:
    return str(message[name] or "")[:_LONGEST]


def _calendar(message: Part) -> Incoming | None:
    """The first calendar that is not one of our own coming back."""
    for part in parts_of(message):
        if _is_calendar(part):
            content = text_of(part).encode("utf-8", "replace")
            given = _parameter(part, "method").upper()
            inside = _METHOD.search(content)
            method = given or (inside[1].decode().upper() if inside else "")
            if method and method not in _OURS:
                return read_reply(content, method=given)
    return None


def _is_calendar(part: Part) -> bool:
    return part.get_content_type() in _CALENDARS or _name(part).endswith(".ics")


def _name(part: Part) -> str:
    try:
        return (part.get_filename() or "").lower()
    except (ValueError, LookupError):
        return ""


def _parameter(part: Part, name: str) -> str:
    value = part.get_param(name)
    return value.strip() if isinstance(value, str) else ""
