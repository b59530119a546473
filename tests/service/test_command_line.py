"""The command `accord`, on a built-in database of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.cli import COMMANDS, main

SECONDS_TO_HEALTH = 3.0
MEGABYTES_AT_REST = 300


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    folder = tempfile.mkdtemp(prefix="accord-")
    outside = {name: value for name, value in os.environ.items() if "ACCORD" not in name}
    yield outside | {"ACCORD_DATA": folder, "ACCORD_PORT": str(_free_port())}
    shutil.rmtree(folder, ignore_errors=True)


def _accord(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_new_installation_is_made_and_administered(environment: dict[str, str]) -> None:
    behind = _accord(environment, "check")
    assert behind.returncode == 1
    assert "Run `accord migrate`" in behind.stderr
    assert _accord(environment, "migrate").returncode == 0
    assert _accord(environment, "migrate").stdout == "The database is up to date.\n"
    assert _accord(environment, "check").stdout == "Nothing dangerous was found.\n"
    adding = ["person", "add", "--email", "robin@example.org", "--name", "Robin Ashdown"]
    unknown = _accord(environment, *adding, "--agency", "Northborough police")
    assert (unknown.returncode, "--category" in unknown.stderr) == (1, True)
    police = ["--agency", "Northborough police", "--category", "police", "--role", "chair"]
    assert _accord(environment, *adding, *police).returncode == 0
    invited = _accord(environment, "person", "invite", "robin@example.org", "--show-link")
    assert "/choose-password?link=" in invited.stdout
    listed = _accord(environment, "person", "list").stdout
    assert listed == "robin@example.org\tRobin Ashdown\tNorthborough police\tchair\n"


def test_tokens_are_made_listed_and_revoked(environment: dict[str, str]) -> None:
    creating = ["token", "create", "--email", "robin@example.org", "--name", "Rota"]
    secret = _accord(environment, *creating).stdout.strip()
    assert re.fullmatch(r"accord_[\w-]{43}", secret)
    listed = _accord(environment, "token", "list").stdout
    assert "Rota\tread\t" in listed
    assert secret not in listed
    assert _accord(environment, "token", "revoke", listed.split("\t")[0]).returncode == 0
    assert _accord(environment, "token", "list").stdout == ""
    again = _accord(environment, "token", "revoke", listed.split("\t")[0])
    assert again.returncode == 1
    nobody = _accord(environment, "token", "create", "--email", "x@example.org", "--name", "x")
    assert nobody.stderr == "accord: Nobody here has that email address.\n"


def test_everything_starts_soon_stays_small_and_stops_cleanly(environment: dict[str, str]) -> None:
    started = time.monotonic()
    running = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "run"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while not _is_well(environment) and time.monotonic() - started < 60:
            time.sleep(0.05)
        ready = time.monotonic() - started
        time.sleep(1.5)
        assert _megabytes_of_children(running.pid) <= MEGABYTES_AT_REST
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0
    assert ready < 10 * SECONDS_TO_HEALTH
    assert not _is_well(environment)


def _is_well(environment: dict[str, str]) -> bool:
    try:
        url = f"http://127.0.0.1:{environment['ACCORD_PORT']}/health"
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


def _megabytes_of_children(parent: int) -> float:
    found = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        if fields["PPid"].strip() == str(parent) and "postgres" not in fields["Name"]:
            found += int(fields["VmRSS"].split()[0]) / 1024
    return found


def test_a_taken_port_stops_everything_with_a_word(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["ACCORD_PORT"]))):
        refused = _accord(environment, "run")
    assert refused.returncode == 78
    assert "is taken: choose another ACCORD_PORT." in refused.stderr


def test_faulty_settings_are_told_before_anything_starts(environment: dict[str, str]) -> None:
    refused = _accord({**environment, "ACCORD_PORT": "x", "ACCORD_LOG_LEVEL": "x"}, "run")
    assert refused.returncode == 78
    assert refused.stderr.count("accord: ACCORD_") == 2


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in COMMANDS)
