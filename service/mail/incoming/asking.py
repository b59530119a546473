"""Asks a running listener whether it takes mail, as the mail server would."""

import asyncio

from service.mail.incoming.listener import Door
from service.settings import MailProtocol

SECONDS = 10.0


async def ask(door: Door) -> str | None:
    """`None` when it does, else what is wrong."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _converse(door)
    except TimeoutError:
        return "The listener does not answer."
    except OSError:
        return "Nothing listens there: start `accord receive`."


async def _converse(door: Door) -> str | None:
    reader, writer = await (
        asyncio.open_unix_connection(door.socket)
        if door.socket
        else asyncio.open_connection(door.host, door.port)
    )
    greeting = b"LHLO" if door.protocol is MailProtocol.LMTP else b"EHLO"
    try:
        for words in (b"", greeting + b" localhost\r\n", b"NOOP\r\n"):
            writer.write(words)
            answer = await _answer(reader)
            if not answer.startswith("2"):
                return f"The listener says: {answer}"
        writer.write(b"QUIT\r\n")
        await _answer(reader)
    finally:
        writer.close()
    return None


async def _answer(reader: asyncio.StreamReader) -> str:
    while True:
        line = (await reader.readline()).decode("ascii", "replace").rstrip()
        if line[3:4] != "-":
            return line
