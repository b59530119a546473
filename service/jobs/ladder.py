"""The clock of escalations: what nobody has answered in time moves up."""

from planning import clock
from planning.escalations.actions import Due, due_escalations, move_up_by_clock
from planning.outbox import Enqueue
from planning.transactions import using
from service.jobs.each import each_alone
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

MOVE_UP = "move escalations up"


def ladder_jobs(enqueue: Enqueue) -> Jobs:
    """Each five minutes; what moves is decided when it is looked at."""

    async def climb(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await move_all_up(context, enqueue)

    return Jobs(
        (Handler(MOVE_UP, climb, concurrency=1),),
        (Schedule(MOVE_UP, "*/5 * * * *", once(MOVE_UP)),),
    )


async def move_all_up(context: JobContext, enqueue: Enqueue) -> None:
    """Each in a transaction of its own; one that fails keeps no other waiting."""

    async def act(due: Due) -> None:
        await move_up_by_clock(due=due, now=clock.now(), enqueue=enqueue)

    await each_alone(
        context,
        await due_escalations(clock.now()),
        act,
        told="some escalations could not be moved up",
    )
