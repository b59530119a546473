"""A batch of many asks the database as often as one of few."""

from collections.abc import Mapping

from planning.transactions import Connection
from tests.clients import Browser
from tests.pages.surge.batches import found, proposed
from tests.planning.surge_world import SurgeWorld
from tests.scene import noting_statements


async def counts(
    browser: Browser, connection: Connection, pages: Mapping[str, str]
) -> dict[str, int]:
    seen = {}
    for name, path in pages.items():
        assert (await browser.get(path)).status_code == 200
        with noting_statements(connection) as statements:
            await browser.get(path)
        seen[name] = len(statements)
    return seen


async def test_statements_do_not_grow_with_meetings(
    browser: Browser, world: SurgeWorld, rolled_back: Connection
) -> None:
    few = await asked(browser, world, rolled_back)
    await world.scene.concerns(*(f"M-{number}" for number in range(12)))
    assert await asked(browser, world, rolled_back) == few


async def asked(browser: Browser, world: SurgeWorld, connection: Connection) -> dict[str, int]:
    address, _ = await proposed(browser, world)
    await browser.submit(f"{address}/what-if", {"seconds": "10"})
    await found(world, address)
    pages = {"work": "/work", "choose": "/surge", "board": address}
    pages |= {part: f"{address}/{part}" for part in ("run", "confirm", "what-if", "absence")}
    return await counts(browser, connection, pages)
