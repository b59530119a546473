"""Single runs of the scheduler, measured and judged: ours as a child or a command, and another."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil

from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Solution, Status
from planning.surge.solver.asking import Limit
from planning.surge.solver.replanning import replan
from service.surge.child import Line
from service.surge.solving import solve_beside
from tests.surge.checker import faults, lies, values
from tests.surge.instances import absence

MODEL = Path(__file__).with_name("timefold_run.py")
NEVER = 999.0
"""In place of a time or a ratio that there is none of."""


class SolveRun(NamedTuple):
    """One run of sixty seconds; `first_seconds` and `proved_seconds` count from its start."""

    problem: Problem
    solution: Solution
    values: tuple[int, ...]
    lies: list[str]
    seconds: float
    first_seconds: float
    proved_seconds: float
    megabytes: float

    def ratio(self, tier: int) -> float:
        """A tier's value to its proved bound."""
        bound = (self.solution.bound or (None,) * 5)[tier - 1]
        if self.values[tier] == (bound or 0):
            return 1
        return self.values[tier] / bound if bound else NEVER


class CommandRun(NamedTuple):
    """A whole command, start-up included."""

    status: Status
    seconds: float
    values: tuple[int, ...]


class Replan(NamedTuple):
    """`beyond` are the meetings moved that could have stayed as far as they alone are concerned."""

    seconds: float
    beyond: int
    broken: bool


def solved(problem: Problem, *, seconds: float) -> SolveRun:
    """As `accord surge solve` does it."""
    started = time.monotonic()
    heard: list[tuple[float, Line]] = []
    with _memory() as most:
        ended = solve_beside(
            problem,
            Limit(seconds),
            lambda line: heard.append((time.monotonic() - started, line)),
        )
    took = time.monotonic() - started
    solution = ended.answers[-1] if ended.answers else _nothing(problem)
    return SolveRun(
        problem=problem,
        solution=solution,
        values=values(problem, solution),
        lies=[lie for _, line in heard for lie in _lies(problem, line.solution)],
        seconds=took,
        first_seconds=next((at for at, line in heard if line.solution.meetings), NEVER),
        proved_seconds=next((at for at, line in heard if _proved(line.solution)), NEVER),
        megabytes=most[0] / 2**20,
    )


def _nothing(problem: Problem) -> Solution:
    return Solution("surge-solution/1", problem.name, Status.UNKNOWN, {})


def _lies(problem: Problem, solution: Solution) -> list[str]:
    """Of every answer on the way; a schedule that breaks a rule is one."""
    if not solution.meetings:
        return []
    return [*faults(problem, solution), *lies(problem, solution)]


def _proved(solution: Solution) -> bool:
    return bool(
        solution.bound and solution.objective and solution.bound[0] == solution.objective[1]
    )


@contextmanager
def _memory() -> Iterator[list[int]]:
    """The most bytes that all processes started while inside held together."""
    most, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            held = 0
            for child in psutil.Process().children(recursive=True):
                try:
                    held += child.memory_full_info().uss if "postgres" not in child.name() else 0
                except psutil.Error:
                    continue
            most[0] = max(most[0], held)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()


def commanded(problem: Problem, folder: Path, *, seconds: int) -> CommandRun:
    """`accord surge solve` in a process of its own."""
    source, out = _written(problem, folder), folder / "solution.json"
    words = ["-m", "service.cli", "surge", "solve", str(source), "--out", str(out)]
    started = time.monotonic()
    subprocess.run(
        [sys.executable, *words, "--time-limit", str(seconds)], check=False, capture_output=True
    )
    took = time.monotonic() - started
    solution = msgspec.json.decode(out.read_bytes(), type=Solution)
    return CommandRun(solution.status, took, values(problem, solution))


def timefold(python: str, problem: Problem, folder: Path, *, seconds: int) -> tuple[int, ...]:
    """The values of what Timefold finds, in an environment of its own."""
    source, out = _written(problem, folder), folder / "theirs.json"
    subprocess.run(
        [python, str(MODEL), str(source), str(seconds), str(out)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    return values(problem, msgspec.json.decode(out.read_bytes(), type=Solution))


def _written(problem: Problem, folder: Path) -> Path:
    path = folder / "problem.json"
    path.write_bytes(msgspec.json.encode(problem))
    return path


def replanned(problem: Problem, solution: Solution, seed: int) -> Replan:
    """One person ill for up to ten days; whoever is invited to a meeting is its price."""
    ill = absence(problem, solution, seed)
    prices = {
        one.id: len(one.required) + len(one.preferred) + sum(need.count for need in one.quorum)
        for one in problem.meetings
    }
    started = time.monotonic()
    found = replan(ill, standing=solution.meetings, prices=prices, limit=Limit(5))
    took = time.monotonic() - started
    held = bool(found.solution.meetings) and not faults(ill, found.solution)
    beyond = len(set(found.moved) - set(found.must_move))
    return Replan(took, beyond, not held)
