"""The clock of minutes: each hour, those whose time for corrections is over become final."""

from planning import clock
from planning.meetings.actions import finish_by_clock
from planning.outbox import Enqueue
from planning.transactions import using
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

FINISH = "finish minutes"


def minutes_jobs(enqueue: Enqueue) -> Jobs:
    """Once an hour; minutes that are final already are left alone."""

    async def finish(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await finish_by_clock(now=clock.now(), enqueue=enqueue)

    return Jobs((Handler(FINISH, finish, concurrency=1),), (Schedule(FINISH, "2 * * * *", _queue),))


async def _queue(context: JobContext) -> None:
    async with context.pool.acquire() as connection:
        await put_jobs(connection, [NewJob(FINISH, key=FINISH)])
