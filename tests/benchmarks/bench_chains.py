"""Anything that may happen to chains, a hundred thousand times, against the slow model."""

import time

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, benchmark, told
from tests.rules.chain_machine import ChainMachine

STEPS, EACH = 100_000, 50


class _Counted(ChainMachine):
    """The same, counting what all chains went through."""

    taken = 0

    def teardown(self) -> None:
        """A chain ends; each of its steps was checked."""
        type(self).taken += self.steps


@benchmark("chains")
async def chains(lab: Lab) -> list[Figure]:
    """A difference from the model is raised with the steps that lead to it."""
    started = time.monotonic()
    # Chains end before they are that long, here and there; those more are cheap.
    while _Counted.taken < STEPS:
        run_state_machine_as_test(
            _Counted,
            settings=settings(
                max_examples=STEPS // EACH // 2,
                stateful_step_count=EACH,
                deadline=None,
                database=None,
            ),
        )
    return [
        at_least("chains: steps that agree with the slow model", _Counted.taken, "steps", STEPS),
        told("chains: all steps", time.monotonic() - started, "s"),
    ]
