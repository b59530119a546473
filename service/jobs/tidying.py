"""Keeps the queue's own log small; it holds no case content and nobody's decisions."""

from datetime import timedelta

from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

TIDY = "tidy queue"
KEPT = timedelta(days=30)
"""How long the steps of ended jobs are kept; counts of them stay in pgqueuer's statistics."""


def tidying_jobs() -> Jobs:
    """Once a night."""
    return Jobs((Handler(TIDY, _tidy, concurrency=1),), (Schedule(TIDY, "17 3 * * *", _queue),))


async def _tidy(_payload: bytes, context: JobContext) -> None:
    await context.pool.execute(
        "delete from pgqueuer_log where aggregated and created < now() - $1::interval", KEPT
    )


async def _queue(context: JobContext) -> None:
    async with context.pool.acquire() as connection:
        await put_jobs(connection, [NewJob(TIDY, key=TIDY)])
