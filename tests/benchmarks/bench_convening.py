"""Convening a meeting with eight people through the API, counted as the driver sends it."""

from planning.transactions import use_connections
from service.settings import load
from tests.benchmarks.asking import find_convener
from tests.benchmarks.counting import CountingConnections, Statements
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.clients import ENVIRONMENT

MOST_STATEMENTS = 12


@benchmark("convening")
async def convening(lab: Lab) -> list[Figure]:
    """Statements of the act, BEGIN to COMMIT, with its idempotency key, its mail and its job."""
    counted = await _convene_twice(await lab.database(1_000))
    transactions = [one for one in counted.transactions() if len(one) > 1]
    return [
        at_most("convening: transactions", len(transactions), "transactions", 1),
        at_most("convening: statements", len(transactions[0]), "statements", MOST_STATEMENTS),
        told("convening: statements with the guard's", len(counted.sent), "statements"),
    ]


async def _convene_twice(database: Database) -> Statements:
    """The second is counted: the first one lets the process learn types and the profile."""
    convener = await find_convener(database)
    async with connected(database.app) as pool:
        counting = CountingConnections(pool)
        use_connections(counting)
        async with convener.program(load(ENVIRONMENT)) as program:
            await convener.convene(program, turn=0)
            counted = counting.begin()
            await convener.convene(program, turn=1)
    return counted
