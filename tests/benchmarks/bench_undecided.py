"""The morning's list of undecided chains for a manager behind very many walls."""

import time
from statistics import median
from uuid import UUID

import asyncpg
from litestar import Litestar

from planning import clock
from planning.transactions import transaction
from service.auth.cookies import cookie_name
from service.auth.sessions import open_session
from tests.benchmarks.driving import get
from tests.benchmarks.lab import Database, Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.visits import Visit, visit
from tests.clients import LIFETIMES

SMALL, LARGE = 100_000, 1_000_000
CHILDREN = 20_000
"""Whose concerns the manager is in: the same number in both."""
MILLISECONDS = 50
GROWTH = 2
TURNS = 15
PATHS = {
    "first page": "/concerns/undecided",
    "those at red": "/concerns/undecided?alert=red",
    "my own": "/concerns/undecided?mine=yes",
}

_MANAGER = """
select k.senior_manager_id from concern k group by 1 order by count(*) desc, 1 limit 1
"""
_LET_IN = """
insert into membership (id, compartment_id, person_id, reason, granted_by, from_at)
select gen_random_uuid(), k.compartment_id, $1, 'Answers for the service', $1, now()
from (select compartment_id from concern order by md5(id::text) limit $2) k
"""


@benchmark("undecided")
async def undecided(lab: Lab) -> list[Figure]:
    """Median milliseconds of the whole page, and how it grows with ten times the meetings."""
    small, large = [await _times(await lab.database(size)) for size in (SMALL, LARGE)]
    first = "first page"
    return [
        at_most(f"undecided, {LARGE:,} meetings: {first}", large[first], "ms", MILLISECONDS),
        at_most("undecided: growth at ten times", large[first] / small[first], "times", GROWTH),
        *(told(f"undecided, {LARGE:,} meetings: {name}", large[name], "ms") for name in PATHS),
        *(told(f"undecided, {SMALL:,} meetings: {name}", small[name], "ms") for name in PATHS),
    ]


async def _times(database: Database) -> dict[str, float]:
    manager = await _manager(database.administrator)
    async with visit(database) as visited:
        async with transaction(manager):
            session = await open_session(manager, lifetimes=LIFETIMES, now=clock.now())
        cookie = f"{cookie_name(secure=True)}={session}"
        return {name: await _median(visited, path, cookie) for name, path in PATHS.items()}


async def _manager(url: str) -> UUID:
    """The manager of the most children, let into the concerns of many more."""
    connection = await asyncpg.connect(url)
    try:
        manager = UUID(str(await connection.fetchval(_MANAGER)))
        await connection.execute(_LET_IN, manager, CHILDREN)
        await connection.execute("vacuum analyze membership")
        await connection.execute("vacuum analyze chain_state")
    finally:
        await connection.close()
    return manager


async def _median(visited: Visit, path: str, cookie: str) -> float:
    return median([await _milliseconds(visited.app, path, cookie) for _ in range(TURNS)])


async def _milliseconds(app: Litestar, path: str, cookie: str) -> float:
    started = time.perf_counter()
    status, _ = await get(app, path, cookie)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return (time.perf_counter() - started) * 1000
