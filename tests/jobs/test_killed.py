"""A worker or a database that dies in the middle of handing a mail in loses nothing."""

import asyncio
import os
import sys
from contextlib import suppress

import asyncpg

from planning.clock import now
from planning.outbox import Recipient
from planning.transactions import transaction
from service.mail.claims import LEASE
from service.mail.outgoing import Outgoing
from service.mail.smtp import PATIENT
from tests.conftest import TestDatabase
from tests.factories import make_actor
from tests.jobs.conftest import no_worker_connections
from tests.mail.delivering import deliver
from tests.mail.messages import IDENTITY, invitation
from tests.mail.servers import HOLD, Script, listening

WORKER = (
    "import asyncio; from service.jobs.worker import run_worker; from service.settings import load;"
    " asyncio.run(run_worker(load(), asyncio.Event()))"
)


async def start_worker(database: TestDatabase, port: int) -> asyncio.subprocess.Process:
    environment = {
        "ACCORD_DATABASE_URL": database.app,
        "ACCORD_WORKER_DATABASE_URL": database.worker,
        "ACCORD_SMTP_PORT": str(port),
        "ACCORD_MAIL_DOMAIN": "accord.example",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, env=os.environ | environment
    )


async def taken(script: Script) -> None:
    async with asyncio.timeout(30):
        while not script.taken:  # noqa: ASYNC110 - another process's doing
            await asyncio.sleep(0.02)


async def queue_mail() -> None:
    actor = await make_actor()
    recipient = Recipient(actor.person_id, actor.email)
    async with transaction(actor.person_id):
        await Outgoing(IDENTITY)([invitation(recipient=recipient)], now=now())


async def test_killed_before_the_answer_the_same_bytes_go_again(
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
    database: TestDatabase,
) -> None:
    script = Script(to_message=[HOLD])
    await queue_mail()
    async with listening(script) as port:
        worker = await start_worker(database, port)
        try:
            await taken(script)
        finally:
            with suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()
        assert await deliver(worker_pool, port, at=now() + LEASE) == 1
    assert script.taken[0] == script.taken[1]
    state = await administrator.fetchrow("select state, attempts from mail_message")
    assert tuple(state) == ("accepted", 2)


async def test_a_database_that_is_away_after_the_answer_causes_no_duplicate(
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
) -> None:
    script = Script(to_message=[HOLD])
    await queue_mail()
    async with listening(script) as port:
        delivering = asyncio.create_task(deliver(worker_pool, port, at=now(), patience=PATIENT))
        await taken(script)
        async with no_worker_connections(administrator):
            script.released.set()
            await asyncio.sleep(0.3)
            assert not delivering.done()
        assert await delivering == 1
    assert len(script.taken) == 1
    assert await administrator.fetchval("select state from mail_message") == "accepted"
