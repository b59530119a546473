"""How far a conversation with a mail server comes."""

import ssl
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from service.mail.checking.connection import server_findings
from service.mail.smtp import MailServer
from service.settings import MailSecurity
from tests.mail.messages import IDENTITY
from tests.mail.moods import CUT, LINES, SILENCE, Moods, moody
from tests.mail.servers import QUICK, Script, listening
from tests.mail.test_smtp_tls import certificate, context, listening_with_tls

__all__ = ["certificate", "context"]

NONE, STARTTLS, TLS = MailSecurity.NONE, MailSecurity.STARTTLS, MailSecurity.TLS
SENDER = "bounces+…@accord.example"


async def _words(server: MailServer) -> list[str]:
    return [
        f"{one.outcome} {one.words}"
        for one in await server_findings(server, IDENTITY, patience=QUICK)
    ]


async def _last(port: int, security: MailSecurity = NONE, **sign_in: str) -> str:
    return (await _words(MailServer("127.0.0.1", port, security, **sign_in)))[-1]


async def test_a_server_of_this_machine() -> None:
    async with listening(Script()) as port:
        words = await _words(MailServer("127.0.0.1", port, NONE))
    assert words == [
        f"ok There is a mail server at 127.0.0.1:{port}.",
        "note The connection is not encrypted: it does not leave this machine.",
        "ok The mail server says how large a mail may be (SIZE).",
        "note It does not offer SMTPUTF8, REQUIRETLS; Accord does without.",
        f"ok It takes {SENDER} as sender.",
    ]


async def test_an_encrypted_connection(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for security, server in (
        (STARTTLS, listening(Script(), tls=context)),
        (TLS, listening_with_tls(Script(), context)),
    ):
        assert isinstance(server, AbstractAsyncContextManager)
        async with server as port:
            words = await _words(MailServer("localhost", port, security))
        assert words[1:3] == [
            "ok The connection is encrypted by TLSv1.3 and its certificate is good.",
            "note Days until its certificate ends: 1.",
        ]
        assert words[-1] == f"ok It takes {SENDER} as sender."


async def test_a_certificate_that_nobody_knows_or_of_another_host(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for security, server in (
        (STARTTLS, listening(Script(), tls=context)),
        (TLS, listening_with_tls(Script(), context)),
    ):
        async with server as port:
            found = await _last(port, security)
        assert found.startswith("WRONG The certificate of 127.0.0.1 is not believed: ")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with listening(Script(), tls=context) as port:
        assert "IP address mismatch" in await _last(port, STARTTLS)


async def test_the_wrong_kind_of_encryption(context: ssl.SSLContext) -> None:
    async with listening(Script()) as port:
        assert "offers no starttls" in await _last(port, STARTTLS)
        assert "does not speak TLS from the start" in await _last(port, TLS)
    async with listening_with_tls(Script(), context) as port:
        assert "does not answer" in await _last(port)


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")
async def test_sign_in() -> None:
    async with listening(Script(), password="right") as port:
        assert (
            await _last(port, user="accord", password="right") == f"ok It takes {SENDER} as sender."
        )
        wrong = await _last(port, user="accord", password="wrong-and-secret")
    assert wrong == "WRONG The mail server refuses our sign-in (535 5.7.8)."
    async with moody(Moods()) as port:
        assert "offers no sign-in here" in await _last(port, user="accord", password="x")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"550 5.7.1 Sam may not send\r\n", f"It refuses {SENDER} as sender (550 5.7.1)."),
        (b"530 5.7.0 no\r\n", "It takes nothing without a sign-in (530 5.7.0)."),
        (CUT, "The mail server broke off, answered nonsense or took too long."),
        (SILENCE, "The mail server broke off, answered nonsense or took too long."),
        (LINES[:4000], "The mail server broke off, answered nonsense or took too long."),
    ],
)
async def test_a_sender_that_is_refused(answer: bytes, words: str) -> None:
    async with moody(Moods({"MAIL": [answer]})) as port:
        assert await _last(port) == f"WRONG {words}"


async def test_a_server_that_takes_only_small_mail() -> None:
    async with moody(Moods(usual={"EHLO": b"250-moody\r\n250 SIZE 10000\r\n"})) as port:
        words = await _words(MailServer("127.0.0.1", port, NONE))
    assert "WRONG The mail server takes 10,000 bytes at most." in words


async def test_no_server() -> None:
    async with listening(Script()) as port:
        pass
    assert await _last(port) == f"WRONG Nothing listens at 127.0.0.1:{port}."
    async with moody(Moods({"CONNECT": [b"554 5.3.2 not you\r\n"]})) as port:
        assert await _last(port) == "WRONG The mail server turns us away (554 5.3.2)."
