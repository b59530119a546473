"""A page asks as many questions of a large database as of a small one."""

from tests.benchmarks.lab import Database, Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.visits import PAGES, visit

SMALL, LARGE = 1_000, 100_000


@benchmark("queries")
async def queries(lab: Lab) -> list[Figure]:
    """The difference of queries a page between 1,000 and 100,000 meetings."""
    small, large = [await _counts(await lab.database(size)) for size in (SMALL, LARGE)]
    return [
        figure
        for name in PAGES
        for figure in (
            at_most(f"{name}: more queries at {LARGE:,}", large[name] - small[name], "queries", 0),
            told(f"{name}: queries a page", large[name], "queries"),
        )
    ]


async def _counts(database: Database) -> dict[str, int]:
    async with visit(database) as visited:
        return {
            name: max([(await visited.statements(one, path))[0] for one in visited.visitors])
            for name, path in PAGES.items()
        }
