"""A scene at its own time, and a meeting in it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import time_machine

from tests.factories import NOW
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Everybody, on Tuesday 3 March 2026 at 2pm; time stands still."""
    with time_machine.travel(NOW, tick=False):
        yield await make_scene()


@pytest.fixture
async def children(scene: Scene) -> list[UUID]:
    """Two siblings' concerns."""
    return [concern.id for concern in await scene.concerns("N-1", "N-2")]


@pytest.fixture
async def meeting_id(scene: Scene, children: list[UUID]) -> UUID:
    """The usual meeting, tomorrow from 10am to 11am, about both."""
    return await scene.meet(*children)
