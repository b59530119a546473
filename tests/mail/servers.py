"""A real SMTP server that answers as a test tells it to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from service.mail.envelopes import Letter
from service.mail.smtp import PATIENT, MailServer, Patience, Sender
from service.settings import MailSecurity

OK = "250 2.0.0 taken"
HOLD = "hold"
"""Take the message and answer only when `Script.released` is set."""
DROP = "drop"
"""Take the message, then close the connection instead of answering."""


@dataclass
class Script:
    """Answers to give, the first ones first and then OK for ever; and what was handed in."""

    to_recipient: list[str] = field(default_factory=list)
    to_message: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    signed_in: list[bool] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, lines: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return lines

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.to_recipient.pop(0) if self.to_recipient else OK

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.to_message.pop(0) if self.to_message else OK
        assert isinstance(envelope.content, bytes)
        if answer in {OK, DROP, HOLD}:
            self.taken.append(envelope.content)
            self.signed_in.append(bool(session.authenticated))
            self.envelopes.append((str(envelope.mail_from), envelope.rcpt_tos[0]))
        if answer == HOLD:
            await self.released.wait()
            return OK
        if answer == DROP:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return answer


@asynccontextmanager
async def listening(
    script: Script,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
    password: str = "",
) -> AsyncIterator[int]:
    """The port of a server that plays `script`; `password` is the one that signs in."""

    def authenticate(
        _server: object, _s: object, _e: object, _how: str, given: object
    ) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == password.encode()
        return AuthResult(success=right, handled=right)

    loop = asyncio.get_running_loop()
    sessions: list[SMTP] = []

    def begin() -> SMTP:
        session = SMTP(
            script,
            hostname="localhost",
            loop=loop,
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=authenticate,
            auth_require_tls=False,
        )
        sessions.append(session)
        return session

    server = await loop.create_server(begin, host, port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for session in sessions:
            if session.transport is not None:
                session.transport.close()
        await asyncio.sleep(0.01)


QUICK = Patience(connect=2.0, begin=2.5, command=1.0, dot=1.0, quit=0.5)
"""For tests that wait for the end of a sender's patience."""


@asynccontextmanager
async def sending(
    port: int,
    *,
    host: str = "127.0.0.1",
    security: MailSecurity = MailSecurity.NONE,
    user: str = "",
    password: str = "",
    patience: Patience = PATIENT,
) -> AsyncIterator[Sender]:
    """A sender to the server at `port`; it takes leave at the end."""
    server = MailServer(host, port, security, user, password)
    sender = Sender(server, greeting="accord.example", patience=patience)
    try:
        yield sender
    finally:
        await sender.close()


def letter(
    recipient: str = "sam.hill@school.example",
    body: bytes = b"Subject: x\r\n\r\n.dots\r\n..more\r\n.\r\nend\r\n",
    *,
    protected: bool = False,
) -> Letter:
    return Letter("bounces+0@accord.example", recipient, body, protected)
