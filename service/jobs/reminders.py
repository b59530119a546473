"""Reminders: every few minutes, who may wait for one is looked after, person by person."""

from planning import clock
from planning.outbox import Enqueue
from planning.reminders.actions import remind
from planning.reminders.queries import due_now
from planning.transactions import RETRYABLE, using
from service.jobs.metrics import REMINDED, REMINDERS
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

REMIND = "remind people"


def reminder_jobs(enqueue: Enqueue) -> Jobs:
    """Each five minutes; what is due is decided when it is sent, so a late run sends no more."""

    async def tell(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await remind_all(context, enqueue)

    return Jobs((Handler(REMIND, tell, concurrency=1),), (Schedule(REMIND, "*/5 * * * *", _queue),))


async def remind_all(context: JobContext, enqueue: Enqueue) -> None:
    """Each person in a transaction of their own; one that fails keeps nobody else waiting."""
    due = await due_now(now=clock.now())
    if due is None:
        return
    failures: list[Exception] = []
    for person_id, candidates in due.people.items():
        if context.stopping.is_set():
            break
        try:
            things = await remind(
                person_id=person_id,
                candidates=candidates,
                profile=due.profile,
                now=clock.now(),
                enqueue=enqueue,
            )
        except RETRYABLE:
            raise
        except Exception as failure:  # noqa: BLE001 - told below, after everybody else was
            failures.append(failure)
        else:
            REMINDED.inc(things > 0)
            REMINDERS.inc(things)
    if failures:
        raise ExceptionGroup("some people could not be reminded", failures)


async def _queue(context: JobContext) -> None:
    async with context.pool.acquire() as connection:
        await put_jobs(connection, [NewJob(REMIND, key=REMIND)])
