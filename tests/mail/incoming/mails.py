"""Mail as clients and servers write it, for the sorter to tell apart."""

from email.message import EmailMessage
from email.policy import SMTP

NAME = "mx.northborough.example"


def calendar(
    *,
    uid: str = "1",
    method: str = "REPLY",
    answer: str = "ACCEPTED",
    attendee: str = "sam.hill@school.example",
    sequence: int = 0,
    stamp: str = "20260303T150000Z",
    more: str = "",
) -> str:
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Test//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\nDTSTAMP:{stamp}\r\n"
        "DTSTART:20260304T100000Z\r\nDTEND:20260304T110000Z\r\n"
        f"ATTENDEE;PARTSTAT={answer}:mailto:{attendee}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def mail(
    text: str = "",
    *,
    subject: str = "Re: Multi-agency meeting",
    author: str = "sam.hill@school.example",
    html: str = "",
    invite: str = "",
    attach: str = "",
    **fields: str,
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = author
    message["Subject"] = subject
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    if text or not html:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    if invite:
        method = invite.partition("METHOD:")[2].partition("\r\n")[0]
        message.add_alternative(
            invite.encode(), maintype="text", subtype="calendar", params={"method": method}
        )
    if attach:
        message.add_attachment(
            attach.encode(), maintype="application", subtype="ics", filename="invite.ics"
        )
    return message


def from_server(message: EmailMessage, words: str = "") -> bytes:
    """As our own mail server hands it in: its judgement on top."""
    judged = words or f"dmarc=pass header.from={str(message['From']).rpartition('@')[2]}"
    head = f"Authentication-Results: {NAME}; {judged}\r\nReceived: from a by {NAME}; now\r\n"
    return head.encode() + message.as_bytes()


def status(
    *, action: str = "failed", code: str = "5.1.1", message_id: str = "<1@accord.example>"
) -> bytes:
    """What a mail server that keeps to RFC 3464 says."""
    return (
        "From: MAILER-DAEMON@mail.school.example\r\nAuto-Submitted: auto-replied\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.x\r\n\r\n"
        f"Final-Recipient: rfc822; sam.hill@school.example\r\nAction: {action}\r\n"
        f"Status: {code}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n"
        f"{calendar(method='REQUEST')}\r\n--b--\r\n"
    ).encode()


QMAIL = (
    b"From: MAILER-DAEMON@school.example\r\nSubject: failure notice\r\n\r\n"
    b"Hi. This is the qmail-send program at school.example.\r\n"
    b"I'm afraid I wasn't able to deliver your message.\r\n\r\n<sam.hill@school.example>:\r\n"
    b"Sorry, no mailbox here by that name. (#5.1.1)\r\n"
)
EXIM = (
    b"X-Failed-Recipients: sam.hill@school.example\r\nAuto-Submitted: auto-replied\r\n"
    b"From: Mail Delivery System <daemon@school.example>\r\nSubject: Mail delivery failed\r\n\r\n"
    b"  sam.hill@school.example\r\n    550 Unrouteable address\r\n"
)
LATE = (
    b"From: postmaster@school.example\r\nSubject: Warning: message delayed 24 hours\r\n\r\n"
    b"It is still being tried.\r\n"
)
RECEIPT = (
    b"From: sam.hill@school.example\r\nSubject: Read: Meeting\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain\r\n\r\nIt was read.\r\n"
    b"--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
    b"Disposition: automatic-action/MDN-sent-automatically; displayed\r\n\r\n--b--\r\n"
)
AWAY = mail(
    "I am away.", subject="Automatic reply: Meeting", X_Auto_Response_Suppress="All"
).as_bytes()
