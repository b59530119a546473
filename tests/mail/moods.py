"""A real server that misbehaves at one stage of SMTP, byte by byte as a test says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

SILENCE = b"silence"
CUT = b"cut"
ENDLESS = b"endless"
LINES = b"".join(b"250-%d\r\n" % number for number in range(10_000)) + b"250 end\r\n"
DRIP = b"250-x"
USUAL = {
    "CONNECT": b"220 moody\r\n",
    "EHLO": b"250-moody\r\n250 SIZE 1000000\r\n",
    "DATA": b"354 go on\r\n",
    "QUIT": b"221 bye\r\n",
}


@dataclass
class Moods:
    """`moods` are the answers of a stage, the first ones first; then it is well for ever."""

    moods: dict[str, list[bytes]] = field(default_factory=dict)
    usual: dict[str, bytes] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            going = await self._answer("CONNECT", writer)
            while going and (line := await reader.readline()):
                self.commands.append(line.decode("latin-1").strip())
                stage = self.commands[-1].partition(" ")[0].upper()
                going = await self._answer(stage, writer)
                if stage == "DATA" and self._begun:
                    self.taken.append(await reader.readuntil(b"\r\n.\r\n"))
                    going = await self._answer("DOT", writer)
                if stage == "QUIT":
                    break
        writer.transport.abort()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, stage: str, writer: asyncio.StreamWriter) -> bool:
        waiting = self.moods.get(stage, [])
        usual = self.usual.get(stage) or USUAL.get(stage, b"250 2.0.0 fine\r\n")
        answer = waiting.pop(0) if waiting else usual
        self._begun = answer.startswith(b"354")
        if answer == CUT:
            return False
        if answer == SILENCE:
            await asyncio.sleep(30)
        while answer == ENDLESS:
            writer.write(DRIP)
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(answer)
        await writer.drain()
        return True


@asynccontextmanager
async def moody(moods: Moods, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """The port of such a server."""
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(moods.serve(reader, writer)))

    server = await asyncio.start_server(begin, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
