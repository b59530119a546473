"""Talks to a mail server as far as the first envelope, and says how far it came."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import uuid4

import aiosmtplib

from service.mail.attempts import with_code
from service.mail.checking.findings import Finding, good, note, wrong
from service.mail.envelopes import Letter, mail_from
from service.mail.identity import MailIdentity
from service.mail.smtp import PATIENT, MailServer, Patience
from service.settings import MailSecurity

SOON = 21
"""Days before the end of a certificate in which somebody should know."""
LARGE = 1_000_000
"""Bytes. Our mails have a few kilobytes."""
_DAY = 86_400
_SUCCESS = 2
_WANTS_SIGN_IN = frozenset({530, 535})


class _Stopped(Exception):
    """Nothing further can be tried."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding


async def server_findings(
    server: MailServer, identity: MailIdentity, *, patience: Patience = PATIENT
) -> list[Finding]:
    """What there is to say, in the order of the conversation, as far as it went."""
    found: list[Finding] = []
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security is MailSecurity.TLS,
        start_tls=False,
        tls_context=ssl.create_default_context(),
        local_hostname=identity.domain,
        timeout=patience.connect,
    )
    steps: list[Callable[[], Awaitable[list[Finding]]]] = [
        lambda: _connect(client, server),
        lambda: _encrypt(client, server),
        lambda: _extensions(client),
        lambda: _sign_in(client, server),
        lambda: _envelope(client, identity),
    ]
    try:
        async with asyncio.timeout(patience.begin + patience.command):
            for step in steps:
                found += await step()
    except _Stopped as stopped:
        found.append(stopped.finding)
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError):
        found.append(
            wrong(
                "The mail server broke off, answered nonsense or took too long.",
                "Look into its log for this moment.",
            )
        )
    await _leave(client, patience)
    return found


async def _connect(client: aiosmtplib.SMTP, server: MailServer) -> list[Finding]:
    try:
        await client.connect()
        await client.ehlo()
    except aiosmtplib.SMTPResponseException as refused:
        raise _Stopped(
            wrong(
                with_code("The mail server turns us away", refused.code, refused.message) + ".",
                "Let it take connections from this machine.",
            )
        ) from None
    except (aiosmtplib.SMTPConnectError, OSError, TimeoutError) as failure:
        raise _Stopped(_no_connection(server, failure.__cause__ or failure)) from None
    return [good(f"There is a mail server at {server.host}:{server.port}.")]


def _no_connection(server: MailServer, why: BaseException) -> Finding:
    where = f"{server.host}:{server.port}"
    match why:
        case ssl.SSLCertVerificationError():
            return _untrusted(server, why)
        case ssl.SSLError():
            return wrong(
                f"{where} does not speak TLS from the start.",
                "Set its security to starttls, or choose its port for TLS (often 465).",
            )
        case socket.gaierror():
            return wrong(f"{server.host} has no address.", "Correct the host, or DNS.")
        case ConnectionRefusedError():
            return wrong(
                f"Nothing listens at {where}.",
                "Correct host and port, or start the mail server.",
            )
    return wrong(
        f"{where} does not answer.",
        "Correct host and port, and let this machine through the firewall. A port that speaks TLS "
        "from the start needs security tls.",
    )


def _untrusted(server: MailServer, why: ssl.SSLCertVerificationError) -> Finding:
    return wrong(
        f"The certificate of {server.host} is not believed: {why.verify_message}",
        "Use the host by which the certificate calls it, and add its authority to those that "
        "this machine trusts (SSL_CERT_FILE names another list).",
    )


