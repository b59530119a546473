"""A meeting to which calendars reply; what a test does here stays, as the worker's takes it."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import asyncpg
import pytest
import time_machine

from tests.clients import app, browser, program, settings
from tests.factories import NOW
from tests.replies.arriving import Post, make_post
from tests.replying import Invited, invited
from tests.scene import Scene, make_scene

__all__ = ["app", "browser", "program", "settings"]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """Tuesday 3 March 2026, 2pm; time stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
async def post(committed: asyncpg.Pool, worker_pool: asyncpg.Pool) -> Post:
    """The usual meeting, tomorrow from 10am to 11am, and replies to it."""
    return await make_post(worker_pool)


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


@pytest.fixture
async def meeting_id(scene: Scene) -> UUID:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    return await scene.meet(child.id)


@pytest.fixture
async def police(scene: Scene, meeting_id: UUID) -> Invited:
    """The invitation of the police officer."""
    return await invited(meeting_id, scene.police, scene.chair)
