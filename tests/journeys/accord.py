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
from aiosmtpd.smtp import SMTP, Envelope, Session

from service.demo.cast import DOMAIN, PARTNERSHIP
from service.mail.mailbox import Keeper, list_messages, mailbox_server, read_message
from tests.conftest import TestDatabase

Found = TypeVar("Found")
MAIL_SERVER = f"mail.{DOMAIN}"
"""The one whose word about a sender counts."""
PATIENCE = 60
"""Seconds until something that should happen counts as not happening."""


class Mailboxes(Keeper):
    """One for everybody, but for addresses that are `dead`; `envelopes` are those of its mails."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.dead: set[str] = set()
        self.envelopes: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.dead:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        self.envelopes.append(envelope)
        return "250 2.1.5 OK"


@dataclass(frozen=True)
class Accord:
    """Where the running service is, and the mail that it has sent."""

    address: str
    mailbox: Path
    database: TestDatabase
    receives_at: int
    """The port that takes mail by LMTP."""
    mailboxes: Mailboxes

    async def mails(self, about: str, *, count: int, to: str = "") -> list[EmailMessage]:
        """All mails that link to this path, once there are so many, by recipient."""
        link = f"{self.address}{about}"

        async def look() -> list[EmailMessage] | None:
            mails = [mail for mail in await self._all() if link in text_of(mail)]
            found = [mail for mail in mails if to in {"", mail["To"]}]
            return found if len(found) >= count else None

        return sorted(await eventually(look), key=lambda mail: str(mail["To"]))

    def return_path(self, about: str, to: str) -> str:
        """Where news of the last mail goes that links to this path."""
        link = f"{self.address}{about}".encode()
        mails = [one for one in self.mailboxes.envelopes if one.rcpt_tos == [to]]
        return str([one.mail_from for one in mails if link in (one.content or b"")][-1])

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
    keeper = Mailboxes(mailbox)
    async with mailbox_server(keeper) as smtp_port:
        port, receive_port = _free_port(), _free_port()
        environment = _environment(database, port, smtp_port, folder)
        environment["ACCORD_RECEIVE_PORT"] = str(receive_port)
        processes = [_start(word, environment) for word in ("web", "worker", "receive")]
        try:
            address = f"http://127.0.0.1:{port}"
            await eventually(lambda: _healthy(address, processes))
            yield Accord(address, mailbox, database, receive_port, keeper)
        finally:
            for process in processes:
                process.terminate()
            codes = [await asyncio.to_thread(process.wait, PATIENCE) for process in processes]
        assert codes == [-signal.SIGTERM, 0, 0], (
            "uvicorn ends by the signal, once requests are done"
        )


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
        "ACCORD_MAIL_DOMAIN": f"accord.{DOMAIN}",
        "ACCORD_RECEIVE_AUTHSERV": MAIL_SERVER,
        "ACCORD_LOG_LEVEL": "warning",
    }


def _start(word: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "service.cli", word], env=environment)


async def _healthy(address: str, processes: list[subprocess.Popen[bytes]]) -> bool | None:
    assert [process.poll() for process in processes] == [None] * 3, "it does not start"
    async with httpx.AsyncClient() as client:
        try:
            answer = await client.get(f"{address}/health")
        except httpx.TransportError:
            return None
    return answer.status_code == httpx.codes.OK or None
