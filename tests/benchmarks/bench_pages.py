"""Two pages with 100,000 meetings in the database, against a bare handler in the same process."""

from collections.abc import Sequence
from statistics import median

from litestar import Litestar

from tests.benchmarks.bare import PATH, bare_app, framed, plain
from tests.benchmarks.driving import Ask, get, per_second
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, benchmark, told
from tests.benchmarks.visits import PAGES, Visit, Visitor, visit

MEETINGS = 100_000
BOUND = 0.4
ROUNDS, TIMES, AT_ONCE = 7, 192, 8


@benchmark("pages")
async def pages(lab: Lab) -> list[Figure]:
    """Throughput of "Your work" and of a chain page as a share of the bare handler's."""
    async with visit(await lab.database(MEETINGS)) as visited:
        return [
            figure for name, path in PAGES.items() for figure in await _page(visited, name, path)
        ]


async def _page(visited: Visit, name: str, path: str) -> list[Figure]:
    seen = [await visited.statements(visitor, path) for visitor in visited.visitors]
    queries, size = (round(median(column)) for column in zip(*seen, strict=True))
    readers = [visitor.reader for visitor in visited.visitors]
    ours = [_opening(visited.app, visitor, path) for visitor in visited.visitors]
    rivals = [
        bare_app(visited.pool, readers, render, queries=queries, size=size)
        for render in (framed(), plain())
    ]
    asked = [ours, *([_asking(rival)] for rival in rivals)]
    rounds = [await _round(asked) for _ in range(ROUNDS + 1)][1:]
    page, equal, table = (median(column) for column in zip(*rounds, strict=True))
    return [
        at_least(
            f"{name}: throughput against bare Litestar with an equal page",
            median(mine / theirs for mine, theirs, _ in rounds),
            "ratio",
            BOUND,
        ),
        told(f"{name}: against a plain table of its size", page / table, "ratio"),
        told(f"{name}: pages a second", page, "1/s"),
        told(f"{name}: bare pages a second", equal, "1/s"),
        told(f"{name}: size", size, "bytes"),
    ]


async def _round(asked: Sequence[Sequence[Ask]]) -> list[float]:
    """Answers a second of each in turn, so that what else the machine does strikes all alike."""
    return [await per_second(asks, times=TIMES, at_once=AT_ONCE) for asks in asked]


def _asking(bare: Litestar) -> Ask:
    return lambda: get(bare, PATH)


def _opening(app: Litestar, visitor: Visitor, path: str) -> Ask:
    return lambda: visitor.open(app, path)
