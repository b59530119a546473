"""An empty queue, and a worker that runs while a test does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import asyncpg
import pytest

from service.jobs.registry import Jobs
from service.jobs.worker import run_jobs
from tests.conftest import TestDatabase
from tests.mail.conftest import NOTHING

Working = Callable[[Jobs], AbstractAsyncContextManager[asyncio.Event]]


@pytest.fixture
async def administrator(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.administrator)
    await connection.execute("truncate pgqueuer_schedules;" + NOTHING)
    yield connection
    await connection.execute("truncate pgqueuer_schedules;" + NOTHING)
    await connection.close()


@pytest.fixture
def working(database: TestDatabase, administrator: asyncpg.Connection) -> Working:
    """Run a worker inside; it is stopped, and has stopped, at the end. Gives its stop event."""

    @asynccontextmanager
    async def run(jobs: Jobs) -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        worker = asyncio.create_task(run_jobs(database.worker, jobs, stop))
        try:
            yield stop
        finally:
            stop.set()
            await asyncio.wait_for(worker, 20)

    return run


@asynccontextmanager
async def no_worker_connections(administrator: asyncpg.Connection) -> AsyncIterator[None]:
    """As when PostgreSQL restarts: the worker's connections are cut and new ones are refused."""
    database = await administrator.fetchval("select current_database()")
    await administrator.execute(f'revoke connect on database "{database}" from accord_worker')
    await administrator.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where usename = 'accord_worker' and datname = current_database()"
    )
    try:
        yield
    finally:
        await administrator.execute(f'grant connect on database "{database}" to accord_worker')
