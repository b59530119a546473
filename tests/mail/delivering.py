"""A lane that hands in whatever is due at a moment, as the worker's do all the time."""

import asyncio
from datetime import datetime, timedelta

import asyncpg

from planning.outbox import Message
from planning.people.rules import Actor
from planning.transactions import transaction
from service.mail.delivery import Lane, Manner
from service.mail.holds import Holds
from service.mail.outgoing import Outgoing
from service.mail.servers import Rate, Route, ServerName
from service.mail.smtp import MailServer, Patience
from service.settings import MailSecurity
from tests.mail.messages import IDENTITY, NOW
from tests.mail.servers import QUICK

ALL = ("ordinary", "tls", "cjsm")
PLENTY = Rate(6_000)


def make_lane(
    pool: asyncpg.Pool,
    port: int,
    *,
    at: datetime = NOW,
    host: str = "127.0.0.1",
    name: ServerName = "ordinary",
    channels: tuple[str, ...] = ALL,
    rate: Rate = PLENTY,
    patience: Patience = QUICK,
) -> Lane:
    """Its clock stands still at `at`."""
    route = Route(name, channels, MailServer(host, port, MailSecurity.NONE))
    manner = Manner(IDENTITY, rate, patience, grace=timedelta(), clock=lambda: at)
    return Lane(route, manner, Holds(), pool)


async def deliver(
    pool: asyncpg.Pool, port: int, *, at: datetime = NOW, patience: Patience = QUICK
) -> int:
    """The number of attempts."""
    lane = make_lane(pool, port, at=at, patience=patience)
    try:
        return await lane.send_due(asyncio.Event())
    finally:
        await lane.close()


async def queue(actor: Actor, *messages: Message, now: datetime = NOW) -> None:
    """As an act of the actor does."""
    async with transaction(actor.person_id):
        await Outgoing(IDENTITY)(messages, now=now)


async def states(pool: asyncpg.Pool) -> list[tuple[str, int, str | None]]:
    """State, attempts and problem of each message."""
    rows = await pool.fetch(
        "select state, attempts, last_error from mail_message order by sequence, queued_at, id"
    )
    return [tuple(row) for row in rows]


async def set_channel(pool: asyncpg.Pool, actor: Actor, channel: str) -> None:
    """Of the actor's agency."""
    await pool.execute(
        "update agency set mail_channel = $2"
        " where id = (select agency_id from person where id = $1)",
        actor.person_id,
        channel,
    )
