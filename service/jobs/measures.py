"""Keeps the figures of the partnership up to date: each minute, what has changed since."""

from collections.abc import Sequence

import structlog

from planning import clock
from planning.measures.actions import add_changes
from planning.transactions import using
from service.jobs.metrics import SET_ASIDE
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

MEASURE = "add changes to measures"

log = structlog.get_logger("accord.jobs")


def measure_jobs() -> Jobs:
    """Once a minute; a stop ends it between two lots, and the next run goes on."""
    return Jobs(
        (Handler(MEASURE, _add, concurrency=1),),
        (Schedule(MEASURE, "* * * * *", once(MEASURE)),),
    )


async def _add(_payload: bytes, context: JobContext) -> None:
    with using(context.pool):
        while not context.stopping.is_set() and await add_changes(now=clock.now(), tell=_tell):
            pass


def _tell(faults: Sequence[str]) -> None:
    """How many and by which faults: no concern is named in a log."""
    if faults:
        SET_ASIDE.inc(len(faults))
        log.warning("concerns cannot be counted", count=len(faults), kinds=sorted(set(faults)))
