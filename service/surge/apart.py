"""Solves what a worker asks on standard input, in a process of its own; answers on standard output.

Started by service.surge.running. A line for each better answer, the last one without a stage.
"""

import importlib
import os
import sys
import time

import msgspec

from planning.surge.rules.asked import Answer, Asked
from planning.surge.solver.asking import Limit, Progress
from service.surge.child import OUT_OF_MEMORY, limit_memory, until_asked, write

_OUT = 1
_LEAST_SECONDS = 0.5


class Order(msgspec.Struct, frozen=True):
    """What is to be solved, and when it must be done by the machine's monotonic clock."""

    asked: Asked
    until: float


class Told(msgspec.Struct, frozen=True):
    """One better answer; `stage` is None in the last."""

    stage: str | None
    answer: Answer


def main() -> int:
    """Solve once; the exit status says no more than whether memory was short."""
    stopped = until_asked()
    limit_memory()
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    limit = Limit(max(_LEAST_SECONDS, order.until - time.monotonic()))

    def tell(progress: Progress) -> bool:
        write(_OUT, Told(progress.stage, Answer(progress.solution)))
        return not stopped

    try:
        write(_OUT, Told(None, _answer(order.asked, limit, tell)))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _answer(asked: Asked, limit: Limit, tell: object) -> Answer:
    """The solver is loaded here, when memory is limited already."""
    if asked.standing is None:
        solver = importlib.import_module("planning.surge.solver.solve")
        return Answer(solver.solve(asked.problem, limit=limit, tell=tell))
    again = importlib.import_module("planning.surge.solver.replanning")
    found = again.replan(
        asked.problem, standing=asked.standing, prices=asked.prices, limit=limit, tell=tell
    )
    return Answer(found.solution, tuple(found.moved), tuple(found.must_move), found.price)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
