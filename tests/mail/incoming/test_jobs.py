"""The whole way: a mail server hands an answer in, the worker hears of it, the answer stands."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

from planning import clock
from service.jobs.registry import JobContext, Jobs
from service.jobs.worker import run_jobs
from service.mail.incoming import jobs as incoming
from service.mail.incoming.addresses import Box, Recipient
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.jobs import FORGET, incoming_jobs
from service.mail.incoming.keeping import READ, Arrival, keep
from service.mail.outgoing import Outgoing
from tests.conftest import TestDatabase
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.mails import NAME, mail
from tests.mail.incoming.talking import taking, talk
from tests.mail.messages import IDENTITY

QUEUED = "select entrypoint from pgqueuer where status = 'queued' order by id"


def jobs(kept: timedelta = timedelta(days=30)) -> Jobs:
    return incoming_jobs(Outgoing(IDENTITY), Trusted(NAME, 1), kept=kept)


async def _settled(pool: asyncpg.Pool) -> None:
    for _ in range(1000):
        if await pool.fetchval("select settled_at from incoming_mail"):
            return
        await asyncio.sleep(0.02)


async def test_what_is_handed_in_is_read_at_once(
    invited: Invited, worker_pool: asyncpg.Pool, database: TestDatabase
) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(run_jobs(database.worker, jobs(), stop))
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        await server.send(mail("I am late").as_bytes())
        await asyncio.wait_for(_settled(worker_pool), 20)
    stop.set()
    await worker
    assert await worker_pool.fetchval("select state from incoming_mail") == "review"


async def test_what_lost_its_job_is_looked_for_each_minute(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    context = JobContext(worker_pool, asyncio.Event())
    due, forget = jobs().schedules
    for age in (1, 3):
        arrival = Arrival(
            "", [Recipient(Box.MEETINGS, invited.token)], utf8=False, body=b"%d" % age
        )
        await keep(worker_pool, arrival, now=clock.now() - timedelta(minutes=age))
    await administrator.execute("truncate pgqueuer")
    for schedule in (due, due, forget, forget):
        await schedule.run(context)
    assert [row[0] for row in await administrator.fetch(QUEUED)] == [READ, FORGET]


async def test_a_mail_that_breaks_its_reader_is_told_of_by_number_alone(
    worker_pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[Exception] = [ValueError("sam.hill@school.example"), asyncpg.AdminShutdownError()]

    async def broken(*_: object, **__: object) -> None:
        raise faults.pop(0)

    monkeypatch.setattr(incoming, "handle", broken)
    reader, _ = jobs().handlers
    mail_id = uuid4()
    with capture_logs() as lines:
        await reader.run(mail_id.bytes, JobContext(worker_pool, asyncio.Event()))
        with pytest.raises(asyncpg.AdminShutdownError):
            await reader.run(mail_id.bytes, JobContext(worker_pool, asyncio.Event()))
    expected = {"event": "incoming mail broke off", "id": mail_id, "kind": "ValueError"}
    assert lines == [expected | {"log_level": "warning"}]


async def test_the_night_wipes_what_was_dealt_with(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    recipient = Recipient(Box.MEETINGS, invited.token)
    await keep(worker_pool, Arrival("", [recipient], utf8=False, body=b"x"), now=clock.now())
    await administrator.execute(
        "update incoming_mail set state = 'noted', reason = 'words',"
        " settled_at = now() - interval '2 days'"
    )
    _, wipe = jobs(timedelta(days=1)).handlers
    await wipe.run(b"", JobContext(worker_pool, asyncio.Event()))
    assert await administrator.fetchval("select body from incoming_mail") == b""
