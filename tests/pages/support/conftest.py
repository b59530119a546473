"""Two children of an operation, at the time of its planning."""

import pytest

from tests.pages.operations.world import at_the_time
from tests.planning.support_world import Support, make_support

__all__ = ["at_the_time"]


@pytest.fixture
async def support() -> Support:
    """Nobody supports the children yet; a promise holds before go-live."""
    made = await make_support()
    await made.promise([{"phase": "Before go-live", "contacts_a_week": "2"}])
    return made
