"""A worker in the benchmarks' own process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from service.jobs.worker import run_worker
from service.settings import Settings, load
from tests.benchmarks.lab import Database
from tests.clients import ENVIRONMENT


def settings_of(database: Database, port: int) -> Settings:
    """A worker of this database that hands its mail to the server at `port`."""
    return msgspec.structs.replace(
        load(ENVIRONMENT), smtp_port=port, worker_database_url=database.worker
    )


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """A worker runs inside."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(settings, stop))
    try:
        yield
    finally:
        stop.set()
        await worker
