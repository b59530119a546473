"""A meeting to which calendars reply; what a test does here stays, as the worker's takes it."""

from collections.abc import Iterator

import asyncpg
import pytest
import time_machine

from tests.clients import app, browser, program, settings
from tests.factories import NOW
from tests.replies.arriving import Post, make_post

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
