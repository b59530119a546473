"""The figures of drift: shown within half a second, and worked out anew within a minute."""

import time
from statistics import median
from uuid import UUID

import asyncpg

from planning import clock
from planning.measures.queries import dashboard
from planning.measures.rules import Filters, Period, last_whole_quarter, quarters
from planning.people.rules import Actor, AgencyCategory, Role
from service.cli.rebuild import rebuild_figures
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told

SMALL, LARGE = 100_000, 1_000_000
SECONDS, MILLISECONDS, RATIO = 60, 500, 2
TIMES = 9


@benchmark("drift")
async def drift(lab: Lab) -> list[Figure]:
    """A quarter's dashboard and a rebuild of its figures at 1,000,000 meetings."""
    small, large = [await _measured(lab, meetings) for meetings in (SMALL, LARGE)]
    return [
        at_most(f"figures worked out anew: {LARGE:,} meetings", large[0], "s", SECONDS),
        at_most(f"dashboard: {LARGE:,} meetings", large[1], "ms", MILLISECONDS),
        at_most("dashboard: against 100,000 meetings", large[1] / small[1], "ratio", RATIO),
        told(f"dashboard of a year: {LARGE:,} meetings", large[2], "ms"),
    ]


async def _measured(lab: Lab, meetings: int) -> tuple[float, float, float]:
    """Seconds of a rebuild, milliseconds of a quarter and of a year."""
    database = await lab.database(meetings)
    started = time.monotonic()
    await rebuild_figures(database.worker)
    rebuilt = time.monotonic() - started
    actor = await _partnership(database)
    last = last_whole_quarter(clock.today(clock.now()))
    year = quarters(last.previous().previous().previous().from_on, 4)
    async with connected(database.app):
        return rebuilt, await _milliseconds(last, actor), await _milliseconds(year, actor)


async def _milliseconds(period: Period, actor: Actor) -> float:
    each = []
    for _ in range(TIMES):
        started = time.monotonic()
        await dashboard(period=period, filters=Filters(), actor=actor, now=clock.now())
        each.append(1000 * (time.monotonic() - started))
    return median(each)


async def _partnership(database: Database) -> Actor:
    person_id, agency_id = await _granted(database.administrator)
    return Actor(
        person_id=person_id,
        agency_id=agency_id,
        agency_category=AgencyCategory.PARTNERSHIP,
        name="The partnership",
        email="partnership@example.org",
        roles=frozenset({Role.PARTNERSHIP}),
    )


async def _granted(url: str) -> tuple[UUID, UUID]:
    administrator = await asyncpg.connect(url)
    try:
        await administrator.execute("analyze measure_cell")
        person = await administrator.fetchrow(
            "select id, agency_id from person order by id limit 1"
        )
        await administrator.execute(
            "insert into person_role (person_id, role, granted_at)"
            " values ($1, 'partnership', now()) on conflict do nothing",
            person["id"],
        )
    finally:
        await administrator.close()
    return person["id"], person["agency_id"]
