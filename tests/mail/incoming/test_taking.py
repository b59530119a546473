"""A mail server is told "kept" when a message is committed, and the truth about addresses."""

import hashlib

import asyncpg
import pytest

from service.mail.incoming.keeping import READ, fingerprint
from service.mail.incoming.limits import LARGEST, LONGEST_LINE, RECIPIENTS
from service.mail.incoming.reception import KEPT, NOBODY, NOT_READ, TOO_LONG, TOO_MANY, WELCOME
from service.settings import MailProtocol
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.talking import SENDER, Talk, taking, talk

BODY = b"From: sam.hill@school.example\r\nSubject: Yes\r\n\r\n.dots\r\n..more\r\nend\r\n"
SMTP_AND_LMTP = pytest.mark.parametrize(
    ("protocol", "greeting"),
    [(MailProtocol.LMTP, "LHLO mx.example"), (MailProtocol.SMTP, "EHLO mx.example")],
)


async def kept(administrator: asyncpg.Connection) -> list[asyncpg.Record]:
    return list(await administrator.fetch("select * from incoming_mail order by recipient"))


@SMTP_AND_LMTP
async def test_a_message_is_kept_byte_for_byte_with_its_job(
    invited: Invited,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
    protocol: MailProtocol,
    greeting: str,
) -> None:
    async with taking(worker_pool, protocol) as port, talk(port) as server:
        await server.greet(greeting)
        assert await server.begin(invited.address) == [WELCOME]
        assert await server.send(BODY) == [KEPT]
        (row,) = await kept(administrator)
        assert await server.say("QUIT") == "221 Bye"
    assert row["body"] == BODY
    assert row["fingerprint"] == hashlib.sha256(BODY).digest()
    assert (row["recipient"], row["token"], row["envelope_from"], row["utf8"], row["state"]) == (
        "meetings",
        invited.token,
        "sam.hill@school.example",
        False,
        "received",
    )
    assert await administrator.fetch("select entrypoint, payload from pgqueuer") == [
        (READ, row["id"].bytes)
    ]


