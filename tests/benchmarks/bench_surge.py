"""The scheduler on surges of three sizes and three loads: the command itself, several seeds each.

The short form takes about twenty minutes. ACCORD_SURGE_SEEDS=5 is the long form; with
ACCORD_TIMEFOLD=PYTHON, the Python of an environment that has Timefold, it also runs beside it.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from planning.surge.forms.solution import Status
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark, told
from tests.benchmarks.surge_runs import SolveRun, commanded, replanned, solved, timefold
from tests.surge.instances import surge, tight_day

SEEDS = int(os.environ.get("ACCORD_SURGE_SEEDS", "2"))
TIMEFOLD = os.environ.get("ACCORD_TIMEFOLD", "")
LOADS = (0.7, 0.9, 1.05)
LIMIT = 60
MEGABYTES = 2_000


class Size(NamedTuple):
    """`first` is within how many seconds a first valid schedule must come."""

    meetings: int
    children: int
    days: int
    first: float
    ratio: float


SIZES = (
    Size(90, 27, 42, 1, 1.05),
    Size(300, 100, 60, 3, 1.5),
    Size(1_000, 300, 120, 10, 2),
)


@benchmark("surge")
async def scheduling(_: Lab) -> list[Figure]:
    """Everything that is asked of the scheduler; each run judged by the independent checker."""
    with TemporaryDirectory(prefix="accord-surge-") as name:
        folder = Path(name)
        runs: list[SolveRun] = []
        figures: list[Figure] = []
        for size in SIZES:
            for load in LOADS:
                of_load = [_run(size, load, seed) for seed in range(1, SEEDS + 1)]
                runs += of_load
                figures += _of_load(size, load, of_load)
        figures += [*_tight(folder), *_absences(runs), *_beside(folder)]
        return [*figures, *_all(runs)]


def _run(size: Size, load: float, seed: int) -> SolveRun:
    problem = surge(size.meetings, size.children, size.days, load, seed)
    return solved(problem, seconds=LIMIT)


def _of_load(size: Size, load: float, runs: Sequence[SolveRun]) -> Iterator[Figure]:
    name = f"surge {size.meetings}/{size.children}/{size.days} at {load:.0%}"
    first = max(run.first_seconds for run in runs)
    yield at_most(f"{name}: first valid schedule, slowest", first, "s", size.first)
    ratios = [run.ratio(1) for run in runs]
    yield at_most(f"{name}: lateness to its bound, worst", max(ratios), "times", size.ratio)
    yield told(f"{name}: lateness, median", median(run.values[1] for run in runs), "days")
    if size is SIZES[0]:
        attendance = max(run.ratio(2) for run in runs)
        yield at_most(f"{name}: missing to its bound, worst", attendance, "times", 1.05)
        proved = sum(run.proved_seconds <= 20 for run in runs)
        yield at_least(f"{name}: lateness proved in 20 s", proved, "runs", len(runs) // 2 + 1)


def _tight(folder: Path) -> Iterator[Figure]:
    """One crowded day with travel: how long the whole command takes where there is no schedule."""
    runs = [
        commanded(tight_day(seed, 20 + seed % 21), folder, seconds=10) for seed in range(8 * SEEDS)
    ]
    without = [run.seconds for run in runs if run.status is Status.INFEASIBLE]
    undecided = sum(run.status is Status.UNKNOWN for run in runs)
    yield at_most("surge, one day, infeasible: verdict, slowest", max(without), "s", 1)
    yield told("surge, one day, infeasible: verdict, median", median(without), "s")
    yield told("surge, one day: infeasible", len(without), "problems")
    yield at_most("surge, one day: without a verdict in 10 s", undecided, "problems", 0)


def _absences(runs: Sequence[SolveRun]) -> Iterator[Figure]:
    """One person ill, on the schedules of ninety meetings."""
    found = [
        replanned(run.problem, run.solution, seed)
        for run in runs
        if len(run.problem.meetings) == SIZES[0].meetings
        for seed in range(SEEDS)
    ]
    slowest = max(one.seconds for one in found)
    yield at_most("surge, one person ill, 90 meetings: slowest", slowest, "s", 5)
    beyond = max(one.beyond for one in found)
    yield at_most(
        "surge, one person ill: moved beyond those that must, most", beyond, "meetings", 3
    )
    broken = sum(one.broken for one in found)
    yield at_most("surge, one person ill: broken schedules", broken, "schedules", 0)


def _beside(folder: Path) -> Iterator[Figure]:
    """Our ten seconds against sixty of Timefold, in lateness; breaches of its answer beside."""
    if not TIMEFOLD:
        return
    size = SIZES[-1]
    for load in LOADS:
        problem = surge(size.meetings, size.children, size.days, load, 1)
        ours = commanded(problem, folder, seconds=10).values
        theirs = timefold(TIMEFOLD, problem, folder, seconds=LIMIT)
        name = f"surge {size.meetings} at {load:.0%}"
        better = ours[:2] < theirs[:2]
        yield Figure(f"{name}: ours in 10 s, lateness", ours[1], "days", "better", better)
        yield told(f"{name}: Timefold in 60 s, lateness", theirs[1], "days")
        yield told(f"{name}: Timefold in 60 s, breaches", theirs[0], "breaches")


def _all(runs: Sequence[SolveRun]) -> Iterator[Figure]:
    yield at_most("surge: memory, most", max(run.megabytes for run in runs), "MB", MEGABYTES)
    yield at_most("surge: longest run beyond its limit", max(_over(run) for run in runs), "s", 2)
    yield at_most("surge: broken schedules", sum(run.values[0] > 0 for run in runs), "runs", 0)
    yield at_most("surge: false words", sum(len(run.lies) for run in runs), "words", 0)


def _over(run: SolveRun) -> float:
    return max(0.0, run.seconds - LIMIT)
