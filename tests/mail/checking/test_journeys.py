"""A test message out and back, by the outbox, a lane of the worker, a relay and the listener."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from planning import clock
from planning.transactions import using
from service.mail.checking.findings import Outcome
from service.mail.checking.history import answer_findings, outbox_findings
from service.mail.checking.journeys import loop_findings, out_findings
from service.mail.checking.trials import Trials
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.handling import handle
from service.mail.outgoing import Outgoing
from tests.conftest import TestDatabase
from tests.mail.delivering import make_lane
from tests.mail.incoming.talking import taking, talk
from tests.mail.messages import IDENTITY
from tests.mail.servers import Script, listening

STAMP = b"Received: from a by b; now\r\nAuthentication-Results: mx.example; dmarc=pass header.from="
MX = Trusted("mx.example", 1)
EMPTY = "truncate incoming_mail, mail_check, mail_message, mail_settling, pgqueuer"


@dataclass
class Relay(Script):
    """The organisation's mail server: judges what it takes and hands it to the listener."""

    box: int = 0
    address: Callable[[str], str] = str
    change: Callable[[bytes], bytes] = bytes
    handing: list[Awaitable[None]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.box:
            sender, recipient = self.envelopes[-1]
            stamped = STAMP + b"accord.example\r\n" + self.change(self.taken[-1])
            await self._hand_on(sender, self.address(recipient), stamped)
        return answer

    async def _hand_on(self, sender: str, recipient: str, body: bytes) -> None:
        async with talk(self.box) as listener:
            await listener.greet()
            (answer,) = await listener.begin(recipient, sender=sender)
            if answer.startswith("250"):
                await listener.send(body)


@pytest.fixture
async def administrator(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.administrator)
    yield connection
    await connection.close()


@pytest.fixture
async def empty(administrator: asyncpg.Connection) -> AsyncIterator[None]:
    await administrator.execute(EMPTY)
    yield
    await administrator.execute(EMPTY)


@asynccontextmanager
async def _working(pool: asyncpg.Pool, relay: Script) -> AsyncIterator[Trials]:
    """A worker that sends and reads whatever there is, beside the listener's mail server."""
    stop = asyncio.Event()
    async with listening(relay) as port:
        working = asyncio.create_task(_work(pool, port, stop))
        try:
            yield Trials(pool, Outgoing(IDENTITY))
        finally:
            stop.set()
            await working


async def _work(pool: asyncpg.Pool, port: int, stop: asyncio.Event) -> None:
    while not stop.is_set():
        lane = make_lane(pool, port, at=clock.now())
        await lane.send_due(stop)
        await lane.close()
        for row in await pool.fetch("select id from incoming_mail where state = 'received'"):
            with using(pool):
                await handle(row["id"], trusted=MX, now=clock.now(), enqueue=Outgoing(IDENTITY))
        await asyncio.sleep(0.05)


async def _loop(
    pool: asyncpg.Pool, trusted: Trusted = MX, seconds: float = 20, **relay: Callable[..., object]
) -> list[str]:
    async with taking(pool) as box, _working(pool, Relay(box=box, **relay)) as trials:  # type: ignore[arg-type]
        found = await loop_findings(trials, trusted, seconds=seconds)
    return [f"{one.outcome} {one.words}" for one in found]


async def test_there_and_back(empty: None, worker_pool: asyncpg.Pool) -> None:
    assert await _loop(worker_pool) == [
        "ok The mail server has taken the test message.",
        "ok It came back, and accord receive has kept it.",
        "ok Its address arrived unchanged, with what follows the +.",
        "ok It came back whole, with its calendar.",
        "ok Its sender is believed, by the word of mx.example.",
    ]


async def test_an_address_in_small_letters_does_no_harm(
    empty: None, worker_pool: asyncpg.Pool
) -> None:
    words = await _loop(worker_pool, address=str.lower)
    assert words[2] == "note A server wrote the address in small letters, which does no harm."
    assert words[-1].startswith("ok")


async def test_a_server_that_cuts_addresses(empty: None, worker_pool: asyncpg.Pool) -> None:
    words = await _loop(worker_pool, seconds=1, address=lambda _: "check@accord.example")
    assert "took off the + and what follows" in words[-1]


async def test_a_server_that_keeps_it(empty: None, worker_pool: asyncpg.Pool) -> None:
    async with _working(worker_pool, Script()) as trials:
        found = await loop_findings(trials, MX, seconds=0.5)
    assert found[-1].words == "It did not come back within 0.5 seconds."


async def test_a_refused_test_message(empty: None, worker_pool: asyncpg.Pool) -> None:
    script = Script(to_recipient=["550 5.1.1 Sam Hill left us"])
    async with _working(worker_pool, script) as trials:
        (refused,) = await out_findings(trials, "sam.hill@school.example", seconds=20)
        taken = await out_findings(trials, "sam.hill@school.example", seconds=20)
    assert refused.words == "The test message did not leave: address refused (550 5.1.1)."
    assert [one.outcome for one in taken] == [Outcome.GOOD, Outcome.NOTE]
    assert b"A test of Accord's mail" in script.taken[0]


async def test_a_server_that_does_not_hand_on_to_us(empty: None, worker_pool: asyncpg.Pool) -> None:
    for answer, words in (
        ("554 5.7.1 Relay access denied", "did not leave: address refused (554 5.7.1)."),
        ("450 4.1.1 unverified address", "waits: address refused (450 4.1.1)."),
    ):
        async with _working(worker_pool, Script(to_recipient=[answer])) as trials:
            stayed, back = await loop_findings(trials, MX, seconds=1)
        assert stayed.words == f"The test message {words}"
        assert "must relay mail for accord.example and reach accord receive" in stayed.advice
        assert back.outcome is Outcome.NOT_DONE


async def test_without_a_worker_it_is_taken_back(empty: None, worker_pool: asyncpg.Pool) -> None:
    trials = Trials(worker_pool, Outgoing(IDENTITY))
    (found,) = await out_findings(trials, "sam.hill@school.example", seconds=0.1)
    assert found.words == "No worker took the test message up in 0.1 seconds."
    assert await worker_pool.fetchval("select state from mail_message") == "failed"


async def test_nothing_follows_from_a_check(empty: None, worker_pool: asyncpg.Pool) -> None:
    """It is kept once, noted, and counts among no one's mail."""
    await _loop(worker_pool)
    rows = await worker_pool.fetch("select state, reason from incoming_mail")
    assert [tuple(row) for row in rows] == [("noted", "check")]
    assert await worker_pool.fetchval("select standing from mail_standing") == "accepted"
    (quiet,) = await outbox_findings(worker_pool, now=clock.now())
    (none,) = await answer_findings(worker_pool, MX)
    assert (quiet.outcome, none.outcome) == (Outcome.GOOD, Outcome.NOTE)


async def test_an_address_that_has_ended_does_not_exist(
    empty: None, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    address, _ = await Trials(worker_pool, Outgoing(IDENTITY)).address()
    async with taking(worker_pool) as box, talk(box) as server:
        await server.greet()
        assert (await server.begin(address))[0].startswith("250")
        await administrator.execute(
            "update mail_check set made_at = now() - interval '1 hour', ends_at = now()"
        )
        assert (await server.say(f"RCPT TO:<{address}>")).startswith("550")
