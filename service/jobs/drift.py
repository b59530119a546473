"""The clock of undecided chains: each hour, what time alone has turned red is escalated.

Between, what is kept of chains follows what changes them without an act of anybody on them: days on
which the partnership is closed, and an upgrade, after which the worker looks as it starts.
"""

from planning import clock
from planning.chains.actions import escalate_by_clock, rebuild_chains
from planning.outbox import Enqueue
from planning.transactions import using
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

ESCALATE = "escalate by the clock"
REFRESH = "work open chains out"


def drift_jobs(enqueue: Enqueue) -> Jobs:
    """Once an hour; a chain is escalated once for each meeting that decided nothing."""

    async def escalate(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await escalate_by_clock(now=clock.now(), enqueue=enqueue)

    async def refresh(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await rebuild_chains(now=clock.now(), every=False)

    return Jobs(
        (Handler(ESCALATE, escalate, concurrency=1), Handler(REFRESH, refresh, concurrency=1)),
        (
            Schedule(ESCALATE, "5 * * * *", once(ESCALATE)),
            Schedule(REFRESH, "*/10 * * * *", once(REFRESH), at_start=True),
        ),
    )
