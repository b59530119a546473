"""`accord receive` takes mail until it is asked to stop, and says whether it does."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.cli import main
from service.cli.telling import CONFIGURATION_FAULT
from service.mail.incoming.listener import SOCKET_MODE
from tests.conftest import TestDatabase, fresh_database

WORDS = [sys.executable, "-m", "service.cli", "receive"]


@pytest.fixture
async def environment(server: str, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    async with fresh_database(server, "receiving", now=None) as urls:
        yield _environment(urls, tmp_path)


def _environment(urls: TestDatabase, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ACCORD_DATA": str(folder),
        "ACCORD_DATABASE_URL": urls.app,
        "ACCORD_WORKER_DATABASE_URL": urls.worker,
        "ACCORD_RECEIVE_SOCKET": str(folder / "in"),
    }


def _check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WORDS, "--check"], env=environment, capture_output=True, text=True, check=False
    )


def _until_taken(environment: dict[str, str]) -> str:
    deadline = time.monotonic() + 60
    asked = _check(environment)
    while asked.returncode and time.monotonic() < deadline:
        time.sleep(0.1)
        asked = _check(environment)
    return asked.stdout


def _hand_in(path: str) -> bytes:
    """What the listener says to an address that nobody has."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        answers = server.makefile("rb")
        answers.readline()
        server.sendall(b"LHLO mx.example\r\n")
        while answers.readline()[3:4] == b"-":
            pass
        server.sendall(b"MAIL FROM:<sam.hill@school.example>\r\n")
        answers.readline()
        server.sendall(b"RCPT TO:<meetings+t0ken@localhost>\r\n")
        return answers.readline()[:9]


async def test_it_takes_mail_at_a_socket_and_stops_when_asked(
    environment: dict[str, str], tmp_path: Path
) -> None:
    await asyncio.to_thread(_takes_mail, environment, tmp_path)


def _takes_mail(environment: dict[str, str], tmp_path: Path) -> None:
    assert "Nothing listens there" in _check(environment).stderr
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "in"))
    running = subprocess.Popen(WORDS, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert _until_taken(environment) == "Mail is taken.\n"
        assert (tmp_path / "in").stat().st_mode & 0o777 == SOCKET_MODE
        second = subprocess.run(
            WORDS, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert (second.returncode, second.stderr) == (
            CONFIGURATION_FAULT,
            "accord: Mail cannot be taken there: choose another ACCORD_RECEIVE_PORT or _SOCKET.\n",
        )
        assert _hand_in(environment["ACCORD_RECEIVE_SOCKET"]) == b"550 5.1.1"
        assert _check(environment).returncode == 0
    finally:
        running.send_signal(signal.SIGTERM)
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "hill" not in said
    assert "t0ken" not in said


def test_nowhere_is_a_fault_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ACCORD_RECEIVE_PORT", raising=False)
    assert main(["receive"]) == CONFIGURATION_FAULT
    assert "set ACCORD_RECEIVE_PORT or ACCORD_RECEIVE_SOCKET" in capsys.readouterr().err
