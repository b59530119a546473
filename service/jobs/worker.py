"""Runs jobs until it is asked to stop, through restarts of PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import FailingListenerError
from pgqueuer.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.models import Job
from pgqueuer.models import Schedule as DueSchedule

from planning.transactions import Connection
from service.database.pool import open_pool, prepare
from service.jobs.catalogue import all_jobs
from service.jobs.faults import LOST_DATABASE
from service.jobs.metrics import JOBS, RESTARTS
from service.jobs.registry import Handler, JobContext, Jobs, Schedule
from service.jobs.watching import wait, watching
from service.settings import Settings

BATCH = 10
HANDLER_CONNECTIONS = 4
RETRIES = 5
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
POLL = timedelta(seconds=30)

log = structlog.get_logger("accord.jobs")


async def run_worker(settings: Settings, stop: asyncio.Event) -> None:
    """Do all background work of this installation until `stop` is set (see `run_jobs`).

    Handlers that call planning need `planning.transactions.use_connections` set by the process.
    """
    await run_jobs(settings.worker_database_url, all_jobs(settings), stop)


async def run_jobs(url: str, jobs: Jobs, stop: asyncio.Event) -> None:
    """Work as accord_worker until `stop` is set; then running jobs finish and no new one starts.

    When the database goes away it waits and starts again; jobs that were running are picked up
    again after 30 s without a sign of life. Watches run beside the queue, whatever becomes of it.
    """
    async with watching(url, jobs.watches, stop):
        await _run_queue(url, jobs, stop)


async def _run_queue(url: str, jobs: Jobs, stop: asyncio.Event) -> None:
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            async with _connected(url) as (pool, connection):
                pause = FIRST_PAUSE
                await _run_until_stopped_or_lost(pool, connection, jobs, stop)
        except (*LOST_DATABASE, FailingListenerError) as lost:
            log.warning("worker lost the database", kind=type(lost).__name__, pause=pause)
            RESTARTS.inc()
            await wait(stop, pause)
            pause = min(pause * 2, LONGEST_PAUSE)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[tuple[asyncpg.Pool, Connection]]:
    """Connections for handlers, and one for the queue, which listens on it."""
    pool = await open_pool(url, maximum=HANDLER_CONNECTIONS)
    try:
        connection = await asyncpg.connect(url, timeout=10)
        try:
            await prepare(connection)
            yield pool, connection
        finally:
            connection.terminate()
    finally:
        pool.terminate()


async def _run_until_stopped_or_lost(
    pool: asyncpg.Pool, connection: Connection, jobs: Jobs, stop: asyncio.Event
) -> None:
    queue = PgQueuer(AsyncpgDriver(connection))
    connection.add_termination_listener(lambda _: queue.shutdown.set())
    context = JobContext(pool, queue.shutdown)
    _register(queue, jobs, context)
    for schedule in jobs.schedules:
        if schedule.at_start:
            await schedule.run(context)
    watcher = asyncio.create_task(_forward(stop, queue.shutdown))
    try:
        await queue.run(dequeue_timeout=POLL, batch_size=BATCH, shutdown_on_listener_failure=True)
    finally:
        watcher.cancel()


async def _forward(stop: asyncio.Event, shutdown: asyncio.Event) -> None:
    await stop.wait()
    shutdown.set()


def _register(queue: PgQueuer, jobs: Jobs, context: JobContext) -> None:
    for handler in jobs.handlers:
        queue.entrypoint(
            handler.name,
            concurrency_limit=handler.concurrency,
            accepts_context=False,
            on_failure="hold",
            executor_factory=partial(DatabaseRetryEntrypointExecutor, max_attempts=RETRIES),
        )(_job(handler, context))
    for schedule in jobs.schedules:
        queue.schedule(schedule.name, schedule.expression, accepts_context=False)(
            _schedule(schedule, context)
        )


def _job(handler: Handler, context: JobContext) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        try:
            await handler.run(job.payload or b"", context)
        except Exception as failure:
            JOBS.labels(job=handler.name, outcome="failed").inc()
            log.warning("job failed", job=handler.name, id=job.id, kind=type(failure).__name__)
            raise
        JOBS.labels(job=handler.name, outcome="done").inc()

    return run


def _schedule(schedule: Schedule, context: JobContext) -> Callable[[DueSchedule], Awaitable[None]]:
    async def run(_due: DueSchedule) -> None:
        await schedule.run(context)

    return run
