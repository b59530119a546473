"""What need to know costs: the queries of "Your work" with and without row-level security."""

import time
from statistics import median
from uuid import UUID

from planning import clock
from planning.meetings.queries import work_of
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.transactions import transaction
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, benchmark, told

MEETINGS = 100_000
TURNS = 8


@benchmark("walls")
async def walls(lab: Lab) -> list[Figure]:
    """Milliseconds of the same view as accord_app, who is walled in, and as a superuser."""
    database = await lab.database(MEETINGS)
    walled = await _view(database, database.app)
    free = await _view(database, database.administrator)
    return [
        told("walls: your work’s queries behind them", walled, "ms"),
        told("walls: the same without them", free, "ms"),
    ]


async def _view(database: Database, url: str) -> float:
    async with connected(url, maximum=1):
        actors = [await _actor(reader.person_id) for reader in database.partnership.readers]
        return median([await _milliseconds(actor) for _ in range(TURNS) for actor in actors])


async def _actor(person_id: UUID) -> Actor:
    async with transaction(person_id):
        return await actor_of(person_id)


async def _milliseconds(actor: Actor) -> float:
    started = time.perf_counter()
    await work_of(actor=actor, now=clock.now())
    return (time.perf_counter() - started) * 1000
