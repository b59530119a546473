"""How the sender takes every mood of a mail server."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.smtp import Attempt, Verdict
from service.settings import MailSecurity
from tests.mail.servers import DROP, Script, listening, sender_to

TO = "sam.hill@school.example"
BODY = b"Subject: x\r\n\r\n.dots\r\n..more\r\n.\r\nend\r\n"


async def test_messages_arrive_byte_for_byte_over_one_connection() -> None:
    script = Script()
    async with listening(script) as port, sender_to(port)() as sender:
        attempts = [await sender.send(TO, BODY) for _ in range(3)]
    assert attempts == [Attempt(Verdict.ACCEPTED)] * 3
    assert script.taken == [BODY] * 3
    assert script.envelopes == [("accord@accord.example", TO)] * 3
    assert script.connections == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 Sam Hill left us", Attempt(Verdict.NEVER, "address refused (550 5.1.1)")),
        ("451 4.7.1 greylisted", Attempt(Verdict.LATER, "address refused (451 4.7.1)")),
        ("452 full", Attempt(Verdict.LATER, "address refused (452)")),
    ],
)
async def test_refused_address(answer: str, expected: Attempt) -> None:
    async with listening(Script(to_recipient=[answer])) as port, sender_to(port)() as sender:
        assert await sender.send(TO, BODY) == expected
        assert await sender.send(TO, BODY) == Attempt(Verdict.ACCEPTED)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("554 5.7.1 no", Attempt(Verdict.NEVER, "message refused (554 5.7.1)")),
        ("421 4.3.2 later", Attempt(Verdict.LATER, "message refused (421 4.3.2)")),
        (DROP, Attempt(Verdict.LATER, "the connection to the mail server was lost")),
    ],
)
async def test_refused_message(answer: str, expected: Attempt) -> None:
    async with listening(Script(to_message=[answer])) as port, sender_to(port)() as sender:
        assert await sender.send(TO, BODY) == expected
        assert await sender.send(TO, BODY) == Attempt(Verdict.ACCEPTED)


async def test_no_server() -> None:
    async with listening(Script()) as port:
        pass
    async with sender_to(port)() as sender:
        reason = "no connection to the mail server"
        assert await sender.send(TO, BODY) == Attempt(Verdict.LATER, reason, reachable=False)


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")
async def test_sign_in_right_and_wrong() -> None:
    script = Script()
    async with listening(script, password="right") as port:
        async with sender_to(port, user="accord", password="right")() as sender:
            assert await sender.send(TO, BODY) == Attempt(Verdict.ACCEPTED)
        async with sender_to(port, user="accord", password="wrong")() as sender:
            assert await sender.send(TO, BODY) == Attempt(
                Verdict.LATER, "the mail server refused our sign-in (535 5.7.8)", reachable=False
            )
    assert script.signed_in == [True]


async def test_mail_is_not_sent_openly_when_protection_is_asked_for() -> None:
    script = Script()
    async with (
        listening(script) as port,
        sender_to(port, security=MailSecurity.STARTTLS)() as sender,
    ):
        assert await sender.send(TO, BODY) == Attempt(
            Verdict.LATER, "the mail server offers no protected connection", reachable=False
        )
    assert script.taken == []


async def test_a_server_that_hangs_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.mail.smtp.MESSAGE_SECONDS", 0.1)

    async def hang(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    async with server, sender_to(server.sockets[0].getsockname()[1])() as sender:
        reason = "the mail server took too long"
        assert await sender.send(TO, BODY) == Attempt(Verdict.LATER, reason, reachable=False)


@given(address=st.text(max_size=40))
async def test_no_address_breaks_the_sender(address: str) -> None:
    async with listening(Script()) as port, sender_to(port)() as sender:
        attempt = await sender.send(address, BODY)
        after = await sender.send(TO, BODY)
    assert attempt.verdict in Verdict
    assert after == Attempt(Verdict.ACCEPTED)