async def _encrypt(client: aiosmtplib.SMTP, server: MailServer) -> list[Finding]:
    """To what the settings say; without it, whether it could be."""
    offered = client.supports_extension("starttls")
    if server.security is MailSecurity.NONE:
        if server.local:
            return [note("The connection is not encrypted: it does not leave this machine.")]
        return [
            note(
                f"The connection is not encrypted, and the server "
                f"{'offers' if offered else 'does not offer'} starttls.",
            )
        ]
    if server.security is MailSecurity.STARTTLS:
        if not offered:
            raise _Stopped(
                wrong(
                    "The mail server offers no starttls, so nothing is sent.",
                    "Turn it on there, or use a port that speaks TLS from the start.",
                )
            )
        await _start_tls(client, server)
    return _protection(client)


async def _start_tls(client: aiosmtplib.SMTP, server: MailServer) -> None:
    try:
        await client.starttls()
        await client.ehlo()
    except ssl.SSLCertVerificationError as failure:
        raise _Stopped(_untrusted(server, failure)) from None
    except (aiosmtplib.SMTPException, ssl.SSLError) as failure:
        why = failure.__cause__
        if isinstance(why, ssl.SSLCertVerificationError):
            raise _Stopped(_untrusted(server, why)) from None
        raise


def _protection(client: aiosmtplib.SMTP) -> list[Finding]:
    tls = client.get_transport_info("ssl_object")
    ends = ssl.cert_time_to_seconds(tls.getpeercert()["notAfter"])
    days = int((ends - time.time()) // _DAY)
    found = [good(f"The connection is encrypted by {tls.version()} and its certificate is good.")]
    if days < SOON:
        found.append(note(f"Days until its certificate ends: {days}.", "Renew it before."))
    return found


async def _extensions(client: aiosmtplib.SMTP) -> list[Finding]:
    offered = client.esmtp_extensions
    found = []
    size = offered.get("size", "").strip()
    if size.isdigit() and 0 < int(size) < LARGE:
        found.append(
            wrong(f"The mail server takes {int(size):,} bytes at most.", "Allow a megabyte.")
        )
    known = {
        "size": "says how large a mail may be",
        "smtputf8": "takes addresses in all alphabets",
        "requiretls": "keeps protected mail encrypted on its further way",
    }
    has = [f"{words} ({name.upper()})" for name, words in known.items() if name in offered]
    lacks = [name.upper() for name in known if name not in offered]
    if has:
        found.append(good(f"The mail server {', '.join(has)}."))
    if lacks:
        found.append(note(f"It does not offer {', '.join(lacks)}; Accord does without."))
    return found


async def _sign_in(client: aiosmtplib.SMTP, server: MailServer) -> list[Finding]:
    if not server.user:
        return []
    try:
        await client.login(server.user, server.password)
    except aiosmtplib.SMTPAuthenticationError as refused:
        raise _Stopped(
            wrong(
                with_code("The mail server refuses our sign-in", refused.code, refused.message)
                + ".",
                "Correct user and password; some servers want a password made for programs.",
            )
        ) from None
    except aiosmtplib.SMTPException:
        raise _Stopped(
            wrong(
                "The mail server offers no sign-in here.",
                "Use its port for submission (often 587), or unset user and password.",
            )
        ) from None
    return [good("It takes our sign-in.")]


async def _envelope(client: aiosmtplib.SMTP, identity: MailIdentity) -> list[Finding]:
    """With the kind of sender that real mail has."""
    sender = identity.return_path(uuid4())
    letter = Letter(sender, identity.sender, b"")
    answer = await client.execute_command(*mail_from(letter, client.esmtp_extensions))
    if answer.code // 100 == _SUCCESS:
        await client.rset()
        return [good(f"It takes bounces+…@{identity.domain} as sender.")]
    told = with_code("", answer.code, answer.message)
    if answer.code in _WANTS_SIGN_IN:
        return [wrong(f"It takes nothing without a sign-in{told}.", "Set user and password.")]
    return [
        wrong(
            f"It refuses bounces+…@{identity.domain} as sender{told}.",
            "Let this user or machine send as every address of that domain.",
        )
    ]


async def _leave(client: aiosmtplib.SMTP, patience: Patience) -> None:
    if client.is_connected:
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(patience.quit):
                await client.quit()
    client.close()
