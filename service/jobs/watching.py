"""Keeps watches running beside the queue."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from service.database.pool import open_pool
from service.jobs.registry import JobContext, Watch

CONNECTIONS = 8
PAUSE = 1.0

log = structlog.get_logger("accord.jobs")


@asynccontextmanager
async def watching(url: str, watches: Sequence[Watch], stop: asyncio.Event) -> AsyncIterator[None]:
    """The watches run inside; at the end they have finished, for `stop` is set by then."""
    async with asyncio.TaskGroup() as group:
        for watch in watches:
            group.create_task(_keep(url, watch, stop))
        yield


async def wait(stop: asyncio.Event, seconds: float) -> None:
    """A pause that a stop ends."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _keep(url: str, watch: Watch, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await _run(url, watch, stop)
        except Exception as failure:  # noqa: BLE001 - no fault of a watch may end the worker
            log.warning("watch failed", watch=watch.name, kind=type(failure).__name__)
            await wait(stop, PAUSE)


async def _run(url: str, watch: Watch, stop: asyncio.Event) -> None:
    pool = await open_pool(url, maximum=CONNECTIONS)
    try:
        await watch.run(JobContext(pool, stop))
    finally:
        pool.terminate()
