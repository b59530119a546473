"""The clock of operations that are live without sign-off: signatures that did not come in time."""

from planning import clock
from planning.go_live.actions import escalate_overdue, overdue_sign_offs
from planning.go_live.actions.clock import Overdue
from planning.outbox import Enqueue
from planning.transactions import using
from service.jobs.each import each_alone
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

ESCALATE_UNSIGNED = "escalate what is live without sign-off"


def signing_afterwards_jobs(enqueue: Enqueue) -> Jobs:
    """Once an hour; what is overdue is decided when it is looked at."""

    async def escalate(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await escalate_all(context, enqueue)

    return Jobs(
        (Handler(ESCALATE_UNSIGNED, escalate, concurrency=1),),
        (Schedule(ESCALATE_UNSIGNED, "15 * * * *", once(ESCALATE_UNSIGNED)),),
    )


async def escalate_all(context: JobContext, enqueue: Enqueue) -> None:
    """Each in a transaction of its own; one that fails keeps no other waiting."""

    async def act(overdue: Overdue) -> None:
        await escalate_overdue(overdue=overdue, now=clock.now(), enqueue=enqueue)

    await each_alone(
        context,
        await overdue_sign_offs(clock.now()),
        act,
        told="some operations could not be escalated",
    )
