"""The queue's log keeps thirty days of what ended, and everything that is not counted yet."""

import asyncio

import asyncpg

from service.jobs.registry import JobContext
from service.jobs.tidying import TIDY, tidying_jobs

OLD, FRESH = "now() - interval '31 days'", "now() - interval '29 days'"


async def test_only_old_and_counted_steps_go(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await administrator.execute(
        "insert into pgqueuer_log (job_id, status, priority, entrypoint, created, aggregated)"
        f" values (1, 'successful', 0, 'x', {OLD}, true), (2, 'successful', 0, 'x', {FRESH}, true),"
        f" (3, 'successful', 0, 'x', {OLD}, false)"
    )
    (handler,) = tidying_jobs().handlers
    await handler.run(b"", JobContext(worker_pool, asyncio.Event()))
    left = await administrator.fetch("select job_id from pgqueuer_log order by job_id")
    assert [row[0] for row in left] == [2, 3]


async def test_it_is_queued_once_a_night(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    (schedule,) = tidying_jobs().schedules
    for _ in range(2):
        await schedule.run(JobContext(worker_pool, asyncio.Event()))
    queued = await administrator.fetch("select entrypoint from pgqueuer")
    assert [row[0] for row in queued] == [TIDY]
