"""Puts away what has ended: the queue's own log, and memberships past their time."""

from datetime import timedelta

from planning.access.actions import end_lapsed_memberships
from planning.transactions import using
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

TIDY = "tidy queue"
END_MEMBERSHIPS = "end lapsed memberships"
KEPT = timedelta(days=30)
"""How long the steps of ended jobs are kept; counts of them stay in pgqueuer's statistics."""


def tidying_jobs() -> Jobs:
    """The log once a night, memberships once an hour."""
    return Jobs(
        (Handler(TIDY, _tidy, concurrency=1), Handler(END_MEMBERSHIPS, _end, concurrency=1)),
        (
            Schedule(TIDY, "17 3 * * *", once(TIDY)),
            Schedule(END_MEMBERSHIPS, "11 * * * *", once(END_MEMBERSHIPS)),
        ),
    )


async def _tidy(_payload: bytes, context: JobContext) -> None:
    await context.pool.execute(
        "delete from pgqueuer_log where aggregated and created < now() - $1::interval", KEPT
    )


async def _end(_payload: bytes, context: JobContext) -> None:
    with using(context.pool):
        await end_lapsed_memberships()
