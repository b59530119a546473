"""The mail server of Northborough: confirms who wrote, sends back what has no mailbox."""

import asyncio
import smtplib
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from service.demo.cast import DEAD, DOMAIN
from service.mail.incoming.listener import Door
from service.mail.mailbox import Keeper

NAME = f"mail.{DOMAIN}"
SECONDS = 10
TRIES = 60
"""How often news is handed in, a second apart, to a listener that may just be starting."""

_NEWS = """From: Mail server <mailer-daemon@{domain}>
To: {sender}
Subject: Undelivered mail
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="news"

--news
Content-Type: text/plain

There is no mailbox of this name here.

--news
Content-Type: message/delivery-status

Reporting-MTA: dns; {name}

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--news--
"""


async def hand_in(door: Door, body: bytes, *, sender: str, recipient: str) -> str:
    """Give a mail to the listener by LMTP; why it was refused, or ""."""
    return await asyncio.to_thread(_give, door, body, sender, recipient)


def _give(door: Door, body: bytes, sender: str, recipient: str) -> str:
    try:
        with smtplib.LMTP(door.socket or door.host, door.port, timeout=SECONDS) as listener:
            listener.sendmail(sender, [recipient], body)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = refusal.recipients[recipient]
        return f"{code} {words.decode('ascii', 'replace')}"
    except (smtplib.SMTPException, OSError):
        return "Nothing takes mail at the moment. Try again in a few seconds."
    return ""


async def hand_over(door: Door, mail: EmailMessage) -> str:
    """Give what one of its people wrote to the listener, confirming who did; as `hand_in`."""
    confirmed = f"Authentication-Results: {NAME}; dmarc=pass header.from={DOMAIN}\r\n"
    return await hand_in(
        door,
        confirmed.encode() + mail.as_bytes(),
        sender=str(mail["From"]),
        recipient=str(mail["To"]),
    )


class Mailboxes(Keeper):
    """One for everybody but one, whose mail is taken and comes back a moment later."""

    def __init__(self, folder: Path, door: Door) -> None:
        super().__init__(folder)
        self._door = door
        self._news: set[asyncio.Task[None]] = set()

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """As real servers do: what they took, they send back by another mail."""
        if envelope.rcpt_tos != [DEAD]:
            return await super().handle_DATA(server, session, envelope)
        task = asyncio.create_task(self._tell(str(envelope.mail_from)))
        self._news.add(task)
        task.add_done_callback(self._news.discard)
        return "250 2.0.0 taken"

    async def _tell(self, sender: str) -> None:
        body = _NEWS.format(domain=DOMAIN, name=NAME, sender=sender, recipient=DEAD)
        for _ in range(TRIES):
            refused = await hand_in(self._door, body.encode(), sender="", recipient=sender)
            if not refused:
                break
            await asyncio.sleep(1)
