"""A mail server on a bad day: it refuses, hangs, hangs up after the last dot, or is gone."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.verdict import Taken
from tests.mail.servers import OK

HANG_SECONDS = 40.0
"""Longer than a sender may wait for an answer."""


class Fault(StrEnum):
    """What goes wrong with one message."""

    NONE = "none"
    REFUSE = "refuse"
    CLOSE = "close"
    HANG = "hang"
    DROP = "drop"


@dataclass
class Weather:
    """`share` of the messages meets one of `faults`; nothing does while it is 0."""

    random: Random
    faults: tuple[Fault, ...]
    share: float = 0.0
    taken: list[Taken] = field(default_factory=list)
    met: dict[Fault, int] = field(default_factory=lambda: dict.fromkeys(Fault, 0))
    _port: int = 0
    _sessions: list[SMTP] = field(default_factory=list)
    _server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def arrived(self) -> int:
        return len(self.taken)

    def misbehave(self, share: float) -> None:
        self.share = share

    async def everything(self) -> Sequence[Taken]:
        return self.taken

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        fault = self._fault()
        self.met[fault] += 1
        assert isinstance(envelope.content, bytes)
        if fault is Fault.REFUSE:
            return "451 4.3.0 later"
        if fault is Fault.CLOSE:
            return "421 4.3.2 closing"
        if fault is Fault.HANG:
            await asyncio.sleep(HANG_SECONDS)
            return "451 4.3.0 later"
        self.taken.append(Taken(envelope.content))
        if fault is Fault.DROP:
            # uvloop's transports are of no class of asyncio's.
            cast(asyncio.WriteTransport, server.transport).abort()
        return OK

    def _fault(self) -> Fault:
        is_bad = bool(self.faults) and self.random.random() < self.share
        return self.random.choice(self.faults) if is_bad else Fault.NONE

    async def open(self) -> None:
        """Listen, at the same port as before."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._begin, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Be gone, and cut every connection."""
        assert self._server is not None
        self._server.close()
        for session in self._sessions:
            if session.transport is not None:
                session.transport.close()
        self._sessions.clear()
        await asyncio.sleep(0)

    async def away(self, seconds: float) -> None:
        """Be gone for a while."""
        await self.close()
        await asyncio.sleep(seconds)
        await self.open()

    def _begin(self) -> SMTP:
        session = SMTP(self, hostname="localhost", loop=asyncio.get_running_loop())
        self._sessions.append(session)
        return session


@asynccontextmanager
async def weather(random: Random, *faults: Fault) -> AsyncIterator[Weather]:
    """The server, up."""
    server = Weather(random, faults)
    await server.open()
    try:
        yield server
    finally:
        await server.close()
