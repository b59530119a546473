"""Pages about one meeting cost the same however many other meetings there are."""

from statistics import median

from planning.transactions import use_connections
from tests.benchmarks.driving import Ask, per_second
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.visits import Visit, Visitor, visit

SMALL, LARGE = 10_000, 1_000_000
MOST = 1.3
PAGES = {"meeting page": "/meetings/{meeting_id}", "list of meetings": "/meetings"}
ROUNDS, TIMES, AT_ONCE = 9, 96, 4


@benchmark("scale")
async def scale(lab: Lab) -> list[Figure]:
    """Time of a page at 1,000,000 meetings as a multiple of that at 10,000."""
    little, big = [await lab.database(size) for size in (SMALL, LARGE)]
    async with visit(little) as small, visit(big) as large:
        return [
            figure
            for name, path in PAGES.items()
            for figure in await _page(small, large, name, path)
        ]


async def _page(small: Visit, large: Visit, name: str, path: str) -> list[Figure]:
    rounds = [[await _milliseconds(one, path) for one in (small, large)] for _ in range(ROUNDS + 1)]
    ratio = median(slow / quick for quick, slow in rounds[1:])
    return [
        at_most(f"{name}: {LARGE:,} meetings against {SMALL:,}", ratio, "ratio", MOST),
        told(f"{name}: at {LARGE:,}", median(slow for _, slow in rounds[1:]), "ms"),
    ]


async def _milliseconds(visited: Visit, path: str) -> float:
    """One page, with `AT_ONCE` readers at a time."""
    use_connections(visited.pool)
    asks = [_opening(visited, visitor, path) for visitor in visited.visitors]
    return 1000 / await per_second(asks, times=TIMES, at_once=AT_ONCE)


def _opening(visited: Visit, visitor: Visitor, path: str) -> Ask:
    return lambda: visitor.open(visited.app, path)
