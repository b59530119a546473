"""Two thousand times two people at once: edit and sign, sign and withdraw, go live and edit."""

import time
from collections import Counter
from random import Random

from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark, told
from tests.database.gate_racing import make_races
from tests.factories import NOW

RACES, IN_ONE = 2_000, 100
"""Every act reads all answers of its operation, so each operation has its share of the races."""


@benchmark("gate_races")
async def gate_races(lab: Lab) -> list[Figure]:
    """A lost update, or a live operation without its signatures, is raised."""
    started = time.monotonic()
    async with connected(await lab.fresh("gate_races", now=NOW)) as pool:
        random, ended = Random(6), Counter[str]()
        for _ in range(RACES // IN_ONE):
            races = await make_races(lab.server.url("postgres", "gate_races"), random)
            await races.run(IN_ONE)
            ended += races.ended
        stuck = pool.get_size() - pool.get_idle_size()
    return [
        at_least("gate races: ended as if one came after the other", ended.total(), "races", RACES),
        *(told(f"gate races: {how}", times, "races") for how, times in sorted(ended.items())),
        at_most("gate races: connections that did not come back", stuck, "connections", 0),
        told("gate races: all", time.monotonic() - started, "s"),
    ]
