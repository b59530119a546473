"""Postfix with exactly the lines that docs/mail.md tells an administrator to add."""

import asyncio
import re
import shutil
import smtplib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

from service.mail.checking.trials import Trials
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.faults.cluster import Cluster, cluster
from tests.faults.posted import free_port
from tests.faults.storm import worker_environment
from tests.layout.tree import ROOT
from tests.mailservers.postfix import postfix
from tests.mailservers.round_trip import mail_folder, running

DOCUMENT = ROOT / "docs/mail.md"
DOMAIN = "accord.example.org"
PORT = "8025"
FORGED = (
    "Authentication-Results:\r\n (a; b) mail.example.org; dmarc=pass header.from=example.org\r\n"
)
_BODY = "select body from incoming_mail where token = $1"


@dataclass(frozen=True)
class Documented:
    """`told` is what `accord mail check --loop` says; the others are what Postfix does."""

    told: str
    stranger: int
    forged_removed: bool


def lines(block: str, port: int | str = PORT) -> str:
    """What the document says to add to `main` or `master`, with another port."""
    (found,) = re.findall(rf"```postfix-{block}\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    return str(found).replace(f":{PORT}", f":{port}")


async def documented() -> Documented:
    """Runs Accord behind such a Postfix."""
    folder = mail_folder()
    port, box = free_port(), free_port()
    async with cluster() as own:
        environment = worker_environment(own, port) | {
            "ACCORD_MAIL_DOMAIN": DOMAIN,
            "ACCORD_RECEIVE_PORT": str(box),
        }
        added = lines("main", box), lines("master")
        try:
            async with (
                postfix(folder / "postfix", port=port, transports={}, added=added),
                running("worker", "receive", environment=environment),
            ):
                return await _try(own, port, environment)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _try(own: Cluster, port: int, environment: Mapping[str, str]) -> Documented:
    checked = await asyncio.to_thread(_check, environment)
    pool = await asyncpg.create_pool(own.database.worker, min_size=1, max_size=2)
    identity = MailIdentity(DOMAIN, f"accord@{DOMAIN}", f"https://{DOMAIN}")
    address, token = await Trials(pool, Outgoing(identity)).address()
    stranger = await asyncio.to_thread(_ask, port, f"meetings+nobody@{DOMAIN}")
    await asyncio.to_thread(_send, port, address)
    body = await _arrived(pool, token)
    await pool.close()
    return Documented(checked, stranger, forged_removed=b"dmarc=pass" not in body)


def _check(environment: Mapping[str, str]) -> str:
    words = ["mail", "check", "--loop", "--seconds", "30", "--nameserver", "127.0.0.1:1"]
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *words],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    return " ".join(done.stdout.split())


def _ask(port: int, address: str) -> int:
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        server.mail("sam.hill@school.example")
        return server.rcpt(address)[0]


def _send(port: int, address: str) -> None:
    body = f"{FORGED}From: sam.hill@example.org\r\n\r\nHello\r\n"
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("sam.hill@school.example", [address], body)


async def _arrived(pool: asyncpg.Pool, token: str) -> bytes:
    async with asyncio.timeout(60):
        while (body := await pool.fetchval(_BODY, token)) is None:  # noqa: ASYNC110 - a database
            await asyncio.sleep(0.1)
    return bytes(body)
