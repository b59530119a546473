"""Each test has children who wait for a meeting, on Tuesday 3 March 2026."""

from collections.abc import AsyncIterator

import pytest
import time_machine

from tests.factories import NOW
from tests.planning.surge_world import SurgeWorld, make_surge_world


@pytest.fixture
async def world() -> AsyncIterator[SurgeWorld]:
    """Three children who never met, a scheduler, and people for a quorum."""
    with time_machine.travel(NOW, tick=False):
        yield await make_surge_world("N-1", "N-2", "N-3")
