"""The clock of undecided chains: each hour, what time alone has turned red is escalated."""

from planning import clock
from planning.chains.actions import escalate_by_clock
from planning.outbox import Enqueue
from planning.transactions import using
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

ESCALATE = "escalate by the clock"


def drift_jobs(enqueue: Enqueue) -> Jobs:
    """Once an hour; a chain is escalated once for each meeting that decided nothing."""

    async def escalate(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await escalate_by_clock(now=clock.now(), enqueue=enqueue)

    return Jobs(
        (Handler(ESCALATE, escalate, concurrency=1),),
        (Schedule(ESCALATE, "5 * * * *", once(ESCALATE)),),
    )
