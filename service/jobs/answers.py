"""The clock of signing: an agency that does not answer a plan is escalated."""

from planning import clock
from planning.outbox import Enqueue
from planning.sign_offs.actions import escalate_unanswered, unanswered_plans
from planning.sign_offs.actions.clock import Unanswered
from planning.transactions import using
from service.jobs.each import each_alone
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

ESCALATE_UNANSWERED = "escalate plans without an answer"


def answer_jobs(enqueue: Enqueue) -> Jobs:
    """Once an hour; what is overdue is decided when it is looked at."""

    async def escalate(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await escalate_each(context, enqueue)

    return Jobs(
        (Handler(ESCALATE_UNANSWERED, escalate, concurrency=1),),
        (Schedule(ESCALATE_UNANSWERED, "20 * * * *", once(ESCALATE_UNANSWERED)),),
    )


async def escalate_each(context: JobContext, enqueue: Enqueue) -> None:
    """Each agency and plan by itself."""

    async def act(late: Unanswered) -> None:
        await escalate_unanswered(late=late, now=clock.now(), enqueue=enqueue)

    found = await unanswered_plans(clock.now())
    await each_alone(context, found, act, told="some plans could not be escalated")
