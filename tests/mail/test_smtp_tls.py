"""Protected connections: the certificate must be one that this machine trusts."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from service.mail.smtp import Attempt, MailServer, Sender, Verdict
from service.settings import MailSecurity
from tests.mail.servers import Script, listening

TO = "sam.hill@school.example"
BODY = b"Subject: x\r\n\r\nhello\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh certificate for localhost, with its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout - -out -"
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


def sender(port: int, security: MailSecurity) -> Sender:
    server = MailServer("localhost", port, security)
    return Sender(server, envelope_from="accord@accord.example", greeting="accord.example")


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
        sender(port, MailSecurity.STARTTLS) as client,
    ):
        assert await client.send(TO, BODY) == Attempt(Verdict.ACCEPTED)
    assert script.taken == [BODY]


async def test_tls_from_the_first_byte(
    context: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    script = Script()
    async with (
        listening_with_tls(script, context) as port,
        sender(port, MailSecurity.TLS) as client,
    ):
        assert await client.send(TO, BODY) == Attempt(Verdict.ACCEPTED)
    assert script.taken == [BODY]


async def test_a_stranger_s_certificate_gets_no_mail(context: ssl.SSLContext) -> None:
    script = Script()
    async with (
        listening_with_tls(script, context) as port,
        sender(port, MailSecurity.TLS) as client,
    ):
        reason = "no connection to the mail server"
        assert await client.send(TO, BODY) == Attempt(Verdict.LATER, reason, reachable=False)
    assert script.taken == []
