"""Ten thousand surges drawn over 26 weeks, for every role, from the review’s size up."""

import time
import tracemalloc
from statistics import median

from planning.surge.forecast import RUNS, WEEKS, Assumptions, Figures, Pool, Role, Victims, forecast
from planning.surge.forecast.roles import ATTENDING
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told

SIZES = {27: Victims(27, 0, 27), 100: Victims(40, 30, 100), 300: Victims(120, 90, 300)}
LARGEST = Victims(300, 300, 1038)
MOST_SECONDS, MOST_MEGABYTES = 1, 200


@benchmark("forecast")
async def forecasting(_: Lab) -> list[Figure]:
    """Seconds, and at the largest size the memory that it takes beside what was there."""
    named = f"{RUNS:,} runs, {WEEKS} weeks"
    return [
        *(
            at_most(f"forecast: {named}, {size} victims", _seconds(victims), "s", MOST_SECONDS)
            for size, victims in SIZES.items()
        ),
        told("forecast: 1,038 victims", _seconds(LARGEST), "s"),
        at_most("forecast: memory", _megabytes(LARGEST), "MB", MOST_MEGABYTES),
    ]


def _seconds(victims: Victims) -> float:
    taken = []
    for seed in range(5):
        started = time.perf_counter()
        forecast(_figures(victims), seed)
        taken.append(time.perf_counter() - started)
    return median(taken)


def _megabytes(victims: Victims) -> float:
    tracemalloc.start()
    forecast(_figures(victims))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _figures(victims: Victims) -> Figures:
    general = [Pool(role, (4.0,) * WEEKS) for role in Role if role is not Role.ATTENDING]
    attending = [Pool(Role.ATTENDING, (6.0,) * WEEKS, category) for category in ATTENDING]
    return Figures(victims, Assumptions(), (4, *(5,) * (WEEKS - 1)), (*general, *attending))
