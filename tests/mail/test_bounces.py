"""Mail that comes back is known by its token, counts once, and never by a server's words."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.outbox import Recipient
from planning.people.rules import Actor
from planning.transactions import transaction, using
from service.mail.bounces import NotYetAccepted, record_bounce
from service.mail.outgoing import Outgoing
from tests.mail.messages import IDENTITY, NOW, invitation

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
async def token(sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool) -> UUID:
    async with transaction(sam.person_id):
        await Outgoing(IDENTITY)([invitation(recipient=to_sam)], now=NOW)
    return UUID(str(await worker_pool.fetchval("select return_token from mail_message")))


async def accept(pool: asyncpg.Pool) -> None:
    await pool.execute("update mail_message set state = 'accepted', accepted_at = $1", NOW)


async def bounce(pool: asyncpg.Pool, token: UUID, code: str, *, given_up: bool = False) -> bool:
    with using(pool):
        return await record_bounce(return_token=token, code=code, now=LATER, given_up=given_up)


async def state(pool: asyncpg.Pool) -> tuple[object, ...]:
    return tuple(await pool.fetchrow("select state, last_error, bounced_at from mail_message"))


@pytest.mark.parametrize(
    ("code", "reason"),
    [("5.1.1", "came back (5.1.1)"), (" 5.2.2 ", "came back (5.2.2)"), ("no Ann", "came back")],
)
async def test_a_bounce_is_kept_once_and_without_the_words_of_the_server(
    token: UUID, worker_pool: asyncpg.Pool, code: str, reason: str
) -> None:
    await accept(worker_pool)
    for given in (code, "5.7.1"):
        assert await bounce(worker_pool, token, given) is True
    assert await state(worker_pool) == ("bounced", reason, LATER)


async def test_a_delay_changes_nothing_until_the_server_gives_up(
    token: UUID, worker_pool: asyncpg.Pool
) -> None:
    await accept(worker_pool)
    assert await bounce(worker_pool, token, "4.4.7") is True
    assert await state(worker_pool) == ("accepted", None, None)
    assert await bounce(worker_pool, token, "4.4.7", given_up=True) is True
    assert await state(worker_pool) == ("bounced", "came back (4.4.7)", LATER)


async def test_another_token_is_nobody_s(token: UUID, worker_pool: asyncpg.Pool) -> None:
    await accept(worker_pool)
    assert await bounce(worker_pool, uuid4(), "5.1.1") is False
    assert await state(worker_pool) == ("accepted", None, None)


async def test_news_that_overtakes_the_record_of_sending_is_taken_up_again(
    token: UUID, worker_pool: asyncpg.Pool
) -> None:
    with pytest.raises(NotYetAccepted):
        await bounce(worker_pool, token, "5.1.1")


async def test_what_failed_here_stays_failed(token: UUID, worker_pool: asyncpg.Pool) -> None:
    await worker_pool.execute("update mail_message set state = 'failed', last_error = 'refused'")
    assert await bounce(worker_pool, token, "5.1.1") is True
    assert await state(worker_pool) == ("failed", "refused", None)
