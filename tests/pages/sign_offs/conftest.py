"""Each test has one synthetic operation with both plans submitted, at the time of its planning."""

import pytest

from tests.clients import Browser
from tests.pages.operations.world import at_the_time
from tests.planning.operation_world import World, submitted_world

__all__ = ["at_the_time"]


@pytest.fixture
async def world() -> World:
    return (await submitted_world())[0]


@pytest.fixture
async def signatory(browser: Browser, world: World) -> Browser:
    await browser.sign_in_as(world.health)
    return browser
