"""From a message of the outbox to the bytes that leave, fixed once and for all."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID, uuid4

from planning.outbox import (
    AccountLink,
    AccountLinkKind,
    AddressChanged,
    MeetingCancellation,
    MeetingInvitation,
    Message,
    Notice,
    Reminder,
)
from planning.people.rules import is_address
from service.calendar.invitations import (
    ALARM,
    FILE_NAME,
    MARKING,
    Entry,
    Method,
    serialise_message,
    summary,
)
from service.calendar.text import header, one_line
from service.mail.identity import MailIdentity
from service.mail.wording import Words, waiting, when, words

_ANY_SERVER = SMTP.clone(cte_type="7bit")
"""Not every server takes eight bits, and one that must rewrite a mail breaks its signature."""
ACCOUNT_SUBJECTS = {
    AccountLinkKind.INVITATION: "Your account in Accord",
    AccountLinkKind.PASSWORD_RESET: "Reset your password in Accord",
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one recipient. `kind`, `subject_id`, `sequence` and the recipient identify it."""

    kind: str
    subject_id: UUID
    sequence: int
    message_id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Sending:
    """What one mail has from outside its message."""

    identity: MailIdentity
    now: datetime
    mail_id: UUID


@dataclass(frozen=True, slots=True)
class Check:
    """Tries the way to an address. `with_calendar`: shows whether calendars come through whole."""

    check_id: UUID
    address: str
    with_calendar: bool


def render(
    message: Message, *, identity: MailIdentity, now: datetime, mail_id: UUID | None = None
) -> Mail:
    """The mail for a message; the same `mail_id` gives the same bytes, and without one it is new.

    Its Message-ID and the boundaries of its parts are made of it.
    """
    sending = _Sending(identity, now, mail_id or uuid4())
    match message:
        case MeetingInvitation():
            return _meeting(message, Method.REQUEST, sending)
        case MeetingCancellation():
            return _meeting(message, Method.CANCEL, sending)
        case Notice():
            return _notice(message, sending)
        case Reminder():
            return _reminder(message, sending)
        case AccountLink():
            return _account_link(message, sending)
        case AddressChanged():
            return _address_changed(message, sending)


def _meeting(
    message: MeetingInvitation | MeetingCancellation, method: Method, sending: _Sending
) -> Mail:
    kind = "meeting_cancellation" if method is Method.CANCEL else "meeting_request"
    entry = _entry(message, sending)
    organiser = sending.identity.organiser(message.organiser_token)
    calendar = serialise_message(
        entry,
        method=method,
        organiser=organiser,
        recipient=message.recipient.address,
    )
    text = words(
        kind,
        reference=one_line(message.reference),
        when=when(message.starts_at, message.ends_at),
        link=entry.link,
        updated=message.sequence > 0,
        asks=isinstance(message, MeetingInvitation) and message.asks,
    )
    mail = _envelope(
        message.recipient.address, sending, summary(message.reference) + _change(message)
    )
    mail["Reply-To"] = organiser
    _add_text(mail, text)
    _add_calendar(mail, calendar, method)
    return _finished(mail, kind, message.meeting_id, message.sequence)


def _entry(message: MeetingInvitation | MeetingCancellation, sending: _Sending) -> Entry:
    return Entry(
        uid=message.uid,
        sequence=message.sequence,
        reference=message.reference,
        starts_at=message.starts_at,
        ends_at=message.ends_at,
        link=f"{sending.identity.base_url}/meetings/{message.meeting_id}",
        stamped_at=sending.now,
        place=message.place if isinstance(message, MeetingInvitation) else "",
        alarm=ALARM,
    )


def _change(message: MeetingInvitation | MeetingCancellation) -> str:
    if isinstance(message, MeetingCancellation):
        return " (cancelled)"
    return " (updated)" if message.sequence else ""


def _notice(message: Notice, sending: _Sending) -> Mail:
    mail = _envelope(
        message.recipient.address, sending, "There is something waiting for you in Accord"
    )
    mail["Auto-Submitted"] = "auto-generated"
    _add_text(mail, words("notice", link=f"{sending.identity.base_url}/"))
    return _finished(mail, message.kind.value, message.subject_id, message.sequence)


