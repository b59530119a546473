"""The gate's checks, its conditions in SQL and the walls of operations, each taken out once."""

import time

from service.database.roles import OWNER
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.mutations.checks import in_database, in_rules
from tests.mutations.trial import judge


@benchmark("mutations")
async def mutations(lab: Lab) -> list[Figure]:
    """Names of survivors are told while it runs: each is a test that is missing."""
    started = time.monotonic()
    await lab.fresh("mutations")
    mutants = in_rules() + await in_database(lab.server.url(OWNER, "mutations"))
    verdicts = await judge(mutants, server=lab.server)
    return [
        told("mutations: checks taken out", len(mutants), "mutants"),
        told("mutations: noticed", verdicts.noticed, "mutants"),
        at_most("mutations: survivors", len(verdicts.survivors), "mutants", 0),
        at_most("mutations: tests that did not begin or end", len(verdicts.broken), "mutants", 0),
        told("mutations: all", (time.monotonic() - started) / 60, "minutes"),
    ]