async def test_by_lmtp_each_recipient_gets_an_answer_and_a_row(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        answers = await server.begin(invited.address, "who@accord.example", invited.return_path)
        assert answers == [WELCOME, NOBODY, WELCOME]
        assert await server.send(BODY, answers=2) == [KEPT, KEPT]
        assert await server.say("NOOP") == WELCOME
    rows = await kept(administrator)
    assert [(row["recipient"], row["token"]) for row in rows] == [
        ("bounces", invited.return_token.hex),
        ("meetings", invited.token),
    ]


@pytest.mark.parametrize("protocol", [MailProtocol.SMTP])
async def test_by_smtp_one_answer_stands_for_all(
    invited: Invited,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
    protocol: MailProtocol,
) -> None:
    async with taking(worker_pool, protocol) as port, talk(port) as server:
        await server.greet("HELO mx.example")
        await server.begin(invited.address, invited.return_path)
        assert await server.send(BODY) == [KEPT]
        assert await server.say("NOOP") == WELCOME
    assert len(await kept(administrator)) == 2


async def send_again(server: Talk, invited: Invited, body: bytes) -> None:
    await server.begin(invited.address)
    assert await server.send(body) == [KEPT]


async def test_the_same_message_again_is_welcome_and_is_not_kept_twice(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    """As after a lost answer. The server may write anew how it came by the message."""
    trace = b"Return-Path: <x@y.example>\r\nReceived: from a by b;\r\n\tMon, 2 Mar 2026\r\n"
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        for body in (BODY, BODY, trace + BODY, trace.replace(b"2 Mar", b"3 Mar") + BODY):
            await send_again(server, invited, body)
        assert len(await kept(administrator)) == 1
        await send_again(server, invited, BODY + b"more\r\n")
        await server.begin(invited.address, invited.address.upper())
        assert await server.send(BODY + b"other\r\n", answers=2) == [KEPT, KEPT]
    assert len(await kept(administrator)) == 3
    assert await administrator.fetchval("select count(*) from pgqueuer") == 3


def test_only_lines_of_the_way_are_left_out_of_the_fingerprint() -> None:
    assert fingerprint(b"Received: a\r\nX: b\r\n") == fingerprint(b"X: b\r\n")
    assert fingerprint(b"X: b\r\nReceived: a\r\n") != fingerprint(b"X: b\r\n")
    assert fingerprint(b"") == fingerprint(b"Received: a\r\n")


async def test_addresses_that_do_not_exist_are_refused_with_a_way_out(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    wrong = [
        "meetings@accord.example",
        "meetings+@accord.example",
        f"meetings+{invited.token}x@accord.example",
        f"meetings+{invited.token}@elsewhere.example",
        f"meetings+{invited.token}%elsewhere.example@accord.example",
        f"bounces+{invited.token}@accord.example",
        "bounces+00000000000000000000000000000000@accord.example",
        "postmaster@accord.example",
    ]
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        assert await server.begin(*wrong, sender="") == [NOBODY] * len(wrong)
        assert await server.say(f"RCPT TO:<{SENDER}>") == NOT_READ
        assert (await server.say("DATA")).startswith("503")
    assert await kept(administrator) == []


async def test_servers_may_change_the_case_and_the_form_of_an_address(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    local_part = f"meetings+{invited.token}"
    forms = [
        f"{local_part.lower()}@accord.example",
        f"{local_part.upper()}@ACCORD.EXAMPLE",
        f'"{local_part}"@accord.example',
        f"@relay.example:{local_part}@accord.example",
        f"bounces+{invited.return_token.hex.upper()}@accord.example",
    ]
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        assert await server.begin(*forms) == [WELCOME] * 5
        assert await server.send(BODY, answers=5) == [KEPT] * 5
    tokens = {row["token"] for row in await kept(administrator)}
    assert tokens == {invited.token, invited.return_token.hex}


async def test_of_two_tokens_alike_but_for_case_only_the_exact_one_is_met(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    other = invited.token.swapcase()
    await administrator.execute(
        "update attendee set organiser_token = $1 where meeting_id = $2 and person_id = $3",
        other,
        invited.meeting_id,
        invited.scene.police.person_id,
    )
    found = [
        await worker_pool.fetchval("select accord_organiser_token($1)", given)
        for given in (invited.token, other, invited.token.lower())
    ]
    assert found == [invited.token, other, None]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"a" * (LARGEST - 2) + b"\r\n", TOO_LONG),
        (b"a: b\r\n" + b"x" * 998 + b"\r\n", KEPT),
        (b"x" * (LONGEST_LINE * 3) + b"\r\n", KEPT),
        ((b"x" * 76 + b"\r\n") * (LARGEST // 78 + 1), TOO_LONG),
        (b"\x00\xff\xfe\r\n", KEPT),
        (b"", KEPT),
    ],
    ids=["one line, right size", "standard", "longer line", "too long", "binary", "empty"],
)
async def test_sizes(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection,
    body: bytes, answer: str,
) -> None:  # fmt: skip
    if answer == TOO_LONG and b"\r\n" not in body[:-2]:
        answer = KEPT  # exactly the limit
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        assert await server.send(body) == [answer]
        assert await server.say("NOOP") == WELCOME
    assert [row["body"] for row in await kept(administrator)] == ([body] if answer == KEPT else [])


async def test_a_size_that_is_announced_is_refused_before_it_comes(
    worker_pool: asyncpg.Pool,
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        assert (await server.say(f"MAIL FROM:<a@b.example> SIZE={LARGEST + 1}")).startswith("552")
        assert await server.say(f"MAIL FROM:<a@b.example> SIZE={LARGEST}") == WELCOME


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n"]
)
async def test_only_the_standard_s_end_ends_a_message(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection, end: bytes
) -> None:
    """Else a sender writes a second message, with any sender, into the first one."""
    smuggled = b"MAIL FROM:<chief@police.example>\r\nRCPT TO:<x@accord.example>\r\n"
    body = b"Subject: x\r\n\r\nfirst" + end + smuggled
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        assert (await server.say("DATA")).startswith("354")
        assert await server.say(body + b".") == KEPT
        assert await server.say("NOOP") == WELCOME
    (row,) = await kept(administrator)
    assert row["body"].endswith(smuggled)


async def test_nobody_as_sender_and_foreign_letters_and_odd_senders(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        senders: list[str | bytes] = [
            "MAIL FROM:<>",
            "MAIL FROM:<jörg@schule.example> SMTPUTF8 BODY=8BITMIME",
            b"MAIL FROM:<\xff\xfe@school.example>",
        ]
        for number, words in enumerate(senders):
            assert await server.say(words) == WELCOME
            assert await server.say(f"RCPT TO:<{invited.address}>") == WELCOME
            assert await server.send(b"X: %d\r\n" % number) == [KEPT]
        assert (await server.say(f"MAIL FROM:<{'a' * 330}@b.example>")).startswith("553")
    rows = await administrator.fetch("select envelope_from, utf8 from incoming_mail order by body")
    assert [tuple(row) for row in rows] == [
        ("", False),
        ("jörg@schule.example", True),
        ("@school.example", False),
    ]


async def test_more_recipients_than_one_message_needs_are_put_off(
    invited: Invited, worker_pool: asyncpg.Pool
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        answers = await server.begin(*[invited.address] * (RECIPIENTS + 1))
        assert answers == [WELCOME] * RECIPIENTS + [TOO_MANY]


async def test_a_reset_forgets_whom_it_was_for(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        assert (await server.say("RSET")).startswith("250")
        assert (await server.say("DATA")).startswith("503")
        assert (await server.begin(invited.return_path)) == [WELCOME]
        assert await server.send(BODY) == [KEPT]
    assert [row["recipient"] for row in await kept(administrator)] == ["bounces"]
