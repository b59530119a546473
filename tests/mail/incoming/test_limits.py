"""Nobody who speaks to the listener can hold it, fill it or bring it down."""

import asyncio
from contextlib import suppress

import asyncpg
import pytest

from service.mail.incoming import conversation
from service.mail.incoming.limits import A_DAY, BYTES_A_DAY, CONNECTIONS, LARGEST, REFUSALS
from service.mail.incoming.reception import FULL, KEPT, LATER, NOBODY, TOO_LONG, WELCOME
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.talking import Talk, taking, talk
from tests.mail.incoming.test_taking import BODY, kept


async def test_two_hundred_at_once_are_each_answered(worker_pool: asyncpg.Pool) -> None:
    async with taking(worker_pool) as port:
        talks = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
        lines = [await asyncio.wait_for(reader.readline(), 20) for reader, _ in talks]
        assert [line[:3] for line in lines] == [b"220"] * CONNECTIONS + [b"421"] * 150
        for _, writer in talks:
            writer.close()
        async with asyncio.timeout(20):
            await _until_welcome(port)


async def _until_welcome(port: int) -> None:
    greeting = ""
    while not greeting.startswith("220"):
        async with talk(port) as server:
            greeting = await server.hear()


async def test_who_is_slow_is_sent_away(
    invited: Invited, worker_pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte now and then keeps no connection open, nor does a message that never ends."""
    monkeypatch.setattr(conversation, "COMMAND_SECONDS", 0.5)
    async with taking(worker_pool) as port, talk(port) as idle, talk(port) as dripping:
        await dripping.greet()
        await dripping.begin(invited.address)
        await dripping.say("DATA")
        dripper = asyncio.create_task(_drip(dripping))
        assert await idle.hear()
        assert await idle.is_closed()
        assert await dripping.is_closed()
        await dripper


async def _drip(server: Talk) -> None:
    with suppress(ConnectionError):
        for _ in range(200):
            server.writer.write(b"x\r\n")
            await server.writer.drain()
            await asyncio.sleep(0.05)


async def test_a_busy_talker_is_sent_away_too(
    worker_pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "CONNECTION_SECONDS", 0.5)
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        async with asyncio.timeout(20):
            for _ in range(900):
                if not await _reset(server):
                    return
                await asyncio.sleep(0.01)
    pytest.fail("The connection was not ended.")


async def _reset(server: Talk) -> str:
    """The answer; "" where the connection is gone, however it was ended."""
    try:
        return await server.say("RSET")
    except ConnectionError:
        return ""


async def test_who_reads_no_answers_keeps_no_connection(
    worker_pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "COMMAND_SECONDS", 0.5)
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(_shout(server), 20)


async def _shout(server: Talk) -> None:
    while True:
        server.writer.write(b"HELP\r\n" * 1000)
        await server.writer.drain()
        await asyncio.sleep(0)


async def test_a_message_without_end_is_cut_off_and_not_kept_in_memory(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        await server.say("DATA")
        with suppress(ConnectionError):
            for _ in range(LARGEST * 20 // 65536):
                server.writer.write(b"x" * 65536)
                await server.writer.drain()
        with suppress(ConnectionError):
            assert await server.hear() in {TOO_LONG, ""}
        assert await server.is_closed()
    assert await kept(administrator) == []


async def test_who_guesses_addresses_is_sent_away(worker_pool: asyncpg.Pool) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        wrong = ["meetings+guess@accord.example"] * REFUSALS
        assert await server.begin(*wrong) == [NOBODY] * REFUSALS
        assert await server.say("RCPT TO:<meetings+last@accord.example>") == NOBODY
        assert (await server.hear()).startswith("421 4.7.0")
        assert await server.is_closed()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("AUTH PLAIN AGEAYg==", "538"),
        ("STARTTLS", "454"),
        ("VRFY accord@accord.example", "252"),
        ("EXPN staff", "502"),
        ("EHLO mx.example", "500"),
        ("DATA", "503"),
        ("", "500"),
        (b"\xff\xff", "500"),
        ("MAIL FROM:<a@b.example> RET=FULL", "555"),
        ("MAIL FROM:<<>@<>>", "553"),
        ("MAIL FROM:<@>", "553"),
        ('MAIL FROM:<"', "553"),
        ("MAIL FROM:" + "(" * 900 + "<a@b.example>", "5"),
        ("MAIL FROM:<" + "a" * 1100 + ">", "500"),
        ("NOOP " + "x" * 100_000, "500"),
    ],
)
async def test_what_is_no_part_of_taking_mail_is_refused_and_hurts_nobody(
    worker_pool: asyncpg.Pool, words: str | bytes, answer: str
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        assert (await server.say(words)).startswith(answer)
        assert await server.say("NOOP") == WELCOME


async def test_one_server_s_greetings_raise_nobody_s_limits(worker_pool: asyncpg.Pool) -> None:
    async with taking(worker_pool) as port, talk(port) as server, talk(port) as other:
        await server.greet()
        for _ in range(50):
            await server.say("LHLO mx.example")
        await other.greet()
        assert (await other.say(f"MAIL FROM:<{'a' * 1100}@b.example>")).startswith("500")


async def test_what_nobody_thought_of_loses_no_mail(
    invited: Invited, worker_pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("sam.hill@school.example")

    monkeypatch.setattr(conversation, "read_message", broken)
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address, invited.return_path)
        assert (await server.say("DATA")).startswith("354")
        assert [await server.hear(), await server.hear()] == [LATER, LATER]
        assert await server.say("NOOP") == WELCOME


async def test_when_it_stops_what_is_coming_is_still_kept_and_answered(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    listener = taking(worker_pool)
    port = await listener.__aenter__()
    async with talk(port) as idle, talk(port) as server:
        await idle.greet()
        await server.greet()
        await server.begin(invited.address)
        await server.say("DATA")
        stopping = asyncio.create_task(listener.__aexit__(None, None, None))
        assert (await idle.hear()).startswith("421 4.3.2")
        assert await idle.is_closed()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        assert await server.say(BODY + b".") == KEPT
        assert (await server.hear()).startswith("421 4.3.2")
        assert await server.is_closed()
    await stopping
    assert len(await kept(administrator)) == 1


async def test_who_does_not_finish_is_not_waited_for_for_ever(
    invited: Invited, worker_pool: asyncpg.Pool
) -> None:
    listener = taking(worker_pool, grace=0.2)
    port = await listener.__aenter__()
    async with talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        await server.say("DATA")
        async with asyncio.timeout(5):
            await listener.__aexit__(None, None, None)
        assert await server.is_closed()


@pytest.mark.parametrize(
    ("number", "size"), [(A_DAY, 1), (20, BYTES_A_DAY // 20)], ids=["many", "large"]
)
async def test_a_flood_to_one_address_stays_with_who_sends_it(
    invited: Invited,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
    number: int,
    size: int,
) -> None:
    await administrator.execute(
        "insert into incoming_mail (id, received_at, envelope_from, recipient, token, utf8, body,"
        " fingerprint, attempts, state) select gen_random_uuid(), now() - interval '23 hours', '',"
        " 'meetings', $1, false, decode(repeat('78', $3), 'hex'), sha256(n::text::bytea), 0,"
        " 'received' from generate_series(1, $2) n",
        invited.token, number, size,
    )  # fmt: skip
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        assert await server.begin(invited.address, invited.return_path) == [FULL, WELCOME]
        await administrator.execute(
            "update incoming_mail set received_at = received_at - interval '2 hours'"
        )
        assert await server.say(f"RCPT TO:<{invited.address}>") == WELCOME
