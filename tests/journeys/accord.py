"""The real service: web, worker and a mail server on a database of their own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

import httpx

from service.demo.cast import PARTNERSHIP
from service.mail.mailbox import list_messages, mailbox_server, read_message
from tests.conftest import TestDatabase

Found = TypeVar("Found")
PATIENCE = 30
"""Seconds until something that should happen counts as not happening."""


@dataclass(frozen=True)
class Accord:
    """Where the running service is, and the mail that it has sent."""

    address: str
    mailbox: Path
    database: TestDatabase

    async def mails(self, about: str, *, count: int, to: str = "") -> list[EmailMessage]:
        """All mails that link to this path, once there are so many, by recipient."""
        link = f"{self.address}{about}"

        async def look() -> list[EmailMessage] | None:
            mails = [mail for mail in await self._all() if link in text_of(mail)]
            found = [mail for mail in mails if to in {"", mail["To"]}]
            return found if len(found) >= count else None

        return sorted(await eventually(look), key=lambda mail: str(mail["To"]))

    async def _all(self) -> list[EmailMessage]:
        items = await asyncio.to_thread(list_messages, self.mailbox, 1000)
        return [await asyncio.to_thread(read_message, self.mailbox, item.id) for item in items]


def text_of(mail: EmailMessage) -> str:
    """The text that a person reads."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def everything_in(mail: EmailMessage) -> str:
    """Every header and every part, decoded."""
    contents = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    texts = [found.decode() if isinstance(found, bytes) else str(found) for found in contents]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *texts])


async def eventually(look: Callable[[], Awaitable[Found | None]]) -> Found:
    """What `look` finds, as soon as it finds something; raises `TimeoutError`."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(0.05)
    raise TimeoutError


@asynccontextmanager
async def running(database: TestDatabase, folder: Path) -> AsyncIterator[Accord]:
    """Start everything; at the end SIGTERM must let each process finish by itself."""
    mailbox = folder / "mailbox"
    async with mailbox_server(mailbox) as smtp_port:
        port = _free_port()
        environment = _environment(database, port, smtp_port, folder)
        processes = [_start(word, environment) for word in ("web", "worker")]
        try:
            address = f"http://127.0.0.1:{port}"
            await eventually(lambda: _healthy(address, processes))
            yield Accord(address, mailbox, database)
        finally:
            for process in processes:
                process.terminate()
            codes = [await asyncio.to_thread(process.wait, PATIENCE) for process in processes]
        assert codes == [-signal.SIGTERM, 0], "uvicorn ends by the signal, once requests are done"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _environment(database: TestDatabase, port: int, smtp_port: int, folder: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ACCORD_")}
    return kept | {
        "ACCORD_DATA": str(folder),
        "ACCORD_DATABASE_URL": database.app,
        "ACCORD_WORKER_DATABASE_URL": database.worker,
        "ACCORD_PORT": str(port),
        "ACCORD_PARTNERSHIP": PARTNERSHIP,
        "ACCORD_SMTP_PORT": str(smtp_port),
        "ACCORD_LOG_LEVEL": "warning",
    }


def _start(word: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "service.cli", word], env=environment)


async def _healthy(address: str, processes: list[subprocess.Popen[bytes]]) -> bool | None:
    assert [process.poll() for process in processes] == [None, None], "it does not start"
    async with httpx.AsyncClient() as client:
        try:
            answer = await client.get(f"{address}/health")
        except httpx.TransportError:
            return None
    return answer.status_code == httpx.codes.OK or None