def _reminder(message: Reminder, sending: _Sending) -> Mail:
    """Says how many things wait and nothing else: what they are, Accord tells."""
    waits = waiting(message.things)
    mail = _envelope(message.recipient.address, sending, f"{waits} for you in Accord")
    mail["Auto-Submitted"] = "auto-generated"
    _add_text(mail, words("reminder", waits=waits, link=f"{sending.identity.base_url}/work"))
    return _finished(mail, "reminder", message.mail_id, 0)


def _account_link(message: AccountLink, sending: _Sending) -> Mail:
    kind = f"account_{message.kind.value}"
    mail = _envelope(message.recipient.address, sending, ACCOUNT_SUBJECTS[message.kind])
    mail["Auto-Submitted"] = "auto-generated"
    _add_text(mail, words(kind, link=message.url))
    return _finished(mail, kind, message.link_id, 0)


def _address_changed(message: AddressChanged, sending: _Sending) -> Mail:
    """Holds no link: whoever reads the former address has no business in the account."""
    mail = _envelope(message.recipient.address, sending, "Your address in Accord was changed")
    mail["Auto-Submitted"] = "auto-generated"
    _add_text(mail, words("account_address_changed"))
    return _finished(mail, "account_address_changed", message.change_id, 0)


def render_check(message: Check, *, identity: MailIdentity, now: datetime) -> Mail:
    """The mail for a check; like all others, but for nobody of ours."""
    sending = _Sending(identity, now, uuid4())
    mail = _envelope(message.address, sending, "A test of Accord's mail")
    mail["Auto-Submitted"] = "auto-generated"
    _add_text(mail, words("check"))
    if message.with_calendar:
        _add_calendar(mail, _check_calendar(message, sending), Method.REQUEST)
    return _finished(mail, "check", message.check_id, 0)


def _check_calendar(message: Check, sending: _Sending) -> bytes:
    entry = Entry(
        uid=f"{message.check_id}@{sending.identity.domain}",
        sequence=0,
        reference="TEST",
        starts_at=sending.now,
        ends_at=sending.now + ALARM,
        link=f"{sending.identity.base_url}/",
        stamped_at=sending.now,
    )
    return serialise_message(
        entry, method=Method.REQUEST, organiser=sending.identity.sender, recipient=message.address
    )


def _envelope(address: str, sending: _Sending, subject: str) -> EmailMessage:
    mail = EmailMessage(policy=_ANY_SERVER)
    mail["Subject"] = header(f"{MARKING}: {subject}")
    mail["From"] = Address("Accord", addr_spec=sending.identity.sender)
    mail["To"] = address if is_address(address) else "undisclosed-recipients:;"
    mail["Date"] = sending.now
    mail["Message-ID"] = f"<{sending.mail_id}@{sending.identity.domain}>"
    return mail


def _add_text(mail: EmailMessage, text: Words) -> None:
    mail.set_content(text.plain)
    mail.add_alternative(text.html, subtype="html")


def _add_calendar(mail: EmailMessage, calendar: bytes, method: Method) -> None:
    """Twice, for Outlook and Google read the alternative and Apple Mail the attachment.

    Both in base64, as Exchange does: Outlook takes a quoted-printable one for a mere file.
    """
    mail.add_alternative(
        calendar,
        maintype="text",
        subtype="calendar",
        params={"method": method.value, "charset": "utf-8"},
    )
    mail.add_attachment(
        calendar,
        maintype="application",
        subtype="ics",
        filename=FILE_NAME,
        params={"name": FILE_NAME},
    )


def _finished(mail: EmailMessage, kind: str, subject_id: UUID, sequence: int) -> Mail:
    message_id = str(mail["Message-ID"])
    parted = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(parted):
        # No text in these encodings holds "=_".
        part.set_boundary(f"=_{number}_{message_id[1:37]}")
    return Mail(kind, subject_id, sequence, message_id, mail.as_bytes())
