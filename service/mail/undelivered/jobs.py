"""Sending again as background work."""

from planning.clock import now
from planning.transactions import using
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule
from service.mail.outgoing import Outgoing
from service.mail.undelivered.actions import SEND_AGAIN
from service.mail.undelivered.sending import BATCH, send_asked

_WAITING = "select exists (select from mail_settling where done_at is null)"


def again_jobs(outgoing: Outgoing) -> Jobs:
    """At once when asked, and each minute for what a lost job left."""

    async def send(_payload: bytes, context: JobContext) -> None:
        with using(context.pool):
            while await send_asked(outgoing=outgoing, now=now()) == BATCH:
                if context.stopping.is_set():
                    break

    return Jobs(
        (Handler(SEND_AGAIN, send, concurrency=1),),
        (Schedule("mail to send again", "* * * * *", _queue),),
    )


async def _queue(context: JobContext) -> None:
    if await context.pool.fetchval(_WAITING):
        async with context.pool.acquire() as connection:
            await put_jobs(connection, [NewJob(SEND_AGAIN, key=SEND_AGAIN)])
