"""Hands mail to the organisation's mail server and says how it took it."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import aiosmtplib
from aiosmtplib.protocol import PERIOD_REGEX, normalize_message_line_endings

from service.mail.attempts import Attempt, Ended, Verdict, refusal, unusable, with_code
from service.mail.envelopes import Letter, Unsayable, mail_from, rcpt_to
from service.settings import LOOPBACK, MailSecurity

_SUCCESS, _PERMANENT = 2, 5
_START_INPUT = 354
_TOO_LARGE = 552
_SLOW = "the mail server took too long"
_LOST = "the connection to the mail server was lost"
_NONSENSE = "the mail server answered nonsense"
UNPROTECTED = (
    "this agency's mail must be protected and the mail server offers no protected connection"
)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. An empty `user` means no sign-in."""

    host: str
    port: int
    security: MailSecurity
    user: str = ""
    password: str = ""

    @property
    def local(self) -> bool:
        """Whether what is handed in does not leave this machine yet."""
        return self.host in LOOPBACK


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the server gets; `dot` is for its word on a whole message (see `backoff`)."""

    connect: float = 10.0
    begin: float = 30.0
    command: float = 20.0
    dot: float = 45.0
    quit: float = 2.0


PATIENT = Patience()


class Sender:
    """One connection, opened when first needed and used again while it lasts."""

    def __init__(self, server: MailServer, *, greeting: str, patience: Patience = PATIENT) -> None:
        self._server = server
        self._greeting = greeting
        self._patience = patience
        self._client: aiosmtplib.SMTP | None = None
        self.sent = 0
        """Messages tried over this connection."""

    async def send(
        self, letter: Letter, *, may_go: Callable[[], bool] = lambda: True, dot: float | None = None
    ) -> Attempt:
        """Try once; never raises for what a server or a network does.

        `may_go` is asked last before the message's bytes leave. A connection that was used before
        may have ended meanwhile, so then it is tried once more over a new one.
        """
        seconds = dot or self._patience.dot
        try:
            return await self._try(letter, may_go, seconds)
        except Ended as ended:
            stale = ended.stale and self.sent > 1
            attempt = self._after(ended)
        if not stale:
            return attempt
        try:
            return await self._try(letter, may_go, seconds)
        except Ended as ended:
            return self._after(ended)

    async def close(self) -> None:
        """Take leave, shortly: a server that does not answer is left standing."""
        client, self._client, self.sent = self._client, None, 0
        if client is None:
            return
        if client.is_connected:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(self._patience.quit):
                    await client.quit()
        client.close()

    def _after(self, ended: Ended) -> Attempt:
        """A refusal leaves the connection as it was; after anything else it is not trusted."""
        if ended.attempt.verdict not in {Verdict.LATER, Verdict.NEVER, Verdict.UNPROTECTED}:
            self._drop()
        return ended.attempt

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client, self.sent = None, 0

    async def _try(self, letter: Letter, may_go: Callable[[], bool], dot: float) -> Attempt:
        try:
            client = await self._connected()
            self.sent += 1
            await self._begin(client, letter)
            return await self._hand_over(client, letter.body, may_go, dot)
        except BaseException as error:
            if not isinstance(error, Ended):
                self._drop()
            raise

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        self._drop()
        self._client = self._new_client()
        try:
            async with asyncio.timeout(self._patience.begin):
                await self._client.connect()
                if self._client.is_ehlo_or_helo_needed:
                    await self._client.ehlo()
        except aiosmtplib.SMTPAuthenticationError as refused:
            raise unusable(
                "the mail server refused our sign-in", refused.code, refused.message
            ) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise unusable("the mail server is not ready", refused.code, refused.message) from None
        except (aiosmtplib.SMTPConnectError, OSError, TimeoutError):
            raise unusable("no connection to the mail server") from None
        except (aiosmtplib.SMTPException, ValueError):
            raise unusable("the mail server offers no protected connection or sign-in") from None
        return self._client

    def _new_client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security is MailSecurity.TLS,
            start_tls=server.security is MailSecurity.STARTTLS,
            tls_context=self._trust,
            local_hostname=self._greeting,
            timeout=self._patience.connect,
        )

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Reading this machine's certificates takes long enough to do it once."""
        return ssl.create_default_context()

    async def _begin(self, client: aiosmtplib.SMTP, letter: Letter) -> None:
        """The envelope, to the server's yes to this recipient."""
        if letter.protected:
            await self._protect(client)
        try:
            commands = mail_from(letter, client.esmtp_extensions), rcpt_to(letter)
        except Unsayable:
            reason = "the mail server cannot take an address written like this"
            raise Ended(Attempt(Verdict.NEVER, reason)) from None
        if self.sent > 1:
            await self._ask(client, b"RSET", silence=Verdict.UNUSABLE)
        code, text = await self._ask(client, *commands[0], silence=Verdict.UNUSABLE)
        if code // 100 != _SUCCESS:
            raise _refused_sender(letter, code, text)
        code, text = await self._ask(client, *commands[1])
        if code // 100 != _SUCCESS:
            raise refusal("address refused", code, text)

    async def _protect(self, client: aiosmtplib.SMTP) -> None:
        """Encrypt a connection that the settings leave open, if the server can."""
        if self._server.local or client.get_transport_info("sslcontext") is not None:
            return
        if not client.supports_extension("starttls"):
            raise Ended(Attempt(Verdict.UNPROTECTED, UNPROTECTED))
        try:
            async with asyncio.timeout(self._patience.begin):
                await client.starttls(tls_context=self._trust)
                await client.ehlo()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            self._drop()
            raise Ended(Attempt(Verdict.UNPROTECTED, UNPROTECTED)) from None

    async def _hand_over(
        self, client: aiosmtplib.SMTP, body: bytes, may_go: Callable[[], bool], dot: float
    ) -> Attempt:
        code, text = await self._ask(client, b"DATA")
        if code != _START_INPUT:
            raise refusal("message refused", code, text)
        if not may_go():
            raise Ended(Attempt(Verdict.NOT_OURS))
        code, text = await self._answer_to(client, _stuffed(body), dot)
        if code // 100 == _SUCCESS:
            return Attempt(Verdict.ACCEPTED)
        raise refusal("message refused", code, text)

    async def _ask(
        self, client: aiosmtplib.SMTP, *command: bytes, silence: Verdict = Verdict.IN_DOUBT
    ) -> tuple[int, str]:
        """The answer to a command; without one, the attempt ends as `silence` says."""
        try:
            answer = await client.execute_command(*command, timeout=self._patience.command)
        except aiosmtplib.SMTPTimeoutError:
            raise Ended(Attempt(silence, _SLOW), stale=True) from None
        except aiosmtplib.SMTPResponseException:
            raise Ended(Attempt(silence, _NONSENSE)) from None
        except (aiosmtplib.SMTPException, OSError):
            raise Ended(Attempt(silence, _LOST), stale=True) from None
        return answer.code, answer.message

    async def _answer_to(
        self, client: aiosmtplib.SMTP, content: bytes, seconds: float
    ) -> tuple[int, str]:
        """The answer to the whole message; without one, it may have arrived all the same."""
        protocol = client.protocol
        if protocol is None:
            raise Ended(Attempt(Verdict.IN_DOUBT, _LOST))
        try:
            protocol.write(content)
            answer = await protocol.read_response(timeout=seconds)
        except aiosmtplib.SMTPTimeoutError:
            raise Ended(Attempt(Verdict.IN_DOUBT, _SLOW, may_have_arrived=True)) from None
        except aiosmtplib.SMTPResponseException:
            raise Ended(Attempt(Verdict.IN_DOUBT, _NONSENSE, may_have_arrived=True)) from None
        except (aiosmtplib.SMTPException, OSError):
            raise Ended(Attempt(Verdict.IN_DOUBT, _LOST, may_have_arrived=True)) from None
        return answer.code, answer.message


def _stuffed(body: bytes) -> bytes:
    return PERIOD_REGEX.sub(b"..", normalize_message_line_endings(body)) + b".\r\n"


def _refused_sender(letter: Letter, code: int, text: str) -> Ended:
    """Our own address is the same in all messages, but not their size and what they ask for."""
    if code == _TOO_LARGE:
        return Ended(Attempt(Verdict.NEVER, with_code("message refused", code, text)))
    if letter.protected and code // 100 == _PERMANENT:
        return Ended(Attempt(Verdict.UNPROTECTED, with_code(UNPROTECTED, code, text)))
    return unusable("the mail server refused us as sender", code, text)
