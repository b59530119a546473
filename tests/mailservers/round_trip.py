"""Invitations out and answers back, as an organisation's own mail servers carry them."""

import asyncio
import shutil
import smtplib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import asyncpg
import msgspec
from icalendar import Calendar

from planning import clock
from planning.clock import london_date
from planning.people.rules import Actor
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.benchmarks.lab import connected
from tests.faults.cluster import Cluster, cluster
from tests.faults.posted import free_port
from tests.faults.storm import worker_environment
from tests.mailservers.dovecot import Dovecot, dovecot
from tests.mailservers.postfix import HOST, postfix
from tests.scene import Scene, make_scene

OURS = "accord.example"
THEIRS = "people.example"
PATIENCE = 60.0
IDENTITY = MailIdentity(OURS, f"accord@{OURS}", f"https://{OURS}")


@dataclass(frozen=True)
class RoundTrip:
    """`seconds` go by from the first answer sent to the last one applied."""

    invited: int
    answered: int
    came_back: int
    seconds: float


async def round_trip(*, meetings: int) -> RoundTrip:
    """Convene, let police and chair answer by calendar mail, and find the nurse's address dead."""
    async with _posts() as (own, boxes, port), connected(own.database.app):
        scene = await _scene(own)
        for number in range(meetings):
            await _convene(scene, number)
        people = [scene.police, scene.chair]
        found = await _until(lambda: _mails(boxes, people, meetings))
        started = time.monotonic()
        for person, mail in found:
            await asyncio.to_thread(_answer, port, person, mail)
        answered = await _count(own, "attendee", "answer = 'accepted'", len(found))
        seconds = time.monotonic() - started
        came_back = await _count(own, "mail_message", "state = 'bounced'", meetings)
        return RoundTrip(len(found) + meetings, answered, came_back, seconds)


@asynccontextmanager
async def _posts() -> AsyncIterator[tuple[Cluster, Dovecot, int]]:
    """PostgreSQL, Postfix, Dovecot and Accord's own two processes; the port of Postfix."""
    async with cluster() as own:
        folder = mail_folder()
        box, port = free_port(), free_port()
        known = [f"{name}@{THEIRS}" for name in ("police", "chair")]
        async with dovecot(folder / "dovecot", people=known) as boxes:
            transports = {
                THEIRS: f"lmtp:unix:{boxes.socket}",
                OURS: f"lmtp:inet:127.0.0.1:{box}",
            }
            verdict = f"dmarc=pass header.from={THEIRS}"
            async with postfix(
                folder / "postfix", port=port, transports=transports, verdict=verdict
            ):
                environment = worker_environment(own, port) | {
                    "ACCORD_MAIL_DOMAIN": OURS,
                    "ACCORD_RECEIVE_PORT": str(box),
                    "ACCORD_RECEIVE_AUTHSERV": HOST,
                }
                async with running("worker", "receive", environment=environment):
                    yield own, boxes, port
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def mail_folder() -> Path:
    """A new folder that the users of Postfix and Dovecot may enter."""
    folder = Path(tempfile.mkdtemp(prefix="accord-mail-"))
    folder.chmod(0o755)
    return folder


@asynccontextmanager
async def running(*words: str, environment: Mapping[str, str]) -> AsyncIterator[None]:
    """Processes of `accord`, each with one of the words."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "service.cli", word, env=dict(environment)
        )
        for word in words
    ]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        codes = [await process.wait() for process in processes]
    assert codes == [0] * len(words)


async def _scene(own: Cluster) -> Scene:
    """People who can be written to, but for the nurse, whose mail folder is gone."""
    scene = await make_scene()
    scene.sent = Outgoing(IDENTITY)  # type: ignore[assignment]
    administrator = await asyncpg.connect(own.database.administrator)
    for name in ("police", "chair", "health", "scheduler"):
        actor = getattr(scene, name)
        await administrator.execute(
            "update person set email = $2 where id = $1", actor.person_id, f"{name}@{THEIRS}"
        )
        setattr(scene, name, msgspec.structs.replace(actor, email=f"{name}@{THEIRS}"))
    await administrator.close()
    return scene


async def _convene(scene: Scene, number: int) -> None:
    now = clock.now()
    concerns = await scene.concerns(f"R{number}")
    day = london_date(now) + timedelta(days=10 + number)
    convening = msgspec.structs.replace(
        scene.convening([one.id for one in concerns], on=day), decided_at=now
    )
    await scene.convene(convening, now=now)


def _mails(
    boxes: Dovecot, people: Sequence[Actor], meetings: int
) -> list[tuple[Actor, bytes]] | None:
    found = [(person, mail) for person in people for mail in boxes.mails(person.email)]
    return found if len(found) == meetings * len(people) else None


def _answer(port: int, person: Actor, mail: bytes) -> None:
    """As a mail program does: the same event with one word changed, to the organiser."""
    part = next(
        part
        for part in message_from_bytes(mail, policy=SMTP).walk()
        if part.get_content_type() == "text/calendar"
    )
    calendar = Calendar.from_ical(str(part.get_content()))
    calendar["METHOD"] = "REPLY"
    event = calendar.events[0]
    event.attendees[0].params["PARTSTAT"] = "ACCEPTED"
    event.DTSTAMP = clock.now()
    organiser = str(event.organizer).removeprefix("mailto:")
    answer = EmailMessage(policy=SMTP)
    answer["From"], answer["To"] = person.email, organiser
    answer["Subject"] = f"Accepted: {event.summary}"
    answer.set_content("")
    answer.add_alternative(
        calendar.to_ical(), maintype="text", subtype="calendar", params={"method": "REPLY"}
    )
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail(person.email, [organiser], answer.as_bytes())


async def _count(own: Cluster, table: str, which: str, wanted: int) -> int:
    """How many rows there are, once there are so many or nobody waits any longer."""
    administrator = await asyncpg.connect(own.database.administrator)
    until = time.monotonic() + PATIENCE
    count = 0
    while count < wanted and time.monotonic() < until:
        await asyncio.sleep(0.05)
        count = await administrator.fetchval(f"select count(*) from {table} where {which}")
    await administrator.close()
    return count


async def _until(look: Callable[[], list[tuple[Actor, bytes]] | None]) -> list[tuple[Actor, bytes]]:
    async with asyncio.timeout(PATIENCE):
        while (found := await asyncio.to_thread(look)) is None:  # noqa: ASYNC110 - files
            await asyncio.sleep(0.1)
        return found
