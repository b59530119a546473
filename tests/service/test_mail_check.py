"""`accord mail check` says everything at once, and nothing that is secret."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import fresh_database
from tests.mail.checking.zone import Records, serving
from tests.mail.servers import Script, listening

WORDS = [sys.executable, "-m", "service.cli", "mail", "check"]
ZONE: Records = {
    ("accord.example.org", "MX"): ["10 mail.example.org."],
    ("mail.example.org", "A"): ["192.0.2.1"],
    ("accord.example.org", "TXT"): ['"v=spf1 mx -all"'],
    ("_dmarc.accord.example.org", "TXT"): ['"v=DMARC1; p=reject"'],
}


@pytest.fixture
async def environment(server: str, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    outside = {name: value for name, value in os.environ.items() if "ACCORD" not in name}
    async with fresh_database(server, "checking", now=None) as urls:
        yield outside | {
            "ACCORD_DATA": str(tmp_path),
            "ACCORD_DATABASE_URL": urls.app,
            "ACCORD_WORKER_DATABASE_URL": urls.worker,
            "ACCORD_MAIL_DOMAIN": "accord.example.org",
        }


async def _check(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(
        subprocess.run,
        [*WORDS, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def test_a_sound_way_out(environment: dict[str, str]) -> None:
    async with listening(Script()) as port, serving(ZONE) as zone:
        done = await _check(environment | {"ACCORD_SMTP_PORT": str(port)}, "--nameserver", zone)
    assert (done.returncode, done.stderr) == (0, "")
    parts = [part.splitlines()[0] for part in done.stdout.strip().split("\n\n")]
    assert parts == [
        "Settings",
        "DNS",
        "The mail server",
        "The last days",
        "Nothing was found wrong; not checked: 1.",
    ]


async def test_everything_that_is_wrong_is_said_at_once(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = str(taken.getsockname()[1])
    faulty = {
        "ACCORD_SMTP_PORT": closed,
        "ACCORD_SMTP_PASSWORD": "do-not-show-this",
        "ACCORD_RECEIVE_SOCKET": "/nowhere/in",
        "ACCORD_WORKER_DATABASE_URL": "",
    }
    async with serving({}) as zone:
        done = await _check(
            environment | faulty, "--nameserver", zone, "--loop", "--seconds", "0.1"
        )
    assert (done.returncode, done.stderr) == (1, "")
    assert "7 things are wrong; not checked: 1." in done.stdout
    assert "do-not-show-this" not in done.stdout


@pytest.mark.parametrize(
    "words", [["--to", "nobody"], ["--nameserver", "somewhere"], ["--seconds", "x"]]
)
async def test_words_that_make_no_sense(environment: dict[str, str], words: list[str]) -> None:
    done = await _check(environment, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
