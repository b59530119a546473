"""The demo's own mail server: keeps what it is given as files, and lists and reads them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from secrets import token_hex

from aiosmtpd.smtp import SMTP, Envelope, Session

from planning.clock import now
from planning.errors import NotFound

LARGEST_MAIL = 1_000_000
_STAMP = "%Y%m%dT%H%M%S.%f"
_ID = re.compile(r"\d{8}T\d{6}\.\d{6}-[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MailboxItem:
    """A kept mail. `method` is REQUEST or CANCEL for a meeting and empty otherwise."""

    id: str
    to: str
    subject: str
    received_at: datetime
    method: str


class Keeper:
    """Writes each mail under a name that sorts by time: a mailbox for everybody."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one mail."""
        name = f"{now():{_STAMP}}-{token_hex(4)}"
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 5.6.0 no content"
        await asyncio.to_thread(_keep, self._folder, name, content)
        return "250 2.0.0 kept"


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Under another name first: a listing never sees half a mail."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    part.write_bytes(content)
    part.rename(folder / f"{name}.eml")


@asynccontextmanager
async def mailbox_server(
    keeper: Keeper, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[int]:
    """Let it keep mail while inside; gives the port, a free one when `port` is 0."""
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(keeper, hostname="localhost", data_size_limit=LARGEST_MAIL), host, port
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def list_messages(folder: Path, limit: int = 100) -> list[MailboxItem]:
    """The latest mails, newest first; reads files, so call it off the loop."""
    names = sorted((file.stem for file in folder.glob("*.eml")), reverse=True)
    kept = [name for name in names if _ID.fullmatch(name)]
    return [_item(folder, name) for name in kept[:limit]]


def read_message(folder: Path, message_id: str) -> EmailMessage:
    """One mail; raises `NotFound` for anything that is not the id of a kept one."""
    if not _ID.fullmatch(message_id):
        raise NotFound
    try:
        content = (folder / f"{message_id}.eml").read_bytes()
    except FileNotFoundError:
        raise NotFound from None
    return message_from_bytes(content, policy=modern)


def calendar_of(mail: EmailMessage) -> EmailMessage | None:
    """The calendar part of a mail, or `None`."""
    return next((part for part in mail.walk() if part.get_content_type() == "text/calendar"), None)


def _item(folder: Path, message_id: str) -> MailboxItem:
    mail = read_message(folder, message_id)
    calendar = calendar_of(mail)
    return MailboxItem(
        id=message_id,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        received_at=datetime.strptime(message_id.partition("-")[0], _STAMP).replace(tzinfo=UTC),
        method="" if calendar is None else str(calendar.get_param("method", "")),
    )
