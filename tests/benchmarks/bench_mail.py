"""From the commit that convenes to the mail server that accepts the invitation."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from statistics import median, quantiles
from uuid import UUID, uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from planning import clock
from planning.outbox import MeetingInvitation, Recipient
from planning.transactions import transaction
from service.mail.identity import identity_of
from service.mail.outgoing import Outgoing
from service.settings import Settings
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.working import settings_of, working
from tests.mail.servers import Script, listening

ALONE = 100
A_MINUTE = 2_000
PEOPLE = 8
"""Of one meeting of the stream: one commit."""
LONGEST_WAIT = 30.0


@benchmark("mail")
async def mail(lab: Lab) -> list[Figure]:
    """Seconds until a real SMTP server has taken a committed invitation: alone, and of many."""
    database = await lab.database(1_000)
    server = _Watch()
    async with listening(server) as port, connected(database.app):
        settings = settings_of(database, port)
        async with working(settings):
            await _invite(database, settings, server, ["first@example.org"])
            alone = [
                wait
                for number in range(ALONE)
                for wait in await _invite(database, settings, server, [f"a{number}@example.org"])
            ]
            of_many = await _stream(database, settings, server)
    return [
        told("mail: commit to acceptance, median", median(alone) * 1000, "ms"),
        at_most("mail: commit to acceptance, p99", _p99(alone), "s", 1),
        told("mail: at 2,000 a minute, median", median(of_many) * 1000, "ms"),
        at_most("mail: at 2,000 a minute, p99", _p99(of_many), "s", 5),
    ]


class _Watch(Script):
    """Knows when the message to each address was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, float] = {}

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self.at[envelope.rcpt_tos[0]] = time.perf_counter()
        return answer

    async def waits(self, addresses: Sequence[str], since: float) -> list[float]:
        async with asyncio.timeout(LONGEST_WAIT):
            while not self.at.keys() >= set(addresses):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.002)
        return [self.at[address] - since for address in addresses]


async def _stream(database: Database, settings: Settings, server: _Watch) -> list[float]:
    """A minute of meetings, each committed when its time comes."""
    pause = 60 * PEOPLE / A_MINUTE
    started = time.perf_counter()
    meetings = []
    async with asyncio.TaskGroup() as group:
        for turn in range(A_MINUTE // PEOPLE):
            await asyncio.sleep(started + turn * pause - time.perf_counter())
            addresses = [f"s{turn}-{number}@example.org" for number in range(PEOPLE)]
            convening = _invite(database, settings, server, addresses)
            meetings.append(group.create_task(convening))
    return [wait for meeting in meetings for wait in meeting.result()]


async def _invite(
    database: Database, settings: Settings, server: _Watch, addresses: Sequence[str]
) -> list[float]:
    readers = database.partnership.readers
    meeting_id, now = uuid4(), clock.now()
    people = [readers[number % len(readers)].person_id for number in range(len(addresses))]
    async with transaction(people[0]):
        await Outgoing(identity_of(settings))(
            [
                _invitation(meeting_id, Recipient(person_id, address), number)
                for person_id, address, number in zip(people, addresses, count(), strict=False)
            ],
            now=now,
        )
        committing = time.perf_counter()
    return await server.waits(addresses, committing)


def _invitation(meeting_id: UUID, recipient: Recipient, sequence: int) -> MeetingInvitation:
    return MeetingInvitation(
        meeting_id=meeting_id,
        recipient=recipient,
        reference="ABC-234",
        uid=f"{uuid4()}@accord",
        organiser_token="token",
        sequence=sequence,
        starts_at=clock.now() + timedelta(days=1),
        ends_at=clock.now() + timedelta(days=1, hours=1),
    )


def _p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[98]
