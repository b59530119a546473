"""Listens for the organisation's mail server, on this machine only."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from service.mail.incoming.conversation import Conversation, LocalConversation
from service.mail.incoming.limits import CONNECTIONS
from service.mail.incoming.metrics import CONNECTIONS as OPEN
from service.mail.incoming.reception import Reception
from service.settings import MailProtocol, Settings

SOCKET_MODE = 0o660
"""The mail server enters by its group."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where to listen: the socket, or the port of an address of this machine."""

    protocol: MailProtocol
    host: str = "127.0.0.1"
    port: int = 0
    socket: str = ""


def door_of(settings: Settings) -> Door:
    """Where mail is taken in this installation."""
    return Door(
        settings.receive_protocol,
        settings.receive_host,
        settings.receive_port,
        settings.receive_socket,
    )


class _Busy(asyncio.Protocol):
    """Turns one away when all places are taken."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(b"421 4.3.2 Too many connections. Try again later.\r\n")
            transport.close()


class _Places:
    """The conversations that go on."""

    def __init__(self, reception: Reception, protocol: MailProtocol) -> None:
        self._reception = reception
        local = protocol is MailProtocol.LMTP
        self._kind = LocalConversation if local else Conversation
        self._open: set[Conversation] = set()
        self._empty = asyncio.Event()

    def begin(self) -> asyncio.Protocol:
        if len(self._open) >= CONNECTIONS:
            return _Busy()
        conversation = self._kind(self._reception, self._end)
        self._open.add(conversation)
        OPEN.set(len(self._open))
        return conversation

    def _end(self, conversation: Conversation) -> None:
        self._open.discard(conversation)
        OPEN.set(len(self._open))
        if not self._open:
            self._empty.set()

    async def stop(self, grace: float) -> None:
        """Messages that are coming now are kept and answered, for `grace` seconds at most."""
        self._empty.clear()
        for conversation in list(self._open):
            conversation.stop()
        if self._open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), grace)
        for conversation in list(self._open):
            conversation.hang_up()


@asynccontextmanager
async def listening(reception: Reception, door: Door, *, grace: float) -> AsyncIterator[int]:
    """Take mail while inside; gives the port, 0 of a socket. Raises `OSError` if it is taken."""
    places = _Places(reception, door.protocol)
    loop = asyncio.get_running_loop()
    if door.socket:
        server = await loop.create_unix_server(places.begin, sock=_bound(Path(door.socket)))
    else:
        server = await loop.create_server(places.begin, door.host, door.port)
    try:
        yield 0 if door.socket else server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await places.stop(grace)


def _bound(path: Path) -> socket.socket:
    """A socket in place of one that a dead process left; nobody else's is taken away."""
    ours = socket.socket(socket.AF_UNIX)
    try:
        if path.is_socket():
            _refuse_second(path)
            path.unlink()
        ours.bind(str(path))
        path.chmod(SOCKET_MODE)
    except OSError:
        ours.close()
        raise
    return ours


def _refuse_second(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as asking, suppress(ConnectionRefusedError):
        asking.connect(str(path))
        raise FileExistsError(path)
