"""A concern that nobody can count keeps no other out of the figures."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from structlog.testing import capture_logs

from planning.measures.actions import rebuild_measures
from planning.transactions import using
from service.database.counted import figures_missing
from service.jobs.measures import measure_jobs
from service.jobs.registry import JobContext
from tests.conftest import TestDatabase
from tests.factories import NOW
from tests.scene import Scene, decided, make_scene

_BREAK = """
set session_replication_role = replica;
update chain_entry set profile_version = {version} where concern_id = '{concern}';
set session_replication_role = origin
"""
"""Rules that were never in force: what nobody foresaw, and no act can do."""


@pytest.fixture
async def scene(committed: asyncpg.Pool, administrator: asyncpg.Connection) -> Scene:
    await administrator.execute(
        "truncate measure_due, measure_contribution, measure_cell, measure_set_aside;"
        " set session_replication_role = replica; delete from chain_entry;"
        " set session_replication_role = origin"
    )
    return await make_scene()


async def work(worker_pool: asyncpg.Pool) -> list[dict[str, object]]:
    """Do the worker's job; what it logged."""
    (handler,) = measure_jobs().handlers
    with capture_logs() as logs:
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))
    return [dict(line) for line in logs]


async def counted(administrator: asyncpg.Connection) -> set[UUID]:
    rows = await administrator.fetch(
        "select concern_id from measure_contribution where cells <> '{}'"
    )
    return {row["concern_id"] for row in rows}


async def test_it_is_set_aside_told_without_content_and_comes_back(
    scene: Scene,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
    database: TestDatabase,
) -> None:
    poisoned, other = await scene.concerns("NB-P-1", "NB-P-2")
    for child in (poisoned, other):
        await scene.hold(child.id, decided())
    version = await administrator.fetchval("select min(profile_version) from chain_entry")
    await administrator.execute(_BREAK.format(version=987654, concern=poisoned.id))
    assert await work(worker_pool) == [
        {
            "event": "concerns cannot be counted",
            "count": 1,
            "kinds": ["KeyError"],
            "log_level": "warning",
        }
    ]
    assert await counted(administrator) == {other.id}
    assert await figures_missing(database.worker) == [
        (
            "The partnership's figures lack concerns that cannot be counted (KeyError: 1)."
            " Run `accord rebuild`; if they stay, report it."
        )
    ]
    with using(worker_pool):
        assert await rebuild_measures(now=NOW) >= 2
    assert await counted(administrator) == {other.id}
    assert await figures_missing(database.worker) != []
    await administrator.execute(_BREAK.format(version=version, concern=poisoned.id))
    await scene.hold(poisoned.id, scene.adjourned())
    assert await work(worker_pool) == []
    assert await counted(administrator) == {poisoned.id, other.id}
    assert await figures_missing(database.worker) == []
