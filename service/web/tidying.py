"""Forgets answers that nobody will ask for again."""

from datetime import timedelta

from planning import clock
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

KEPT = timedelta(days=2)
TIDY = "forget old answers"


def answers_jobs() -> Jobs:
    """Once an hour."""
    return Jobs((Handler(TIDY, forget_answers),), (Schedule(TIDY, "17 * * * *", once(TIDY)),))


async def forget_answers(_payload: bytes, context: JobContext) -> None:
    """Remove answers older than a repeat could reasonably be."""
    async with context.pool.acquire() as connection:
        await connection.execute(
            "delete from answered_request where claimed_at < $1", clock.now() - KEPT
        )
