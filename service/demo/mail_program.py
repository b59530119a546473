"""What a mail program does with an invitation: reads it, and writes the reply of a button."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

from planning.clock import LONDON
from planning.errors import NotFound
from service.calendar.lines import address, text, written
from service.calendar.zone import moment
from service.mail.mailbox import calendar_of

PRODUCT = "-//Northborough//Mail program//EN"
_LOCAL = "%Y%m%dT%H%M%S"


class Button(StrEnum):
    """What a mail program offers below an invitation, by the answer that it sends."""

    ACCEPT = "ACCEPTED"
    MAYBE = "TENTATIVE"
    DECLINE = "DECLINED"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the calendar part of a mail asks, and of whom."""

    uid: str
    sequence: int
    organiser: str
    recipient: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """A calendar's answer; one with `starts_at` proposes another time, as long as the first."""

    answer: Button
    stamped_at: datetime
    comment: str = ""
    starts_at: datetime | None = None


def invitation_in(mail: EmailMessage) -> Invitation | None:
    """`None` for a mail that asks for no answer."""
    part = calendar_of(mail)
    if part is None or part.get_param("method") != "REQUEST":
        return None
    event = str(part.get_content()).replace("\r\n ", "").partition("BEGIN:VEVENT")[2]
    found = dict(re.findall(r"(?m)^([A-Z]+)[;:](.*?)\r?$", event))
    if "RSVP=TRUE" not in found["ATTENDEE"]:
        return None
    return Invitation(
        uid=found["UID"],
        sequence=int(found["SEQUENCE"]),
        organiser=found["ORGANIZER"].partition("mailto:")[2],
        recipient=found["ATTENDEE"].partition("mailto:")[2],
        starts_at=_read(found["DTSTART"]),
        ends_at=_read(found["DTEND"]),
    )


def answerable(mail: EmailMessage) -> Invitation:
    """The invitation in a mail; raises `NotFound` when there is none."""
    found = invitation_in(mail)
    if found is None:
        raise NotFound
    return found


def calendar_reply(invitation: Invitation, reply: Reply) -> bytes:
    """The calendar object of a reply (RFC 5546)."""
    starts_at = reply.starts_at or invitation.starts_at
    length = invitation.ends_at - invitation.starts_at
    return written(
        [
            "BEGIN:VCALENDAR",
            f"METHOD:{_method(reply)}",
            f"PRODID:{PRODUCT}",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            f"UID:{invitation.uid}",
            f"SEQUENCE:{invitation.sequence}",
            f"DTSTAMP:{moment(reply.stamped_at)}",
            f"DTSTART:{moment(starts_at)}",
            f"DTEND:{moment(starts_at + length)}",
            f"ATTENDEE;PARTSTAT={reply.answer}:{address(invitation.recipient)}",
            f"COMMENT:{text(*reply.comment.splitlines())}",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )


def reply_mail(invitation: Invitation, reply: Reply) -> EmailMessage:
    """The mail that carries a calendar's reply."""
    mail = words_mail(invitation, reply.comment)
    mail.add_alternative(
        calendar_reply(invitation, reply),
        maintype="text",
        subtype="calendar",
        params={"method": _method(reply), "charset": "utf-8"},
    )
    return mail


def words_mail(invitation: Invitation, words: str) -> EmailMessage:
    """What somebody writes with Reply."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = invitation.recipient, invitation.organiser
    mail["Subject"] = "Re: Multi-agency meeting"
    mail.set_content(words)
    return mail


def _method(reply: Reply) -> str:
    return "COUNTER" if reply.starts_at else "REPLY"


def _read(value: str) -> datetime:
    """A time in UTC or, with the name of its zone before it, in London's."""
    digits = value.rpartition(":")[2]
    if digits.endswith("Z"):
        return datetime.strptime(digits, f"{_LOCAL}Z").replace(tzinfo=UTC)
    return datetime.strptime(digits, _LOCAL).replace(tzinfo=LONDON)
