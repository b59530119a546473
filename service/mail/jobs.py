"""Mail as background work."""

from collections.abc import Callable

from planning.clock import now
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule
from service.mail.delivery import deliver_due, is_any_due
from service.mail.outgoing import DELIVER
from service.mail.smtp import MailServer, Sender
from service.settings import Settings


def sender_of(settings: Settings) -> Callable[[], Sender]:
    """Makes senders to the mail server of the settings."""
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
    )
    return lambda: Sender(server, envelope_from=settings.mail_from, greeting=settings.mail_domain)


def mail_jobs(sender: Callable[[], Sender]) -> Jobs:
    """Delivery at once when queued, and each minute for what waits for a later attempt."""

    async def deliver(_payload: bytes, context: JobContext) -> None:
        await deliver_due(context.pool, sender=sender, clock=now, stopping=context.stopping)

    return Jobs(
        (Handler(DELIVER, deliver, concurrency=2),),
        (Schedule("mail due", "* * * * *", _queue_due),),
    )


async def _queue_due(context: JobContext) -> None:
    if await is_any_due(context.pool, now=now()):
        async with context.pool.acquire() as connection:
            await put_jobs(connection, [NewJob(DELIVER, key=DELIVER)])
