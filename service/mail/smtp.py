"""Hands mail to the organisation's mail server and says how it took it."""

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

import aiosmtplib

from service.settings import MailSecurity

COMMAND_SECONDS = 20.0
MESSAGE_SECONDS = 60.0
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. An empty `user` means no sign-in."""

    host: str
    port: int
    security: MailSecurity
    user: str = ""
    password: str = ""


class Verdict(StrEnum):
    """What becomes of a message after one attempt."""

    ACCEPTED = "accepted"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome of one attempt; `reason` holds no text of the server, which may name people.

    `reachable` is false when the server itself could not be used, so others need not be tried.
    """

    verdict: Verdict
    reason: str = ""
    reachable: bool = True


class Sender:
    """One connection, opened when first needed and used again while it lasts."""

    def __init__(self, server: MailServer, *, envelope_from: str, greeting: str) -> None:
        self._envelope_from = envelope_from
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security is MailSecurity.TLS,
            start_tls=server.security is MailSecurity.STARTTLS,
            local_hostname=greeting,
            timeout=COMMAND_SECONDS,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client.is_connected:
            try:
                await self._client.quit()
            except (aiosmtplib.SMTPException, OSError):
                self._client.close()

    async def send(self, recipient: str, body: bytes) -> Attempt:
        """Try once, for a minute at most; never raises for what a server or a network does."""
        try:
            async with asyncio.timeout(MESSAGE_SECONDS):
                return await self._connect() or await self._hand_over(recipient, body)
        except TimeoutError:
            self._client.close()
            return Attempt(Verdict.LATER, "the mail server took too long", reachable=False)

    async def _connect(self) -> Attempt | None:
        if self._client.is_connected:
            return None
        try:
            await self._client.connect()
        except aiosmtplib.SMTPAuthenticationError as refused:
            return _unusable(_code("the mail server refused our sign-in", refused))
        except aiosmtplib.SMTPResponseException as refused:
            return _unusable(_code("the mail server is not ready", refused))
        except (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPTimeoutError, OSError):
            return _unusable("no connection to the mail server")
        except aiosmtplib.SMTPException:
            return _unusable("the mail server offers no protected connection")
        return None

    async def _hand_over(self, recipient: str, body: bytes) -> Attempt:
        try:
            await self._client.sendmail(self._envelope_from, [recipient], body)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _refusal("address refused", refused.recipients[0])
        except (aiosmtplib.SMTPHeloError, aiosmtplib.SMTPSenderRefused) as refused:
            return Attempt(Verdict.LATER, _code("the mail server refused us", refused))
        except aiosmtplib.SMTPResponseException as refused:
            return _refusal("message refused", refused)
        except (aiosmtplib.SMTPServerDisconnected, OSError):
            return Attempt(Verdict.LATER, "the connection to the mail server was lost")
        except (aiosmtplib.SMTPException, ValueError):
            self._client.close()  # it may be in the middle of an envelope
            return Attempt(Verdict.NEVER, "the mail server cannot take this address")
        return Attempt(Verdict.ACCEPTED)


def _refusal(what: str, refused: aiosmtplib.SMTPResponseException) -> Attempt:
    permanent = refused.code >= 500  # noqa: PLR2004 - RFC 5321: 5yz is final, 4yz is not
    return Attempt(Verdict.NEVER if permanent else Verdict.LATER, _code(what, refused))


def _unusable(reason: str) -> Attempt:
    return Attempt(Verdict.LATER, reason, reachable=False)


def _code(what: str, refused: aiosmtplib.SMTPResponseException) -> str:
    enhanced = _ENHANCED.search(refused.message)
    return f"{what} ({refused.code}{f' {enhanced[0]}' if enhanced else ''})"
