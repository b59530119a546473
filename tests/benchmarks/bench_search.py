"""Searching among 100,000 meetings, by each thing that one can search by."""

import time
from datetime import date
from statistics import median
from uuid import UUID

from planning import clock
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.search.actions import search
from planning.search.rules import Terms
from planning.transactions import transaction
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told

MEETINGS = 100_000
TURNS = 5
MILLISECONDS = 100
TERMS = {
    "a child's name": Terms(child="child 1"),
    "a name that nobody has": Terms(child="zzz"),
    "a person": Terms(person="person 7"),
    "a reference": Terms(reference="7K4-QXP"),
    "a month": Terms(from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)),
}


@benchmark("search")
async def searching(lab: Lab) -> list[Figure]:
    """Median milliseconds of a search by the people who have read the most."""
    database = await lab.database(MEETINGS)
    async with connected(database.app, maximum=1):
        actors = [await _actor(reader.person_id) for reader in database.partnership.readers]
        times = {name: await _median(terms, actors) for name, terms in TERMS.items()}
        seen = [await _compartments(actor) for actor in actors]
    return [
        *(at_most(f"search by {name}", ms, "ms", MILLISECONDS) for name, ms in times.items()),
        told("search: compartments of the person in the most", max(seen), "compartments"),
    ]


async def _actor(person_id: UUID) -> Actor:
    async with transaction(person_id):
        return await actor_of(person_id)


async def _median(terms: Terms, actors: list[Actor]) -> float:
    return median([await _milliseconds(terms, actor) for _ in range(TURNS) for actor in actors])


async def _milliseconds(terms: Terms, actor: Actor) -> float:
    started = time.perf_counter()
    await search(terms=terms, actor=actor, now=clock.now())
    return (time.perf_counter() - started) * 1000


async def _compartments(actor: Actor) -> int:
    async with transaction(actor.person_id) as connection:
        return int(await connection.fetchval("select cardinality(accord_compartments())"))
