"""Two pages with 100,000 meetings in the database, against a bare handler in the same process."""

from statistics import median

from litestar import Litestar

from tests.benchmarks.bare import PATH, bare_app, recording
from tests.benchmarks.driving import Ask, get, per_second
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, benchmark, told
from tests.benchmarks.visits import PAGES, Visit, Visitor, visit

MEETINGS = 100_000
BOUND = 0.4
ROUNDS, TIMES, AT_ONCE = 9, 192, 8


@benchmark("pages")
async def pages(lab: Lab) -> list[Figure]:
    """Throughput of "Your work" and of a chain page as a share of the bare handler's."""
    async with visit(await lab.database(MEETINGS)) as visited:
        return [
            figure for name, path in PAGES.items() for figure in await _page(visited, name, path)
        ]


async def _page(visited: Visit, name: str, path: str) -> list[Figure]:
    bare, size = await _equal(visited, path)
    ours = [_opening(visited.app, visitor, path) for visitor in visited.visitors]
    rounds = [await _round(ours, bare) for _ in range(ROUNDS + 1)][1:]
    return [
        at_least(
            f"{name}: throughput against bare Litestar",
            median(mine / theirs for mine, theirs in rounds),
            "ratio",
            BOUND,
        ),
        told(f"{name}: pages a second", median(mine for mine, _ in rounds), "1/s"),
        told(f"{name}: bare pages a second", median(theirs for _, theirs in rounds), "1/s"),
        told(f"{name}: size", size, "bytes"),
    ]


async def _equal(visited: Visit, path: str) -> tuple[Litestar, float]:
    """A bare application with as many queries and the same pages, and their size."""
    with recording() as rendered:
        seen = [await visited.statements(visitor, path) for visitor in visited.visitors]
    queries, sizes = zip(*seen, strict=True)
    readers = [visitor.reader for visitor in visited.visitors]
    bare = bare_app(visited.pool, readers, rendered, queries=round(median(queries)))
    return bare, median(sizes)


async def _round(ours: list[Ask], bare: Litestar) -> tuple[float, float]:
    """One after the other, so that what else the machine does strikes both alike."""
    mine = await per_second(ours, times=TIMES, at_once=AT_ONCE)
    theirs = await per_second([lambda: get(bare, PATH)], times=TIMES, at_once=AT_ONCE)
    return mine, theirs


def _opening(app: Litestar, visitor: Visitor, path: str) -> Ask:
    return lambda: visitor.open(app, path)
