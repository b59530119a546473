"""From the commit that convenes to the mail server that accepts the invitation."""

import asyncio
import time
from datetime import timedelta
from statistics import median
from uuid import uuid4

from planning import clock
from planning.outbox import MeetingInvitation, Recipient
from planning.transactions import transaction
from service.mail.identity import identity_of
from service.mail.outgoing import Outgoing
from service.settings import Settings
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, benchmark, told
from tests.benchmarks.working import settings_of, working
from tests.mail.servers import Script, listening

INVITATIONS = 20
LONGEST_WAIT = 30.0


@benchmark("mail")
async def mail(lab: Lab) -> list[Figure]:
    """Seconds until a real SMTP server has taken a committed invitation; one at a time."""
    database = await lab.database(1_000)
    script = Script()
    async with listening(script) as port, connected(database.app):
        settings = settings_of(database, port)
        async with working(settings):
            await _invite(database, settings, script)
            waits = [await _invite(database, settings, script) for _ in range(INVITATIONS)]
    return [
        told("mail: commit to acceptance, median", median(waits) * 1000, "ms"),
        told("mail: commit to acceptance, longest", max(waits) * 1000, "ms"),
    ]


async def _invite(database: Database, settings: Settings, script: Script) -> float:
    person_id = database.partnership.readers[0].person_id
    taken = len(script.taken)
    async with transaction(person_id):
        now = clock.now()
        invitation = MeetingInvitation(
            meeting_id=uuid4(),
            recipient=Recipient(person_id, "person@example.org"),
            reference="ABC-234",
            uid=f"{uuid4()}@accord",
            organiser_token="token",
            sequence=0,
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=1, hours=1),
        )
        await Outgoing(identity_of(settings))([invitation], now=now)
        committing = time.perf_counter()
    async with asyncio.timeout(LONGEST_WAIT):
        while len(script.taken) == taken:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.001)
    return time.perf_counter() - committing
