"""A mail server's side of a conversation, word by word, and the listener that it speaks to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from planning.clock import now
from service.mail.incoming.listener import Door, listening
from service.mail.incoming.reception import Reception
from service.settings import MailProtocol

DOMAIN = "accord.example"
SENDER = "accord@accord.example"
FROM = "sam.hill@school.example"


@dataclass
class Talk:
    """One connection. `say` gives the whole answer, `parts` of it one a line."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, line: str | bytes) -> str:
        self.writer.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
        return await self.hear()

    async def hear(self) -> str:
        while True:
            line = (await asyncio.wait_for(self.reader.readline(), 20)).decode().rstrip("\r\n")
            if line[3:4] != "-":
                return line

    async def greet(self, words: str = "LHLO mx.example") -> None:
        assert (await self.hear()).startswith("220 accord.example")
        assert (await self.say(words)).startswith("250")

    async def begin(self, *recipients: str, sender: str = FROM) -> list[str]:
        assert (await self.say(f"MAIL FROM:<{sender}>")).startswith("250")
        return [await self.say(f"RCPT TO:<{recipient}>") for recipient in recipients]

    async def send(self, body: bytes, *, answers: int = 1) -> list[str]:
        assert (await self.say("DATA")).startswith("354")
        dotted = b"".join(
            b"." + line if line.startswith(b".") else line
            for line in body.splitlines(keepends=True)
        )
        first = await self.say(dotted + b".")
        return [first, *[await self.hear() for _ in range(answers - 1)]]

    async def is_closed(self) -> bool:
        try:
            return await asyncio.wait_for(self.reader.read(), 20) == b""
        except ConnectionError:
            return True


@asynccontextmanager
async def taking(
    pool: asyncpg.Pool, protocol: MailProtocol = MailProtocol.LMTP, *, grace: float = 5
) -> AsyncIterator[int]:
    """The port of a listener that runs inside."""
    reception = Reception(pool, DOMAIN, SENDER, now)
    async with listening(reception, Door(protocol), grace=grace) as port:
        yield port


@asynccontextmanager
async def talk(port: int) -> AsyncIterator[Talk]:
    """A connection to the listener."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Talk(reader, writer)
    finally:
        writer.close()
