"""Debian's Postfix in front of Debian's Dovecot, as a mail server for the storm."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.verdict import Taken
from tests.mailservers.dovecot import Dovecot, dovecot
from tests.mailservers.postfix import Postfix, postfix

FIRST_OF_OURS = b"\nSubject: "
"""What stands above it the servers on the way have put there."""


@dataclass
class Posted:
    """Mail that Postfix took and Dovecot keeps. It fails by going away only."""

    front: Postfix
    boxes: Dovecot

    @property
    def port(self) -> int:
        return self.front.port

    @property
    def arrived(self) -> int:
        return self.boxes.count()

    def misbehave(self, share: float) -> None:
        """A real server is asked for nothing of the kind."""

    async def away(self, seconds: float) -> None:
        await self.front.stop()
        await asyncio.sleep(seconds)
        await self.front.start()

    async def everything(self) -> Sequence[Taken]:
        """Once Postfix has nothing more to hand on; in no order, for it delivers side by side."""
        await self.front.emptied()
        return [Taken(_as_we_wrote(mail)) for mail in self.boxes.everything()]


def _as_we_wrote(mail: bytes) -> bytes:
    return mail[mail.index(FIRST_OF_OURS) + 1 :]


@asynccontextmanager
async def posted(people: Sequence[str]) -> AsyncIterator[Posted]:
    """Both servers, with a mail folder for each of these people."""
    folder = _folder()
    domains = {person.rpartition("@")[2] for person in people}
    try:
        async with dovecot(folder / "dovecot", people=people) as boxes:
            where = dict.fromkeys(domains, f"lmtp:unix:{boxes.socket}")
            async with postfix(folder / "postfix", port=free_port(), transports=where) as front:
                yield Posted(front, boxes)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="accord-mail-"))
    folder.chmod(0o755)  # each of the two runs as a user of its own
    return folder


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
