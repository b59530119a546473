"""Quarterly reports that somebody asked for: made each minute, from the facts themselves."""

from planning import clock
from planning.measures.actions import make_reports
from planning.transactions import using
from service.jobs.queue import once
from service.jobs.registry import Handler, JobContext, Jobs, Schedule

REPORT = "make quarterly reports"


def report_jobs() -> Jobs:
    """Once a minute; a report is made once, however often its job runs."""
    return Jobs(
        (Handler(REPORT, _make, concurrency=1),),
        (Schedule(REPORT, "* * * * *", once(REPORT)),),
    )


async def _make(_payload: bytes, context: JobContext) -> None:
    with using(context.pool):
        await make_reports(now=clock.now())
