"""Jobs are done at least once, through failures and restarts, and a stop waits for them."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest
from pgqueuer.executors import ScheduleExecutor

from planning.clock import now
from planning.outbox import Recipient
from planning.transactions import transaction
from service.jobs.drift import REFRESH, drift_jobs
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule
from service.jobs.worker import run_worker
from service.mail.outgoing import Outgoing
from service.settings import load
from tests.conftest import TestDatabase
from tests.factories import make_actor
from tests.jobs.conftest import Working, no_worker_connections
from tests.mail.messages import IDENTITY, invitation
from tests.mail.servers import Script, listening

SOON = 10.0


class Recorder:
    """A handler that keeps what it was given and fails as often as it is told to."""

    def __init__(self, *, failures: int = 0, seconds: float = 0.0) -> None:
        self.failures = failures
        self.seconds = seconds
        self.begun: asyncio.Queue[bytes] = asyncio.Queue()
        self.done: asyncio.Queue[bytes] = asyncio.Queue()

    async def __call__(self, payload: bytes, context: JobContext) -> None:
        self.begun.put_nowait(payload)
        await asyncio.sleep(self.seconds)
        if self.failures:
            self.failures -= 1
            raise ValueError("told to fail")
        self.done.put_nowait(payload)


async def put(pool: asyncpg.Pool, *jobs: NewJob) -> None:
    async with pool.acquire() as connection:
        await put_jobs(connection, jobs)


async def soon(queue: asyncio.Queue[bytes]) -> bytes:
    return await asyncio.wait_for(queue.get(), SOON)


async def until(administrator: asyncpg.Connection, question: str) -> None:
    async with asyncio.timeout(SOON):
        while not await administrator.fetchval(question):  # noqa: ASYNC110 - the database knows
            await asyncio.sleep(0.05)


async def test_the_web_side_queues_and_the_worker_does(
    pool: asyncpg.Pool, working: Working, administrator: asyncpg.Connection
) -> None:
    recorder = Recorder()
    async with working(Jobs((Handler("note", recorder),))):
        await put(pool, NewJob("note", b"one"), NewJob("note", b"two"))
        assert {await soon(recorder.done), await soon(recorder.done)} == {b"one", b"two"}
        await until(administrator, "select not exists (select from pgqueuer)")


async def test_a_key_keeps_a_job_from_waiting_twice(
    pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    for _ in range(2):
        await put(pool, NewJob("note", key="only"), NewJob("note"))
    assert await administrator.fetchval("select count(*) from pgqueuer") == 3
    await put(pool)


async def test_a_failed_job_is_tried_again(pool: asyncpg.Pool, working: Working) -> None:
    recorder = Recorder(failures=1)
    async with working(Jobs((Handler("note", recorder),))):
        await put(pool, NewJob("note", b"one"))
        assert await soon(recorder.done) == b"one"


async def test_a_job_that_keeps_failing_is_held_for_a_person(
    pool: asyncpg.Pool,
    working: Working,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.jobs.worker.RETRIES", 0)
    recorder = Recorder(failures=1)
    async with working(Jobs((Handler("note", recorder),))):
        await put(pool, NewJob("note", b"one"))
        await until(administrator, "select status = 'failed' from pgqueuer")


async def test_a_stop_lets_the_running_job_finish(pool: asyncpg.Pool, working: Working) -> None:
    recorder = Recorder(seconds=0.5)
    async with working(Jobs((Handler("note", recorder),))) as stop:
        await put(pool, NewJob("note", b"one"))
        await soon(recorder.begun)
        stop.set()
        await asyncio.sleep(0.1)
        await put(pool, NewJob("note", b"two"))
    assert recorder.done.get_nowait() == b"one"
    assert recorder.begun.empty()


async def test_the_worker_outlives_the_database(
    pool: asyncpg.Pool, working: Working, administrator: asyncpg.Connection
) -> None:
    recorder = Recorder()
    async with working(Jobs((Handler("note", recorder),))):
        await put(pool, NewJob("note", b"before"))
        assert await soon(recorder.done) == b"before"
        await until(administrator, "select not exists (select from pgqueuer)")
        async with no_worker_connections(administrator):
            await asyncio.sleep(0.3)
            await put(pool, NewJob("note", b"after"))
        assert await soon(recorder.done) == b"after"


async def test_a_schedule_runs_when_it_is_due(
    working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = asyncio.Event()

    async def run(_context: JobContext) -> None:
        ran.set()

    monkeypatch.setattr(ScheduleExecutor, "next_in", lambda _self: timedelta(seconds=0))
    async with working(Jobs(schedules=(Schedule("look", "* * * * *", run),))):
        await asyncio.wait_for(ran.wait(), SOON)


async def test_the_worker_looks_at_its_start_where_a_list_would_wait(working: Working) -> None:
    ran = asyncio.Event()

    async def run(_context: JobContext) -> None:
        ran.set()

    async with working(Jobs(schedules=(Schedule("look", "0 0 1 1 *", run, at_start=True),))):
        await asyncio.wait_for(ran.wait(), SOON)
    assert [one.name for one in drift_jobs(Outgoing(IDENTITY)).schedules if one.at_start] == [
        REFRESH
    ]


def test_jobs_of_several_modules_add_up() -> None:
    recorder = Recorder()
    one, two = Handler("one", recorder), Handler("two", recorder)
    assert Jobs((one,)) + Jobs((two,)) == Jobs((one, two))


async def test_the_worker_of_the_settings_delivers_to_their_mail_server(
    committed: asyncpg.Pool, database: TestDatabase, administrator: asyncpg.Connection
) -> None:
    script = Script()
    actor = await make_actor()
    async with listening(script) as port:
        settings = load(
            {
                "ACCORD_DATABASE_URL": database.app,
                "ACCORD_WORKER_DATABASE_URL": database.worker,
                "ACCORD_SMTP_PORT": str(port),
                "ACCORD_MAIL_DOMAIN": "accord.example",
            }
        )
        stop = asyncio.Event()
        worker = asyncio.create_task(run_worker(settings, stop))
        async with transaction(actor.person_id):
            recipient = Recipient(actor.person_id, actor.email)
            await Outgoing(IDENTITY)([invitation(recipient=recipient)], now=now())
        await until(administrator, "select state = 'accepted' from mail_message")
        stop.set()
        await worker
    assert [recipient for _, recipient in script.envelopes] == [actor.email]
