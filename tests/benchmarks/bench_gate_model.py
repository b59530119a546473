"""Two million states of plans, sign-offs and the gate: our rules say what the model says."""

import resource
import time

from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark, told
from tests.rules.gate_agreement import agree
from tests.rules.gate_search import explore

STATES, ENOUGH = 2_000_000, 1_000_000
MINUTES, GIGABYTES = 5, 2


@benchmark("gate_model")
async def gate_model(_lab: Lab) -> list[Figure]:
    """A difference from the model is raised with the state in which it was found."""
    started = time.monotonic()
    search = explore(STATES, agree)
    minutes = (time.monotonic() - started) / 60
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return [
        at_least("gate model: states that agree", len(search.known), "states", ENOUGH),
        *(
            told(f"gate model: first met {depth} acts from a beginning", states, "states")
            for depth, states in enumerate(search.depths)
        ),
        told("gate model: states live through the gate", search.live, "states"),
        at_most("gate model: all states", minutes, "minutes", MINUTES),
        at_most("gate model: memory", most, "GB", GIGABYTES),
    ]
