"""A job's transactions run on its worker's connections, whatever the process uses."""

import asyncpg

from planning.transactions import fetch_value, transaction, using


async def _role() -> str:
    async with transaction(None):
        return str(await fetch_value("select current_user"))


async def test_a_task_uses_its_own_connections_and_then_those_of_the_process(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    with using(worker_pool):
        assert await _role() == "accord_worker"
    assert await _role() == "accord_app"
