"""Working out anew what is kept of every chain: all missing, and all right."""

import time

import asyncpg

from service.cli.rebuild import rebuild
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told

SMALL, LARGE = 100_000, 1_000_000
SECONDS = 60


@benchmark("rebuild")
async def rebuilding(lab: Lab) -> list[Figure]:
    """At 1,000,000 meetings a rebuild ends within a minute."""
    return [figure for meetings in (SMALL, LARGE) for figure in await _rebuilt(lab, meetings)]


async def _rebuilt(lab: Lab, meetings: int) -> list[Figure]:
    database = await lab.database(meetings)
    await _forget(database.administrator)
    first, missing, mended = await _timed(database.worker)
    again, _, left = await _timed(database.worker)
    name = f"rebuild: {meetings:,} meetings"
    return [
        told(f"{name}, chains", missing, "chains"),
        at_most(f"{name}, nothing kept", first, "s", SECONDS),
        at_most(f"{name}, all kept", again, "s", SECONDS),
        at_most(f"{name}, wrong after a rebuild", left + missing - mended, "chains", 0),
    ]


async def _timed(url: str) -> tuple[float, int, int]:
    started = time.monotonic()
    done = await rebuild(url)
    return time.monotonic() - started, done.chains, done.mended


async def _forget(url: str) -> None:
    administrator = await asyncpg.connect(url)
    try:
        await administrator.execute("truncate chain_state")
    finally:
        await administrator.close()
