"""Zero lost; in order; a duplicate only where nobody can know better, and then byte-identical."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.outbox import AccountLink, AccountLinkKind, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from service.mail.backoff import GIVE_UP_AFTER, LONGEST_WAIT, dot_seconds, wait_after
from service.mail.claims import LEASE, NOTHING_TO_TAKE_BACK, withhold_pointless
from service.mail.smtp import PATIENT
from tests.factories import make_actor
from tests.mail.delivering import PLENTY, deliver, make_lane, queue, states
from tests.mail.messages import NOW, cancellation, invitation
from tests.mail.servers import DROP, HOLD, Script, listening

LATER = "451 4.7.1 later"
NEVER = "550 5.1.1 Sam Hill left us"
SOON = NOW + timedelta(seconds=12)
"""After the first pause, whatever its jitter."""
NEXT = NOW + timedelta(hours=2)


def subjects(script: Script) -> list[str]:
    return [message_from_bytes(mail)["Subject"].rpartition("7K4-QXP")[2] for mail in script.taken]


async def taken(script: Script) -> None:
    async with asyncio.timeout(10):
        while not script.taken:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.01)


async def test_what_arrives_is_what_was_queued(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script()
    await queue(sam, invitation(recipient=to_sam))
    queued = await worker_pool.fetchrow("select body, return_token from mail_message")
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
        assert await deliver(worker_pool, port) == 0
    assert script.taken == [queued["body"]]
    sender = f"bounces+{queued['return_token'].hex}@accord.example"
    assert script.envelopes == [(sender, sam.email)]
    assert await states(worker_pool) == [("accepted", 1, None)]


async def test_put_off_then_accepted(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=[LATER])
    await queue(sam, invitation(recipient=to_sam))
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
        assert await states(worker_pool) == [("queued", 1, "address refused (451 4.7.1)")]
        assert await deliver(worker_pool, port, at=NOW + timedelta(seconds=7)) == 0
        assert await deliver(worker_pool, port, at=SOON) == 1
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


async def test_three_days_of_putting_off_are_a_failure_however_long_it_waited_before(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    first = NOW + timedelta(days=30)
    async with listening(Script(to_recipient=[LATER] * 3)) as port:
        assert await deliver(worker_pool, port, at=first) == 1
        assert await deliver(worker_pool, port, at=first + timedelta(days=2)) == 1
        assert await states(worker_pool) == [("queued", 2, "address refused (451 4.7.1)")]
        assert await deliver(worker_pool, port, at=first + GIVE_UP_AFTER) == 1
    assert await states(worker_pool) == [("failed", 3, "address refused (451 4.7.1)")]


async def test_dropped_after_the_final_dot_is_sent_again_byte_for_byte(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_message=[DROP])
    await queue(sam, invitation(recipient=to_sam))
    async with listening(script) as port:
        await deliver(worker_pool, port)
        assert await worker_pool.fetchval("select in_doubt from mail_message")
        await deliver(worker_pool, port, at=SOON)
    first, second = script.taken
    assert first == second
    assert await states(worker_pool) == [("accepted", 2, None)]


async def test_a_worker_that_dies_in_the_middle_loses_nothing(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_message=[HOLD])
    await queue(sam, invitation(recipient=to_sam))
    async with listening(script) as port:
        dying = asyncio.create_task(deliver(worker_pool, port, patience=PATIENT))
        await taken(script)
        dying.cancel()
        with suppress(asyncio.CancelledError):
            await dying
        assert await states(worker_pool) == [("attempting", 1, None)]
        assert await deliver(worker_pool, port, at=NOW + LEASE - timedelta(seconds=1)) == 0
        assert await deliver(worker_pool, port, at=NOW + LEASE) == 1
    first, second = script.taken
    assert first == second
    assert await states(worker_pool) == [("accepted", 2, None)]


async def _overtake(worker_pool: asyncpg.Pool, *, answer: str) -> None:
    """One worker is paused with the message in hand; to another the server says `answer`."""
    paused, other = Script(to_message=[HOLD]), Script(to_recipient=[answer])
    async with listening(paused) as first, listening(other) as second:
        held_up = asyncio.create_task(deliver(worker_pool, first, patience=PATIENT))
        await taken(paused)
        assert await deliver(worker_pool, second, at=NOW + LEASE) == 1
        paused.released.set()
        assert await held_up == 1


async def test_a_worker_that_was_paused_does_not_record_over_another_s_result(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    await _overtake(worker_pool, answer=NEVER)
    assert await states(worker_pool) == [("failed", 2, "address refused (550 5.1.1)")]


async def test_what_a_paused_worker_handed_in_is_not_sent_once_more(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    await _overtake(worker_pool, answer=LATER)
    assert [state for state, _, _ in await states(worker_pool)] == ["accepted"]


async def test_cancel_never_overtakes_request(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=[LATER])
    first = invitation(recipient=to_sam)
    await queue(sam, cancellation(first), first)
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
        assert script.taken == []
        assert await deliver(worker_pool, port, at=SOON) == 2
    assert subjects(script) == ["", " (cancelled)"]


async def test_what_never_left_is_not_cancelled(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=[NEVER])
    first = invitation(recipient=to_sam)
    await queue(sam, first, cancellation(first))
    async with listening(script) as port:
        assert await deliver(worker_pool, port, at=NEXT) == 1
        await withhold_pointless(worker_pool)
    assert script.taken == []
    assert await states(worker_pool) == [
        ("failed", 1, "address refused (550 5.1.1)"),
        ("withheld", 0, NOTHING_TO_TAKE_BACK),
    ]


async def test_what_may_have_arrived_is_cancelled(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_message=[DROP, NEVER])
    first = invitation(recipient=to_sam)
    await queue(sam, first, cancellation(first))
    async with listening(script) as port:
        await deliver(worker_pool, port)
        await withhold_pointless(worker_pool)
        assert await deliver(worker_pool, port, at=NEXT) == 2
    assert subjects(script) == ["", " (cancelled)"]
    assert [state for state, _, _ in await states(worker_pool)] == ["failed", "accepted"]


async def test_an_update_that_fails_still_lets_the_meeting_be_cancelled(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    script = Script(to_recipient=["250 2.1.5 ok", NEVER])
    first = invitation(recipient=to_sam)
    update = invitation(meeting_id=first.meeting_id, recipient=to_sam, sequence=1)
    await queue(sam, first, update, cancellation(update))
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 3
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


async def test_a_huge_meeting_lets_an_urgent_invitation_in_between(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    people = [await make_actor() for _ in range(20)]
    huge: UUID = uuid4()
    await queue(
        sam,
        *(
            invitation(meeting_id=huge, recipient=Recipient(person.person_id, person.email))
            for person in people
        ),
    )
    await queue(sam, invitation(recipient=to_sam), now=NOW + timedelta(seconds=2, milliseconds=1))
    script = Script()
    async with listening(script) as port:
        assert await deliver(worker_pool, port, at=NOW + timedelta(minutes=1)) == 21
    assert [to for _, to in script.envelopes].index(sam.email) == 3


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
        await deliver(worker_pool, port, at=SOON)
    kept = await worker_pool.fetch("select kind, body = '' as wiped from mail_message")
    assert {tuple(row) for row in kept} == {
        ("account_invitation", True),
        ("sign_off_asked", False),
    }


async def test_nothing_is_begun_after_a_stop(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    stopping = asyncio.Event()
    stopping.set()
    async with listening(Script()) as port:
        assert await make_lane(worker_pool, port, rate=PLENTY).send_due(stopping) == 0


async def test_a_connection_is_left_after_a_hundred_messages(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.mail.delivery.MOST_PER_CONNECTION", 2)
    await queue(sam, *(invitation(recipient=to_sam) for _ in range(5)))
    script = Script()
    async with listening(script) as port:
        assert await deliver(worker_pool, port, at=NEXT) == 5
    assert script.connections == 3


def test_pauses_double_up_to_an_hour_and_differ() -> None:
    for attempts, seconds in [(1, 10), (2, 20), (3, 40), (9, 2560), (10, 3600), (5000, 3600)]:
        waits = {wait_after(attempts) / timedelta(seconds=1) for _ in range(50)}
        assert len(waits) > 1
        assert seconds * 0.8 <= min(waits)
        assert max(waits) <= seconds * 1.2
    assert timedelta(hours=1) == LONGEST_WAIT


def test_a_message_that_got_no_answer_twice_gets_longer_for_it() -> None:
    assert [dot_seconds(n, 45) for n in (1, 2, 3, 4, 5, 6, 7, 99)] == [
        45, 45, 90, 180, 360, 600, 600, 600,
    ]  # fmt: skip
