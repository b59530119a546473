"""What has ended is put away: old steps of the queue, memberships past their time."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg

from planning.transactions import using
from service.jobs.registry import JobContext
from service.jobs.tidying import END_MEMBERSHIPS, TIDY, tidying_jobs
from tests.factories import NOW, make_actor

OLD, FRESH = "now() - interval '31 days'", "now() - interval '29 days'"


async def test_only_old_and_counted_steps_go(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await administrator.execute(
        "insert into pgqueuer_log (job_id, status, priority, entrypoint, created, aggregated)"
        f" values (1, 'successful', 0, 'x', {OLD}, true), (2, 'successful', 0, 'x', {FRESH}, true),"
        f" (3, 'successful', 0, 'x', {OLD}, false)"
    )
    handler, _ = tidying_jobs().handlers
    await handler.run(b"", JobContext(worker_pool, asyncio.Event()))
    left = await administrator.fetch("select job_id from pgqueuer_log order by job_id")
    assert [row[0] for row in left] == [2, 3]


async def test_they_are_queued_once(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    for schedule in tidying_jobs().schedules * 2:
        await schedule.run(JobContext(worker_pool, asyncio.Event()))
    queued = await administrator.fetch("select entrypoint from pgqueuer order by id")
    assert [row[0] for row in queued] == [TIDY, END_MEMBERSHIPS]


_MEMBERSHIPS = """
insert into membership (id, compartment_id, person_id, reason, granted_by, from_at, until_at,
                        ended_at)
select gen_random_uuid(), $1, $2, reason, $2, from_at, from_at + lasts, from_at + left_after
from (select $3::timestamptz - interval '1 day' as from_at) f, (values
    ('Coming to its end', interval '2 days', null), ('For ever', null, null),
    ('Left', interval '9 hours', interval '1 hour'), ('Over', interval '9 hours', null)
) m (reason, lasts, left_after)
"""


async def test_memberships_past_their_time_are_marked_as_ended(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    with using(committed):
        person = (await make_actor()).person_id
    compartment_id = uuid4()
    await administrator.execute(
        "insert into compartment (id, kind, created_at) values ($1, 'concern', $2)",
        compartment_id, NOW,
    )  # fmt: skip
    await administrator.execute(_MEMBERSHIPS, compartment_id, person, NOW)
    _, handler = tidying_jobs().handlers
    await handler.run(b"", JobContext(worker_pool, asyncio.Event()))
    rows = await administrator.fetch(
        "select reason, ended_at - from_at as after from membership"
        " where compartment_id = $1 order by reason",
        compartment_id,
    )
    assert {row["reason"]: row["after"] for row in rows} == {
        "Coming to its end": None,
        "For ever": None,
        "Left": timedelta(hours=1),
        "Over": timedelta(hours=9),
    }
