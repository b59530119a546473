"""What a mail server is told: which addresses exist, and that a message is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import asyncpg
import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from service.calendar.text import one_line
from service.jobs.faults import LOST_DATABASE
from service.mail.incoming.addresses import Recipient, is_cut, recipient_of
from service.mail.incoming.keeping import Arrival, is_full, keep, known, note_cut
from service.mail.incoming.limits import DATABASE_SECONDS, LONGEST_ADDRESS, RECIPIENTS
from service.mail.incoming.metrics import ANSWERS

Found = TypeVar("Found")

WELCOME = "250 2.0.0 OK"
KEPT = "250 2.0.0 Kept"
LATER = "451 4.3.0 Accord cannot take mail just now. Try again later."
TOO_LONG = "552 5.3.4 This message is too long. Answer in fewer words, or sign in to Accord."
TOO_MANY = "452 4.5.3 Too many recipients at a time."
NOBODY = "550 5.1.1 No such address. Reply to the invitation itself, or sign in to Accord."
FULL = "452 4.2.2 Too many messages to this address. Try again tomorrow, or sign in to Accord."
NOT_READ = "550 5.1.1 This address is not read. Sign in to Accord."
SENDER_TOO_LONG = "553 5.1.7 The sender's address is too long."

log = structlog.get_logger("accord.incoming")


class Letter(Envelope):
    """An envelope that knows which recipients of ours it is for."""

    def __init__(self) -> None:
        super().__init__()
        self.recipients: list[Recipient] = []


@dataclass(frozen=True, slots=True)
class Reception:
    """Answers for a conversation. `domain` is ours and `sender` is where our mail is from."""

    pool: asyncpg.Pool
    domain: str
    sender: str
    clock: Callable[[], datetime]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, letter: Letter, address: str, options: list[str]
    ) -> str:
        """Any sender may write: whose word it is, is judged when the message is read."""
        if len(address) > LONGEST_ADDRESS:
            return SENDER_TOO_LONG
        letter.mail_from = address
        letter.mail_options.extend(options)
        return WELCOME

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, letter: Letter, address: str, _options: list[str]
    ) -> str:
        """Only addresses that we gave out exist."""
        if len(letter.recipients) >= RECIPIENTS:
            return _told("recipient", "later", TOO_MANY)
        given = recipient_of(address, self.domain)
        try:
            recipient = await _in_time(known(self.pool, given)) if given else None
            if recipient and await self._is_full(recipient):
                return _told("recipient", "later", FULL)
            if is_cut(address, self.domain):
                await _in_time(note_cut(self.pool))
        except (*LOST_DATABASE, TimeoutError) as away:
            return _away("recipient", away)
        if recipient is None:
            own = address.lower() == self.sender.lower()
            return _told("recipient", "refused", NOT_READ if own else NOBODY)
        letter.rcpt_tos.append(address)
        letter.recipients.append(recipient)
        return _told("recipient", "taken", WELCOME)

    async def _is_full(self, recipient: Recipient) -> bool:
        return await _in_time(is_full(self.pool, recipient, now=self.clock()))

    async def handle_NOOP(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, _letter: Letter, _words: str | None
    ) -> str:
        """Whether mail could be kept now, for who looks after us."""
        try:
            await _in_time(self.pool.fetchval("select 1"))
        except (*LOST_DATABASE, TimeoutError) as away:
            return _away("health", away)
        return WELCOME

    async def take(self, letter: Letter, body: bytes | None) -> str:
        """Keep the message, `None` if it was too long; the answer comes after the commit."""
        if body is None:
            return _told("message", "refused", TOO_LONG)
        arrival = Arrival(_sender(letter), letter.recipients, letter.smtp_utf8, body)
        try:
            new = await _in_time(keep(self.pool, arrival, now=self.clock()))
        except (*LOST_DATABASE, TimeoutError) as away:
            return _away("message", away)
        return _told("message", "taken" if new else "known", KEPT)

    async def handle_exception(self, error: Exception) -> str:
        """What nobody thought of loses no mail: the sender's server keeps it."""
        log.warning("incoming mail failed", kind=type(error).__name__)
        return _told("anything", "later", LATER)


async def _in_time(work: Awaitable[Found]) -> Found:
    async with asyncio.timeout(DATABASE_SECONDS):
        return await work


def _sender(letter: Letter) -> str:
    given = one_line(letter.mail_from or "")
    return "" if given == "<>" else given


def _told(asked: str, outcome: str, answer: str) -> str:
    ANSWERS.labels(asked=asked, outcome=outcome).inc()
    return answer


def _away(asked: str, why: Exception) -> str:
    log.warning("mail put off", asked=asked, kind=type(why).__name__)
    return _told(asked, "later", LATER)
