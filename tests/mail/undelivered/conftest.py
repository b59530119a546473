"""A meeting whose mail is queued."""

import asyncpg
import pytest

from tests.mail.undelivered.world import Post, make_post


@pytest.fixture
async def post(committed: asyncpg.Pool, no_mail: None, worker_pool: asyncpg.Pool) -> Post:
    return await make_post(worker_pool)
