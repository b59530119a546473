"""A server that cannot be used costs no message an attempt, and a limit is one for all workers."""

import asyncio
from datetime import timedelta
from email import message_from_bytes
from uuid import uuid4

import asyncpg
import pytest

from planning.outbox import AccountLink, AccountLinkKind, Recipient
from planning.people.rules import Actor
from service.mail.backoff import LONGEST_WAIT
from service.mail.queries import mail_servers
from service.mail.servers import MOST_DOUBTS, PROBE, Rate, mark_unusable, server_troubles
from service.mail.smtp import UNPROTECTED
from tests.conftest import TestDatabase
from tests.factories import make_actor
from tests.mail.delivering import deliver, make_lane, queue, set_channel, states
from tests.mail.messages import NOW, invitation
from tests.mail.moods import CUT, Moods, moody
from tests.mail.servers import DROP, Script, listening

REASON = "no connection to the mail server"
DAYS = timedelta(days=30)


async def closed_port() -> int:
    async with listening(Script()) as port:
        return port


async def queue_many(sam: Actor, how_many: int) -> None:
    people = [await make_actor() for _ in range(how_many)]
    await queue(sam, *(invitation(recipient=Recipient(p.person_id, p.email)) for p in people))


async def unusable(sam: Actor) -> list[tuple[str, str]]:
    servers = await mail_servers(actor=sam)
    return [(one.server, one.reason) for one in servers if one.reason is not None]


async def test_an_outage_costs_no_message_anything_and_then_everything_flows(
    sam: Actor, worker_pool: asyncpg.Pool
) -> None:
    await queue_many(sam, 12)
    port = await closed_port()
    assert await deliver(worker_pool, port) == 1
    assert await deliver(worker_pool, port) == 0
    assert await unusable(sam) == [("ordinary", REASON)]
    for turn in range(1, 4):
        assert await deliver(worker_pool, port, at=NOW + PROBE * turn) == 1
    assert {(state, attempts) for state, attempts, _ in await states(worker_pool)} == {
        ("queued", 0)
    }
    script = Script()
    async with listening(script) as port:
        assert await deliver(worker_pool, port, at=NOW + DAYS) == 12
    assert await unusable(sam) == []
    assert len(script.taken) == 12
    assert script.connections == 1


async def test_the_check_says_what_keeps_mail_from_leaving(
    no_mail: None, worker_pool: asyncpg.Pool, database: TestDatabase
) -> None:
    assert await server_troubles(database.app) == []
    await mark_unusable(worker_pool, "ordinary", REASON, now=NOW)
    assert await server_troubles(database.app) == [
        f"The ordinary mail server cannot be used ({REASON}): mail waits for it."
    ]


