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
    (walled, bare), size = await _equals(visited, path)
    ours = [_opening(visited.app, visitor, path) for visitor in visited.visitors]
    rounds = [await _round(ours, walled, bare) for _ in range(ROUNDS + 1)][1:]
    return [
        at_least(
            f"{name}: throughput against bare Litestar",
            median(mine / free for mine, _, free in rounds),
            "ratio",
            BOUND,
        ),
        told(
            f"{name}: the same with our walls for it",
            median(mine / behind for mine, behind, _ in rounds),
            "ratio",
        ),
        told(f"{name}: pages a second", median(mine for mine, _, _ in rounds), "1/s"),
        told(f"{name}: bare pages a second", median(free for _, _, free in rounds), "1/s"),
        told(f"{name}: size", size, "bytes"),
    ]


async def _equals(visited: Visit, path: str) -> tuple[list[Litestar], float]:
    """Bare applications, with walls and without, of as many queries and the same pages."""
    with recording() as rendered:
        seen = [await visited.statements(visitor, path) for visitor in visited.visitors]
    queries, sizes = zip(*seen, strict=True)
    readers = [visitor.reader for visitor in visited.visitors]
    count = round(median(queries))
    return [
        bare_app(visited.pool, readers, rendered, queries=count, walled=walled)
        for walled in (True, False)
    ], median(sizes)


async def _round(ours: list[Ask], *bare: Litestar) -> list[float]:
    """One after the other, so that what else the machine does strikes all alike."""
    mine = await per_second(ours, times=TIMES, at_once=AT_ONCE)
    return [mine, *[await _bare(app) for app in bare]]


async def _bare(app: Litestar) -> float:
    return await per_second([lambda: get(app, PATH)], times=TIMES, at_once=AT_ONCE)


def _opening(app: Litestar, visitor: Visitor, path: str) -> Ask:
    return lambda: visitor.open(app, path)
