"""Incoming mail as background work."""

from datetime import timedelta
from uuid import UUID

import structlog

from planning import clock
from planning.outbox import Enqueue
from planning.transactions import RETRYABLE, using
from service.jobs.queue import NewJob, once, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.handling import forget, handle
from service.mail.incoming.keeping import READ

FORGET = "forget incoming mail"
WAITS = timedelta(minutes=2)
"""A mail that waits longer lost its job, or is tried again."""

_WAITING = """
select id from incoming_mail where state = 'received' and received_at < $1
order by received_at limit 500
"""

log = structlog.get_logger("accord.incoming")


def incoming_jobs(enqueue: Enqueue, trusted: Trusted, *, kept: timedelta) -> Jobs:
    """At once when it arrives, each minute for what waits; bytes go once they were `kept`."""

    async def read(payload: bytes, context: JobContext) -> None:
        mail_id = UUID(bytes=payload)
        try:
            with using(context.pool):
                await handle(mail_id, trusted=trusted, now=clock.now(), enqueue=enqueue)
        except RETRYABLE:
            raise
        except Exception as failure:  # noqa: BLE001 - tried again each minute, then unread
            log.warning("incoming mail broke off", id=mail_id, kind=type(failure).__name__)

    async def wipe(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            await forget(before=clock.now() - kept)

    return Jobs(
        (Handler(READ, read, concurrency=4), Handler(FORGET, wipe, concurrency=1)),
        (
            Schedule("incoming mail due", "* * * * *", _queue_waiting),
            Schedule(FORGET, "41 3 * * *", once(FORGET)),
        ),
    )


async def _queue_waiting(context: JobContext) -> None:
    async with context.pool.acquire() as connection:
        rows = await connection.fetch(_WAITING, clock.now() - WAITS)
        await put_jobs(
            connection,
            [NewJob(READ, row["id"].bytes, key=f"{READ} {row['id']}") for row in rows],
        )