async def test_each_server_is_judged_by_itself(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    await mark_unusable(worker_pool, "cjsm", "x", now=NOW)
    script = Script()
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 1
    assert await unusable(sam) == [("cjsm", "x")]


async def test_probes_take_turns_so_that_one_bad_message_does_not_keep_a_server_unusable(
    sam: Actor, worker_pool: asyncpg.Pool
) -> None:
    await queue_many(sam, 2)
    assert await deliver(worker_pool, await closed_port()) == 1
    script = Script(to_message=[DROP])
    async with listening(script) as port:
        assert await deliver(worker_pool, port, at=NOW + PROBE) == 1
        assert await unusable(sam) == [("ordinary", REASON)]
        assert await deliver(worker_pool, port, at=NOW + PROBE * 2) == 1
    first, second = (message_from_bytes(mail)["To"] for mail in script.taken)
    assert first != second
    assert await unusable(sam) == []


async def test_many_messages_without_an_answer_are_the_server_s_fault(
    sam: Actor, worker_pool: asyncpg.Pool
) -> None:
    await queue_many(sam, MOST_DOUBTS + 3)
    async with moody(Moods({"RCPT": [CUT] * 30})) as port:
        assert await deliver(worker_pool, port) == MOST_DOUBTS
    assert await unusable(sam) == [("ordinary", "the connection to the mail server was lost")]


async def test_one_message_without_an_answer_is_its_own_fault(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await queue(sam, invitation(recipient=to_sam))
    async with moody(Moods({"RCPT": [CUT] * 30})) as port:
        for turn in range(MOST_DOUBTS + 2):
            assert await deliver(worker_pool, port, at=NOW + LONGEST_WAIT * 1.3 * turn) == 1
    assert await unusable(sam) == []


async def test_an_answer_in_between_clears_the_doubt(sam: Actor, worker_pool: asyncpg.Pool) -> None:
    await queue_many(sam, MOST_DOUBTS * 2)
    moods = Moods({"RCPT": [*[CUT] * (MOST_DOUBTS - 1), b"250 ok\r\n"] * 2})
    async with moody(moods) as port:
        assert await deliver(worker_pool, port) == MOST_DOUBTS * 2
    assert await unusable(sam) == []


@pytest.mark.parametrize("workers", [1, 3])
async def test_no_minute_sees_more_than_the_limit_over_all_workers(
    workers: int, sam: Actor, worker_pool: asyncpg.Pool
) -> None:
    await queue_many(sam, 60)
    rate = Rate(24)
    sent = []
    async with listening(Script()) as port:
        for second in range(0, 121, 2):
            at = NOW + timedelta(seconds=second)
            lanes = [make_lane(worker_pool, port, at=at, rate=rate) for _ in range(workers)]
            sent.append(
                sum(await asyncio.gather(*(one.send_due(asyncio.Event()) for one in lanes)))
            )
            for one in lanes:
                await one.close()
    assert max(sum(sent[start : start + 31]) for start in range(31)) <= 24
    assert sum(sent) >= 40


@pytest.mark.parametrize(
    ("per_minute", "burst", "each_second"),
    [(6_000, 500, 5_500 / 60), (24, 2, 22 / 60), (1, 1, 1 / 120)],
)
def test_what_a_limit_lets_through(per_minute: int, burst: float, each_second: float) -> None:
    rate = Rate(per_minute)
    assert (rate.burst, rate.each_second) == (burst, each_second)


async def test_the_channel_is_the_agency_s_when_the_mail_is_queued(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    """A portal agency gets account mails only, and those encrypted."""
    link = AccountLink(AccountLinkKind.INVITATION, uuid4(), to_sam, "https://x.example/join")
    await set_channel(worker_pool, sam, "cjsm")
    await queue(sam, invitation(recipient=to_sam))
    await set_channel(worker_pool, sam, "portal")
    await queue(sam, invitation(recipient=to_sam), link)
    rows = await worker_pool.fetch("select kind, channel, state, body = '' from mail_message")
    assert {tuple(row) for row in rows} == {
        ("meeting_request", "cjsm", "queued", False),
        ("meeting_request", "portal", "withheld", True),
        ("account_invitation", "tls", "queued", False),
    }
    script = Script()
    async with listening(script) as port:
        assert await deliver(worker_pool, port) == 2
    assert {to for _, to in script.envelopes} == {sam.email, f"{sam.email}.cjsm.net"}


async def test_mail_that_must_be_protected_waits_for_a_server_that_can(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    await set_channel(worker_pool, sam, "tls")
    await queue(sam, invitation(recipient=to_sam))
    moods = Moods()
    async with moody(moods, "127.0.0.2") as port:
        lane = make_lane(worker_pool, port, host="127.0.0.2")
        assert await lane.send_due(asyncio.Event()) == 1
        await lane.close()
        assert await states(worker_pool) == [("queued", 0, UNPROTECTED)]
        assert await deliver(worker_pool, port) == 0
    assert moods.taken == []
    async with listening(Script()) as port:
        assert await deliver(worker_pool, port, at=NOW + timedelta(minutes=1)) == 1
