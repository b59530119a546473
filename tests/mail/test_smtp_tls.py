"""Protected connections: the certificate must be one that this machine trusts."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from service.mail.attempts import Attempt, Verdict
from service.mail.envelopes import Unsayable, by_cjsm, mail_from, rcpt_to
from service.mail.smtp import UNPROTECTED
from service.settings import MailSecurity
from tests.mail.moods import Moods, moody
from tests.mail.servers import QUICK, Script, letter, listening, sending

BODY = b"Subject: x\r\n\r\nhello\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh certificate for localhost, with its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.2 -keyout - -out -"
    )
    made = subprocess.run(
        command.split(),
        capture_output=True,
        check=True,
    )
    file.write_bytes(made.stdout)
    return file


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@asynccontextmanager
async def listening_with_tls(script: Script, context: ssl.SSLContext) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(script, hostname="localhost"), "127.0.0.1", 0, ssl=context
    )
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_starttls(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    script = Script()
    async with (
        listening(script, tls=context) as port,
        sending(port, host="localhost", security=MailSecurity.STARTTLS) as client,
    ):
        assert await client.send(letter(body=BODY)) == Attempt(Verdict.ACCEPTED)
    assert script.taken == [BODY]


async def test_tls_from_the_first_byte(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    script = Script()
    async with (
        listening_with_tls(script, context) as port,
        sending(port, host="localhost", security=MailSecurity.TLS) as client,
    ):
        assert await client.send(letter(body=BODY)) == Attempt(Verdict.ACCEPTED)
    assert script.taken == [BODY]


async def test_a_stranger_s_certificate_gets_no_mail(context: ssl.SSLContext) -> None:
    script = Script()
    async with (
        listening_with_tls(script, context) as port,
        sending(port, host="localhost", security=MailSecurity.TLS) as client,
    ):
        reason = "no connection to the mail server"
        assert await client.send(letter(body=BODY)) == Attempt(Verdict.UNUSABLE, reason)
    assert script.taken == []


OUTSIDE = "127.0.0.2"
"""Taken for another machine: it is not one of the names that the settings call this one."""
SECRET = letter(body=BODY, protected=True)


async def test_what_must_be_protected_upgrades_an_open_connection(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    script = Script()
    async with (
        listening(script, tls=context, host=OUTSIDE) as port,
        sending(port, host=OUTSIDE) as client,
    ):
        assert await client.send(SECRET) == Attempt(Verdict.ACCEPTED)
        assert await client.send(SECRET) == Attempt(Verdict.ACCEPTED)
    assert script.taken == [BODY] * 2


async def test_what_must_be_protected_is_not_given_to_a_stranger(context: ssl.SSLContext) -> None:
    script = Script()
    async with (
        listening(script, tls=context, host=OUTSIDE) as port,
        sending(port, host=OUTSIDE) as client,
    ):
        assert await client.send(SECRET) == Attempt(Verdict.UNPROTECTED, UNPROTECTED)
    assert script.taken == []


async def test_what_must_be_protected_does_not_leave_openly() -> None:
    moods = Moods()
    async with moody(moods, OUTSIDE) as port, sending(port, host=OUTSIDE) as client:
        assert await client.send(SECRET) == Attempt(Verdict.UNPROTECTED, UNPROTECTED)
        assert moods.taken == []
        assert await client.send(letter()) == Attempt(Verdict.ACCEPTED)


@pytest.mark.parametrize("mood", [b"454 4.7.0 not now\r\n", b"silence", b"cut", b"220 garbage\r\n"])
async def test_an_upgrade_that_fails_costs_nothing(mood: bytes) -> None:
    moods = Moods({"STARTTLS": [mood]}, {"EHLO": b"250-moody\r\n250 STARTTLS\r\n"})
    async with moody(moods, OUTSIDE) as port, sending(port, host=OUTSIDE, patience=QUICK) as client:
        assert await client.send(SECRET) == Attempt(Verdict.UNPROTECTED, UNPROTECTED)
        assert await client.send(letter()) == Attempt(Verdict.ACCEPTED)
    assert len(moods.taken) == 1


async def test_a_server_on_this_machine_may_be_asked_to_protect_what_it_passes_on() -> None:
    moods = Moods(usual={"EHLO": b"250-moody\r\n250 REQUIRETLS\r\n"})
    async with moody(moods) as port, sending(port) as client:
        assert await client.send(SECRET) == Attempt(Verdict.ACCEPTED)
        assert await client.send(letter()) == Attempt(Verdict.ACCEPTED)
        moods.moods["MAIL"] = [b"530 5.7.0 no\r\n", b"550 5.7.10 REQUIRETLS not here\r\n"]
        refused = await client.send(SECRET)
    asked = [command for command in moods.commands if command.startswith("MAIL")]
    assert asked[:2] == [
        "MAIL FROM:<bounces+0@accord.example> REQUIRETLS",
        "MAIL FROM:<bounces+0@accord.example>",
    ]
    assert refused == Attempt(Verdict.UNPROTECTED, f"{UNPROTECTED} (530 5.7.0)")


def test_addresses_as_servers_are_told_them() -> None:
    offered = {"smtputf8", "size"}
    assert rcpt_to(letter("zoë@bücher.example")) == (
        b"RCPT",
        "TO:<zoë@xn--bcher-kva.example>".encode(),
    )
    asked = mail_from(letter("zoë@bücher.example", b"x"), offered)
    assert asked == (b"MAIL", b"FROM:<bounces+0@accord.example>", b"SIZE=1", b"SMTPUTF8")
    with pytest.raises(Unsayable):
        mail_from(letter("zoë@bücher.example"), {"size"})
    assert mail_from(letter("zoe@bücher.example"), ()) == asked[:2]
    for address in ("", "zoe", "a b@x.example", "<a>@x.example", "a@x@y.example\n", "a@" + "." * 9):
        with pytest.raises(Unsayable):
            rcpt_to(letter(address + "é" if address.endswith(".") else address))


def test_criminal_justice_secure_mail_has_its_own_addresses() -> None:
    assert by_cjsm("pc@force.police.example") == "pc@force.police.example.cjsm.net"
    assert by_cjsm("pc@force.police.example.CJSM.net") == "pc@force.police.example.CJSM.net"
