"""Two processes are kept alive, and end together."""

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from service.cli import supervising
from service.cli.supervising import Child, supervise
from service.cli.telling import CONFIGURATION_FAULT

POLITE = """
import pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[1])
(folder / f"started-{time.monotonic_ns()}").touch()
def finish(*_):
    (folder / "finished").touch()
    sys.exit(0)
signal.signal(signal.SIGTERM, finish)
time.sleep(60)
"""


def _child(code: str, folder: Path) -> Child:
    return Child("test", [sys.executable, "-c", code, str(folder)], dict(os.environ))


async def _until(folder: Path, starts: int) -> None:
    def wait() -> None:
        deadline = time.monotonic() + 20
        while len(list(folder.glob("started-*"))) < starts and time.monotonic() < deadline:
            time.sleep(0.05)

    await asyncio.to_thread(wait)


async def test_children_finish_their_work_when_asked_to_stop(tmp_path: Path) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(supervise([_child(POLITE, tmp_path)], stop, grace=10))
    await _until(tmp_path, 1)
    await asyncio.sleep(0.2)
    stop.set()
    assert await running == 0
    assert (tmp_path / "finished").exists()


async def test_a_child_that_does_not_stop_is_ended(tmp_path: Path) -> None:
    deaf = POLITE.replace("signal.signal(signal.SIGTERM, finish)", "").replace(
        "def finish", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\ndef finish"
    )
    stop = asyncio.Event()
    running = asyncio.create_task(supervise([_child(deaf, tmp_path)], stop, grace=0.3))
    await _until(tmp_path, 1)
    await asyncio.sleep(0.2)
    started = time.monotonic()
    stop.set()
    assert await running == 0
    assert time.monotonic() - started < 10


async def test_a_child_that_died_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.05)
    stop = asyncio.Event()
    dying = POLITE.replace("time.sleep(60)", "sys.exit(3)")
    running = asyncio.create_task(supervise([_child(dying, tmp_path)], stop, grace=5))
    await _until(tmp_path, 3)
    stop.set()
    assert await running == 0
    assert "The test process ended (3); it starts again in" in capfd.readouterr().err


async def test_what_only_a_person_can_mend_stops_everything(tmp_path: Path) -> None:
    children = [
        _child(POLITE, tmp_path),
        _child(f"import sys; sys.exit({CONFIGURATION_FAULT})", tmp_path),
    ]
    assert await supervise(children, asyncio.Event(), grace=5) == CONFIGURATION_FAULT
