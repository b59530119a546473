"""Keeps the figures of the partnership up to date: each minute, what has changed since."""

from planning.measures.actions import add_changes
from planning.transactions import using
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

MEASURE = "add changes to measures"


def measure_jobs() -> Jobs:
    """Once a minute; a stop ends it between two lots, and the next run goes on."""
    return Jobs(
        (Handler(MEASURE, _add, concurrency=1),),
        (Schedule(MEASURE, "* * * * *", once(MEASURE)),),
    )


async def _add(_payload: bytes, context: JobContext) -> None:
    with using(context.pool):
        while not context.stopping.is_set() and await add_changes():
            pass
