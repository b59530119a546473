"""The whole way of a mail: an act commits, the worker hears of it, a server gets the bytes."""

import asyncio
from email import message_from_bytes

import asyncpg

from planning.clock import now
from planning.outbox import MeetingInvitation, Recipient
from planning.people.rules import Actor
from planning.transactions import transaction
from service.jobs.registry import JobContext
from service.mail.delivery import is_any_due
from service.mail.jobs import mail_jobs
from service.mail.outgoing import DELIVER, Outgoing
from tests.factories import make_actor
from tests.jobs.conftest import Working
from tests.mail.messages import IDENTITY, invitation
from tests.mail.servers import Script, listening, sender_to


async def queue(actor: Actor) -> MeetingInvitation:
    message = invitation(recipient=Recipient(actor.person_id, actor.email))
    async with transaction(actor.person_id):
        await Outgoing(IDENTITY)([message], now=now())
    return message


async def test_mail_leaves_as_soon_as_the_act_commits(
    committed: asyncpg.Pool, working: Working, worker_pool: asyncpg.Pool
) -> None:
    actor = await make_actor()
    script = Script()
    async with listening(script) as port, working(mail_jobs(sender_to(port))):
        await queue(actor)
        async with asyncio.timeout(10):
            while not script.taken:  # noqa: ASYNC110 - another program's event
                await asyncio.sleep(0.02)
    assert message_from_bytes(script.taken[0])["To"] == actor.email
    assert await worker_pool.fetchval("select state from mail_message") == "accepted"


async def test_each_minute_mail_that_waits_is_looked_for_and_only_then_queued(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    (schedule,) = mail_jobs(sender_to(1)).schedules
    context = JobContext(worker_pool, asyncio.Event())
    waiting = "select count(*) from pgqueuer where entrypoint = $1"
    await schedule.run(context)
    assert await administrator.fetchval(waiting, DELIVER) == 0
    await queue(await make_actor())
    await administrator.execute("truncate pgqueuer")
    assert await is_any_due(worker_pool, now=now())
    await schedule.run(context)
    await schedule.run(context)
    assert await administrator.fetchval(waiting, DELIVER) == 1
