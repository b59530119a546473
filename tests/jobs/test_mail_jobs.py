"""The whole way of a mail: an act commits, the worker hears of it, a server gets the bytes."""

import asyncio
from datetime import timedelta
from email import message_from_bytes

import asyncpg
import pytest

from planning.clock import now
from planning.outbox import MeetingInvitation, Recipient
from planning.people.rules import Actor
from service.jobs.registry import JobContext, Jobs
from service.mail.delivery import Delivery, Manner
from service.mail.jobs import mail_jobs
from service.mail.outgoing import DELIVER
from service.mail.servers import Rate, Route
from service.mail.smtp import MailServer
from service.settings import MailSecurity
from tests.factories import make_actor
from tests.jobs.conftest import Working, no_worker_connections
from tests.mail.delivering import ALL, queue
from tests.mail.messages import IDENTITY, cancellation, invitation
from tests.mail.servers import HOLD, Script, listening


def delivery_to(port: int) -> Delivery:
    route = Route("ordinary", ALL, MailServer("127.0.0.1", port, MailSecurity.NONE))
    manner = Manner(IDENTITY, Rate(6_000), grace=timedelta())
    return Delivery([route], manner, lanes=2)


def sending_jobs(port: int) -> Jobs:
    return mail_jobs(delivery_to(port))


async def queue_one(actor: Actor) -> MeetingInvitation:
    message = invitation(recipient=Recipient(actor.person_id, actor.email))
    await queue(actor, message, now=now())
    return message


async def taken(script: Script, how_many: int = 1) -> None:
    async with asyncio.timeout(20):
        while len(script.taken) < how_many:  # noqa: ASYNC110 - another program's event
            await asyncio.sleep(0.02)


async def until(administrator: asyncpg.Connection, question: str) -> None:
    async with asyncio.timeout(20):
        while not await administrator.fetchval(question):  # noqa: ASYNC110 - the database knows
            await asyncio.sleep(0.05)


async def test_mail_leaves_as_soon_as_the_act_commits(
    committed: asyncpg.Pool, working: Working, administrator: asyncpg.Connection
) -> None:
    actor = await make_actor()
    script = Script()
    async with listening(script) as port, working(sending_jobs(port)):
        await asyncio.sleep(0.5)
        began = now()
        await queue_one(actor)
        await taken(script)
        assert now() - began < timedelta(seconds=2)
    assert message_from_bytes(script.taken[0])["To"] == actor.email
    assert await administrator.fetchval("select state from mail_message") == "accepted"


async def test_mail_that_no_job_told_of_leaves_within_seconds(
    committed: asyncpg.Pool, working: Working, administrator: asyncpg.Connection
) -> None:
    script = Script()
    async with listening(script) as port, working(sending_jobs(port)):
        actor = await make_actor()
        async with administrator.transaction():
            await queue_one(actor)
            await administrator.execute("delete from pgqueuer where entrypoint = $1", DELIVER)
        await taken(script)


async def test_delivery_goes_on_after_the_database_was_away(
    committed: asyncpg.Pool, working: Working, administrator: asyncpg.Connection
) -> None:
    script = Script()
    actor = await make_actor()
    async with listening(script) as port, working(sending_jobs(port)):
        await queue_one(actor)
        await taken(script)
        async with no_worker_connections(administrator):
            await queue_one(actor)
            await asyncio.sleep(0.5)
        await taken(script, 2)


async def test_what_takes_long_stays_in_hand(
    committed: asyncpg.Pool,
    working: Working,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The claim is renewed while the server thinks, and cancellations wait meanwhile."""
    monkeypatch.setattr("service.mail.delivery.RENEW", 0.1)
    script = Script(to_message=[HOLD])
    actor = await make_actor()
    async with listening(script) as port, working(sending_jobs(port)):
        first = await queue_one(actor)
        await queue(actor, cancellation(first), now=now())
        await taken(script)
        held = await administrator.fetchval("select max(next_attempt_at) from mail_message")
        await until(administrator, f"select max(next_attempt_at) > '{held}' from mail_message")
        assert len(script.taken) == 1
        script.released.set()
        await taken(script, 2)
        await until(
            administrator, "select bool_and(state = 'accepted' and attempts = 1) from mail_message"
        )


async def test_a_connection_without_mail_is_left(
    committed: asyncpg.Pool,
    working: Working,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.mail.delivery.IDLE", 0.0)
    monkeypatch.setattr("service.mail.delivery.SWEEP", 0.1)
    script = Script()
    actor = await make_actor()
    async with listening(script) as port, working(sending_jobs(port)):
        for turn in range(2):
            await queue_one(actor)
            await taken(script, turn + 1)
            await asyncio.sleep(0.5)
    assert script.connections == 2


async def test_a_fault_of_ours_does_not_end_delivery(
    committed: asyncpg.Pool,
    working: Working,
    administrator: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = iter([ValueError("told to fail")])

    def sometimes(_token: object) -> str:
        for fault in faults:
            raise fault
        return "bounces+0@accord.example"

    monkeypatch.setattr("service.mail.delivery.SWEEP", 0.1)
    monkeypatch.setattr("service.mail.identity.MailIdentity.return_path", staticmethod(sometimes))
    script = Script()
    actor = await make_actor()
    async with listening(script) as port, working(sending_jobs(port)):
        await queue_one(actor)
        await until(administrator, "select bool_or(state = 'attempting') from mail_message")
        await queue_one(actor)
        await taken(script)


async def test_a_delivery_without_mail_stops_at_once(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    stopping = asyncio.Event()
    running = asyncio.create_task(delivery_to(1).run(JobContext(worker_pool, stopping)))
    await asyncio.sleep(0.1)
    stopping.set()
    await asyncio.wait_for(running, 1)
