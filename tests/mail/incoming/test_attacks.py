"""What somebody tries who wants mail lost, doubled, believed or sent round in circles."""

import asyncpg
import pytest

from planning.meetings.rules.quorum import Answer
from planning.outbox import Message, Notice, NoticeKind, Recipient
from planning.transactions import using
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.handling import handle
from service.mail.incoming.reception import KEPT, LATER, WELCOME
from service.mail.incoming.sorting import sort
from service.mail.rendering import render
from tests.factories import NOW, Sent
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.mails import NAME, calendar, from_server, mail
from tests.mail.incoming.talking import FROM, taking, talk
from tests.mail.incoming.test_taking import BODY, kept
from tests.mail.messages import IDENTITY, invitation

TRUSTED = Trusted(NAME, 1)
_FULL_DISK = """
create function full_disk() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file' using errcode = 'disk_full';
end $$;
create trigger full_disk before insert on incoming_mail for each row execute function full_disk()
"""


async def test_commands_that_come_before_they_are_asked_for_smuggle_nothing(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    """One write with a whole conversation in it, and a second one inside the message."""
    inside = (
        BODY + b"\n.\r\nMAIL FROM:<x@y.z>\r\n\r.\r\nRCPT TO:<" + invited.address.encode() + b">\r\n"
    )
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        server.writer.write(
            f"MAIL FROM:<{FROM}>\r\nRCPT TO:<{invited.address}>\r\nDATA\r\n".encode()
            + inside.replace(b"\r\n.", b"\r\n..")
            + b".\r\nNOOP\r\nQUIT\r\n"
        )
        heard = [await server.hear() for _ in range(6)]
    assert heard == [WELCOME, WELCOME, heard[2], KEPT, WELCOME, "221 Bye"]
    (row,) = await kept(administrator)
    assert row["body"] == inside


@pytest.mark.parametrize(
    "recipient",
    [b"%b%%accord.example@evil.example", b"%b\x00@accord.example", b"%b\xff@accord.example",
     b"%b@accord.example@evil.example", b"\xef\xbd\x8d%b@accord.example",
     b"x@evil.example,%b@accord.example", b"%b@accord.example.evil.example"],
)  # fmt: skip
async def test_no_other_way_of_writing_an_address_reaches_it(
    invited: Invited, worker_pool: asyncpg.Pool, recipient: bytes
) -> None:
    local = invited.address.rpartition("@")[0].encode()
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.say(f"MAIL FROM:<{FROM}>")
        answer = await server.say(b"RCPT TO:<" + recipient % local + b">")
        assert answer[:1] == "5"
        assert (await server.say("NOOP")) == WELCOME


@pytest.mark.parametrize(
    "sender", [b"\xff\xfe@x.example", b"a\x00b@x.example", b"\x1b[2J@x.example"]
)
async def test_odd_bytes_in_a_sender_cost_no_mail(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection, sender: bytes
) -> None:
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        if (await server.say(b"MAIL FROM:<" + sender + b">")).startswith("250"):
            assert await server.say(f"RCPT TO:<{invited.address}>") == WELCOME
            assert await server.send(BODY) == [KEPT]
            (row,) = await kept(administrator)
            assert row["envelope_from"].isprintable()
        assert (await server.say("RSET")).startswith("250")


async def test_a_full_disk_puts_off_and_the_next_try_is_kept_once(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await administrator.execute(_FULL_DISK)
    try:
        async with taking(worker_pool) as port, talk(port) as server:
            await server.greet()
            await server.begin(invited.address)
            assert await server.send(BODY) == [LATER]
            assert await kept(administrator) == []
            await administrator.execute("drop trigger full_disk on incoming_mail")
            for _ in range(2):
                await server.begin(invited.address)
                assert await server.send(BODY) == [KEPT]
        assert len(await kept(administrator)) == 1
    finally:
        await administrator.execute("drop function full_disk cascade")


async def test_mail_of_ours_that_comes_back_to_us_starts_nothing_that_goes_on(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    """Somebody was registered under an address of ours: notices never answer notices."""
    person = Recipient(invited.person.person_id, invited.address)
    notice: Message = Notice(NoticeKind.REPLY_WAITING, invited.meeting_id, person)
    asked: Message = invitation(recipient=person)
    sent = Sent()
    for message in (notice, notice, asked, asked):
        body = render(message, identity=IDENTITY, now=NOW).body
        async with taking(worker_pool) as port, talk(port) as server:
            await server.greet()
            await server.begin(invited.address, sender=invited.return_path)
            assert await server.send(body) == [KEPT]
    await _handle_all(worker_pool, administrator, sent)
    rows = await administrator.fetch("select state, reason from incoming_mail order by state")
    assert [tuple(row) for row in rows] == [("noted", "words")] * 2 + [("review", "words")] * 2
    assert len(sent.messages) == 1


async def _handle_all(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection, sent: Sent
) -> None:
    with using(worker_pool):
        for row in await administrator.fetch("select id from incoming_mail order by received_at"):
            await handle(row["id"], trusted=TRUSTED, now=NOW, enqueue=sent)


async def test_the_same_answer_to_five_addresses_is_believed_of_its_own_alone(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    """A colleague who saw the others' addresses sends one answer to all of them."""
    rows = await administrator.fetch(
        "select organiser_token from attendee where meeting_id = $1", invited.meeting_id
    )
    tokens = [row[0] for row in rows]
    uid = await administrator.fetchval(
        "select calendar_uid from strategy_meeting where id = $1", invited.meeting_id
    )
    own = invited.person.email
    said = calendar(uid=str(uid), attendee=own, answer="DECLINED", stamp="20260303T135900Z")
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(*(f"meetings+{token}@accord.example" for token in tokens))
        answers = await server.send(
            from_server(mail("", author=own, invite=said)), answers=len(tokens)
        )
    assert answers == [KEPT] * len(tokens)
    await _handle_all(worker_pool, administrator, Sent())
    found = await administrator.fetch(
        "select answer, organiser_token = $2 as own from attendee where meeting_id = $1",
        invited.meeting_id, invited.token,
    )  # fmt: skip
    assert len(found) > 1
    assert {(row["answer"], row["own"]) for row in found} == {
        (Answer.DECLINED, True), (Answer.AWAITED, False),
    }  # fmt: skip


def test_news_is_never_an_answer_and_an_answer_is_never_news() -> None:
    said = from_server(mail("", invite=calendar()))
    found = sort(said, box=Box.BOUNCES, envelope_from="", trusted=TRUSTED)
    assert type(found).__name__ == "Report"
