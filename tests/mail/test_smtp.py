"""How the sender takes every mood of a mail server."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.attempts import Attempt, Verdict
from service.settings import MailSecurity
from tests.mail.moods import CUT, ENDLESS, LINES, SILENCE, Moods, moody
from tests.mail.servers import DROP, QUICK, Script, letter, listening, sending

OK = Attempt(Verdict.ACCEPTED)
SLOW = "the mail server took too long"
LOST = "the connection to the mail server was lost"
NONSENSE = "the mail server answered nonsense"
NO_SENDER = "the mail server refused us as sender"
HOSTILE = [SILENCE, CUT, ENDLESS, LINES, b"\xff\xfe\x00\r\n", b"250" + b"x" * 40_000 + b"\r\n"]


async def test_messages_arrive_byte_for_byte_over_one_connection() -> None:
    script = Script()
    async with listening(script) as port, sending(port) as sender:
        attempts = [await sender.send(letter()) for _ in range(3)]
    assert attempts == [OK] * 3
    assert script.taken == [letter().body] * 3
    assert script.envelopes == [(letter().sender, letter().recipient)] * 3
    assert script.connections == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 Sam Hill left us", Attempt(Verdict.NEVER, "address refused (550 5.1.1)")),
        ("451 4.7.1 greylisted", Attempt(Verdict.LATER, "address refused (451 4.7.1)")),
        ("452 full", Attempt(Verdict.LATER, "address refused (452)")),
        (
            "421 4.3.2 too busy",
            Attempt(Verdict.UNUSABLE, "the mail server went away (421 4.3.2)"),
        ),
        (
            "530 5.7.0 sign in",
            Attempt(Verdict.UNUSABLE, "the mail server wants another sign-in (530 5.7.0)"),
        ),
        ("354 go on", Attempt(Verdict.IN_DOUBT, NONSENSE)),
    ],
)
async def test_refused_address(answer: str, expected: Attempt) -> None:
    async with listening(Script(to_recipient=[answer])) as port, sending(port) as sender:
        assert await sender.send(letter()) == expected
        assert await sender.send(letter()) == OK


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("554 5.7.1 no", Attempt(Verdict.NEVER, "message refused (554 5.7.1)")),
        ("452 4.3.1 full", Attempt(Verdict.LATER, "message refused (452 4.3.1)")),
        ("421 4.3.2 later", Attempt(Verdict.UNUSABLE, "the mail server went away (421 4.3.2)")),
        (DROP, Attempt(Verdict.IN_DOUBT, LOST, may_have_arrived=True)),
    ],
)
async def test_refused_message(answer: str, expected: Attempt) -> None:
    async with listening(Script(to_message=[answer])) as port, sending(port) as sender:
        assert await sender.send(letter()) == expected
        assert await sender.send(letter()) == OK


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"451 4.3.0 no\r\n", Attempt(Verdict.UNUSABLE, f"{NO_SENDER} (451 4.3.0)")),
        (b"550 5.7.1 no\r\n", Attempt(Verdict.UNUSABLE, f"{NO_SENDER} (550 5.7.1)")),
        (b"552 5.3.4 big\r\n", Attempt(Verdict.NEVER, "message refused (552 5.3.4)")),
    ],
)
async def test_refused_sender(answer: bytes, expected: Attempt) -> None:
    async with moody(Moods({"MAIL": [answer]})) as port, sending(port) as sender:
        assert await sender.send(letter()) == expected


async def test_no_server() -> None:
    async with listening(Script()) as port:
        pass
    async with sending(port) as sender:
        reason = "no connection to the mail server"
        assert await sender.send(letter()) == Attempt(Verdict.UNUSABLE, reason)


@pytest.mark.parametrize("mood", HOSTILE)
@pytest.mark.parametrize("stage", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
async def test_no_hostility_at_any_stage_holds_the_worker_or_breaks_it(
    stage: str, mood: bytes
) -> None:
    verdict = Verdict.UNUSABLE if stage in {"CONNECT", "EHLO", "MAIL"} else Verdict.IN_DOUBT
    moods = Moods({stage: [mood], "HELO": [mood]})
    async with moody(moods) as port, sending(port, patience=QUICK) as sender:
        started = time.monotonic()
        attempt = await sender.send(letter())
        assert time.monotonic() - started < 6
        moods.moods.clear()
        assert await sender.send(letter()) == OK
    assert (attempt.verdict, attempt.may_have_arrived) == (verdict, stage == "DOT")


@pytest.mark.parametrize("mood", HOSTILE)
async def test_taking_leave_is_short(mood: bytes) -> None:
    async with moody(Moods({"QUIT": [mood]})) as port, sending(port, patience=QUICK) as sender:
        assert await sender.send(letter()) == OK
        started = time.monotonic()
        await sender.close()
        assert time.monotonic() - started < 3


@pytest.mark.parametrize("stage", ["RSET", "MAIL", "RCPT"])
@pytest.mark.parametrize("mood", [CUT, b"421 4.4.2 idle for too long\r\n"])
async def test_a_connection_that_ended_between_two_messages_costs_nothing(
    stage: str, mood: bytes
) -> None:
    moods = Moods()
    async with moody(moods) as port, sending(port) as sender:
        assert await sender.send(letter()) == OK
        moods.moods[stage] = [mood]
        assert await sender.send(letter()) == OK
    assert moods.connections == 2


async def test_a_refused_reset_leaves_for_a_new_connection() -> None:
    moods = Moods()
    async with moody(moods) as port, sending(port) as sender:
        assert await sender.send(letter()) == OK
        moods.moods["RSET"] = [b"500 what\r\n"]
        assert await sender.send(letter()) == OK


async def test_nothing_leaves_once_the_claim_may_be_another_s() -> None:
    moods = Moods()
    async with moody(moods) as port, sending(port) as sender:
        assert await sender.send(letter(), may_go=lambda: False) == Attempt(Verdict.NOT_OURS)
        assert moods.taken == []
        assert await sender.send(letter()) == OK


async def test_a_sender_that_is_cancelled_leaves_no_half_envelope() -> None:
    moods = Moods({"RCPT": [SILENCE]})
    async with moody(moods) as port, sending(port) as sender:
        trying = asyncio.create_task(sender.send(letter()))
        while moods.moods["RCPT"]:  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.01)
        trying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await trying
        assert await sender.send(letter()) == OK
    assert moods.connections == 2


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")
async def test_sign_in_right_and_wrong() -> None:
    script = Script()
    async with listening(script, password="right") as port:
        async with sending(port, user="accord", password="right") as sender:
            assert await sender.send(letter()) == OK
        async with sending(port, user="accord", password="wrong") as sender:
            assert await sender.send(letter()) == Attempt(
                Verdict.UNUSABLE, "the mail server refused our sign-in (535 5.7.8)"
            )
    assert script.signed_in == [True]


async def test_a_sign_in_that_hangs() -> None:
    moods = Moods({"AUTH": [SILENCE]}, {"EHLO": b"250-moody\r\n250 AUTH PLAIN\r\n"})
    async with (
        moody(moods) as port,
        sending(port, user="accord", password="x", patience=QUICK) as sender,
    ):
        assert (await sender.send(letter())).verdict is Verdict.UNUSABLE


async def test_mail_is_not_sent_openly_when_protection_is_asked_for() -> None:
    script = Script()
    async with (
        listening(script) as port,
        sending(port, security=MailSecurity.STARTTLS) as sender,
    ):
        assert await sender.send(letter()) == Attempt(
            Verdict.UNUSABLE, "the mail server offers no protected connection or sign-in"
        )
    assert script.taken == []


@given(address=st.text(max_size=40) | st.text(max_size=40).map("{}@school.example".format))
async def test_no_address_breaks_the_sender(address: str) -> None:
    async with listening(Script()) as port, sending(port) as sender:
        attempt = await sender.send(letter(address))
        after = await sender.send(letter())
    assert attempt.verdict in {Verdict.ACCEPTED, Verdict.NEVER}
    assert after == OK
