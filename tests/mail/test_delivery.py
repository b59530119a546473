"""Zero lost; in order; a duplicate only where nobody can know better, and then byte-identical."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_bytes
from uuid import uuid4

import asyncpg

from planning.outbox import AccountLink, AccountLinkKind, Message, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.transactions import transaction
from service.mail.delivery import CLAIM, GIVE_UP_AFTER, deliver_due, is_any_due, wait_after
from service.mail.outgoing import Outgoing
from tests.factories import make_actor
from tests.mail.messages import IDENTITY, NOW, cancellation, invitation
from tests.mail.servers import DROP, Script, listening, sender_to

LATER = "451 4.7.1 later"
NEVER = "550 5.1.1 Sam Hill left us"


async def queue(sam: Actor, *messages: Message) -> None:
    async with transaction(sam.person_id):
        await Outgoing(IDENTITY)(messages, now=NOW)


async def deliver(pool: asyncpg.Pool, port: int, *, at: datetime = NOW) -> int:
    return await deliver_due(
        pool, sender=sender_to(port), clock=lambda: at, stopping=asyncio.Event()
    )


async def states(pool: asyncpg.Pool) -> list[tuple[str, int, str | None]]:
    rows = await pool.fetch(
        "select state, attempts, last_error from mail_message order by sequence, queued_at, id"
    )
    return [tuple(row) for row in rows]


def subjects(script: Script) -> list[str]:
    return [message_from_bytes(mail)["Subject"].rpartition("7K4-QXP")[2] for mail in script.taken]


async def test_what_arrives_is_what_was_queued(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script()
    await queue(sam, invitation(recipient=to_sam))
    queued = await worker_pool.fetchval("select body from mail_message")
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
        assert await deliver(worker_pool, port) == 0
    assert script.taken == [queued]
    assert script.envelopes == [("accord@accord.example", sam.email)]
    assert await states(worker_pool) == [("accepted", 1, None)]


async def test_put_off_then_accepted(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=[LATER])
    await queue(sam, invitation(recipient=to_sam))
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
        assert await states(worker_pool) == [("queued", 1, "address refused (451 4.7.1)")]
        assert not await is_any_due(worker_pool, now=NOW)
        assert await is_any_due(worker_pool, now=NOW + wait_after(1))
        assert await deliver(worker_pool, port, at=NOW + wait_after(1)) == 1
    assert await states(worker_pool) == [("accepted", 2, None)]
    assert len(script.taken) == 1


async def test_a_dead_address_fails_at_once_and_says_so_without_names(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    async with listening(Script(to_recipient=[NEVER])) as port:
        assert await deliver(worker_pool, port) == 1
        assert await deliver(worker_pool, port, at=NOW + timedelta(days=9)) == 0
    assert await states(worker_pool) == [("failed", 1, "address refused (550 5.1.1)")]


async def test_put_off_for_three_days_is_a_failure(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    async with listening(Script(to_recipient=[LATER])) as port:
        assert await deliver(worker_pool, port, at=NOW + GIVE_UP_AFTER) == 1
    assert await states(worker_pool) == [("failed", 1, "address refused (451 4.7.1)")]


async def test_an_unreachable_server_loses_nothing_however_long(
    sam: Actor, worker_pool: asyncpg.Pool
) -> None:
    people = [await make_actor() for _ in range(12)]
    recipients = [Recipient(person.person_id, person.email) for person in people]
    await queue(sam, *(invitation(recipient=recipient) for recipient in recipients))
    async with listening(Script()) as port:
        pass
    assert await deliver(worker_pool, port, at=NOW + GIVE_UP_AFTER) == 10
    script = Script()
    async with listening(script) as port:
        assert await deliver(worker_pool, port, at=NOW + GIVE_UP_AFTER + wait_after(1)) == 12
    assert len(script.taken) == 12
    assert script.connections == 1


async def test_dropped_after_the_final_dot_is_sent_again_byte_for_byte(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_message=[DROP])
    await queue(sam, invitation(recipient=to_sam))
    async with listening(script) as port:
        await deliver(worker_pool, port)
        await deliver(worker_pool, port, at=NOW + wait_after(1))
    first, second = script.taken
    assert first == second
    assert await states(worker_pool) == [("accepted", 2, None)]


async def test_a_worker_that_dies_after_claiming_loses_nothing(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script()
    await queue(sam, invitation(recipient=to_sam))

    moments = iter([NOW])

    def dying() -> datetime:
        for moment in moments:
            return moment
        raise asyncio.CancelledError

    async with listening(script) as port:
        with suppress(asyncio.CancelledError):
            await deliver_due(
                worker_pool, sender=sender_to(port), clock=dying, stopping=asyncio.Event()
            )
        assert await states(worker_pool) == [("attempting", 1, None)]
        assert await deliver(worker_pool, port, at=NOW + CLAIM - timedelta(seconds=1)) == 0
        assert await deliver(worker_pool, port, at=NOW + CLAIM) == 1
    first, second = script.taken
    assert first == second
    assert await states(worker_pool) == [("accepted", 2, None)]


async def test_cancel_never_overtakes_request(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=[LATER])
    first = invitation(recipient=to_sam)
    await queue(sam, cancellation(first), first)
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
        assert script.taken == []
        assert await deliver(worker_pool, port, at=NOW + wait_after(1)) == 2
    assert subjects(script) == ["", " (cancelled)"]


async def test_two_workers_share_the_work_and_keep_the_order(
    sam: Actor, worker_pool: asyncpg.Pool
) -> None:
    people = [await make_actor() for _ in range(15)]
    firsts = [invitation(recipient=Recipient(p.person_id, p.email)) for p in people]
    await queue(sam, *firsts, *(cancellation(first) for first in firsts))
    script = Script()
    async with listening(script) as port:
        both = await asyncio.gather(deliver(worker_pool, port), deliver(worker_pool, port))
        left = await deliver(worker_pool, port)
    assert sum(both) + left == 30
    arrived = list(zip((to for _, to in script.envelopes), subjects(script), strict=True))
    for person in people:
        assert [s for to, s in arrived if to == person.email] == ["", " (cancelled)"]


async def test_the_single_use_link_is_wiped_once_the_mail_is_done(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=[LATER])
    link = AccountLink(
        AccountLinkKind.INVITATION, uuid4(), to_sam, "https://x.example/join?t=s3cret"
    )
    notice = Notice(NoticeKind.SIGN_OFF_ASKED, uuid4(), to_sam)
    await queue(sam, link)
    async with listening(script) as port:
        await deliver(worker_pool, port)
        assert b"s3cret" in await worker_pool.fetchval("select body from mail_message")
        await queue(sam, notice)
        await deliver(worker_pool, port, at=NOW + wait_after(1))
    kept = await worker_pool.fetch("select kind, body = '' as wiped from mail_message")
    assert {tuple(row) for row in kept} == {
        ("account_invitation", True),
        ("sign_off_asked", False),
    }


async def test_it_stops_between_batches_when_asked(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    stopping = asyncio.Event()
    stopping.set()
    async with listening(Script()) as port:
        tried = await deliver_due(
            worker_pool, sender=sender_to(port), clock=lambda: NOW, stopping=stopping
        )
    assert tried == 0


def test_pauses_double_up_to_an_hour() -> None:
    minutes = [wait_after(attempts) / timedelta(minutes=1) for attempts in (1, 2, 3, 6, 7, 5000)]
    assert minutes == [1, 2, 4, 32, 60, 60]
