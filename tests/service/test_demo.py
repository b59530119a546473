"""The command `accord demo`, as a newcomer starts, stops and starts it again."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import psutil
import pytest

Found = TypeVar("Found")
SECONDS_TO_READY = 60
"""Ten on a quiet machine; tests share theirs."""


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    folder = tempfile.mkdtemp(prefix="accord-")
    outside = {name: text for name, text in os.environ.items() if not name.startswith("ACCORD_")}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    yield outside | {"ACCORD_DATA": folder, "ACCORD_PORT": str(port)}
    shutil.rmtree(folder, ignore_errors=True)


def test_the_demo_starts_lets_everybody_in_stops_and_keeps_its_data(
    environment: dict[str, str],
) -> None:
    first = _Demo(environment)
    try:
        first.wait_until_ready()
        came_in = {account["email"]: _sign_in(first.url, account) for account in _accounts()}
        mailbox = httpx.get(f"{first.url}/demo/mailbox")
        _then_a_button_of_the_mailbox_answers(first.url)
    finally:
        code, told = first.stop()
    assert came_in == dict.fromkeys(came_in, (200, "/work"))
    assert (mailbox.status_code, code, first.left_over()) == (200, 0, [])
    assert told.count("Northborough is loaded") == 1
    assert [f"{first.url}/sign-in" in told, *(email in told for email in came_in)] == [True] * (
        len(came_in) + 1
    )
    again = _Demo(environment)
    try:
        again.wait_until_ready()
        lead = next(one for one in _accounts() if one["email"].startswith("lead@"))
        operations = _page(again.url, lead, "/operations")
    finally:
        code, told = again.stop()
    assert (code, again.left_over(), "Northborough is loaded" in told) == (0, [], False)
    assert (operations.count("Operation Harbour"), operations.count("Operation Lantern")) == (1, 1)


def test_the_demo_keeps_off_a_database_that_it_was_given(environment: dict[str, str]) -> None:
    given = environment | {"ACCORD_DATABASE_URL": "postgresql://accord_app@127.0.0.1/accord"}
    refused = subprocess.run(_command(), env=given, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr) == (
        78,
        "accord: The demo runs on the built-in database only: unset ACCORD_DATABASE_URL.\n",
    )


def _then_a_button_of_the_mailbox_answers(url: str) -> None:
    """By mail: from the page to the listener, from there to the meeting, all inside the demo."""
    police = next(one for one in _accounts() if one["email"].startswith("police@"))
    mail = _eventually(lambda: _invitation(url, police["email"]))
    answered = httpx.post(f"{url}{mail}", data={"how": "decline"})
    assert (answered.status_code, answered.headers["location"]) == (303, f"{mail}?sent=decline")
    meeting = re.search(r"/meetings/[0-9a-f-]{36}", httpx.get(f"{url}{mail}").text)
    assert meeting is not None
    _eventually(lambda: "You said: I cannot come." in _page(url, police, meeting[0]))


def _invitation(url: str, email: str) -> str:
    """The path of a mail with buttons to this address; "" before it came."""
    listed = re.findall(r"/demo/mailbox/[0-9T.a-f-]+", httpx.get(f"{url}/demo/mailbox").text)
    mails = ((path, httpx.get(f"{url}{path}").text) for path in listed)
    return next((path for path, text in mails if email in text and "Propose this" in text), "")


def _eventually(look: Callable[[], Found]) -> Found:
    """What `look` finds, once it finds something."""
    deadline = time.monotonic() + SECONDS_TO_READY
    while not (found := look()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
    return found


class _Demo:
    """A running `accord demo` and everything that it has started."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.url = f"http://127.0.0.1:{environment['ACCORD_PORT']}"
        self._postmaster = Path(environment["ACCORD_DATA"]) / "postgres" / "postmaster.pid"
        self._started: list[psutil.Process] = []
        self._process = subprocess.Popen(
            _command(), env=environment, stdout=subprocess.PIPE, text=True
        )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_READY
        while not _is_well(self.url):
            assert time.monotonic() < deadline, "not ready in time"
            assert self._process.poll() is None, "it ended by itself"
            time.sleep(0.05)
        postgres = psutil.Process(int(self._postmaster.read_text().split()[0]))
        mine = psutil.Process(self._process.pid).children(recursive=True)
        self._started = [*mine, postgres, *postgres.children()]

    def stop(self) -> tuple[int, str]:
        """Ctrl-C; the exit code and what was said."""
        self._process.send_signal(signal.SIGINT)
        told, _ = self._process.communicate(timeout=60)
        return self._process.returncode, told

    def left_over(self) -> list[psutil.Process]:
        """What still runs although it should have ended."""
        _, alive = psutil.wait_procs(self._started, timeout=10)
        return alive


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "service.cli", "demo", *words]


def _accounts() -> list[dict[str, str]]:
    listed = subprocess.run(
        _command("accounts", "--json"), capture_output=True, text=True, check=True
    )
    accounts: list[dict[str, str]] = json.loads(listed.stdout)
    return accounts


def _is_well(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _sign_in(url: str, account: dict[str, str]) -> tuple[int, str]:
    """Where signing in leads, and whether the page there can be read."""
    with _browser(url, account) as browser:
        answer = browser.get("/")
        return answer.status_code, answer.url.path


def _page(url: str, account: dict[str, str], path: str) -> str:
    with _browser(url, account) as browser:
        return browser.get(path).text


@contextmanager
def _browser(url: str, account: dict[str, str]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, follow_redirects=True) as browser:
        browser.post("/sign-in", data={name: account[name] for name in ("email", "password")})
        yield browser
