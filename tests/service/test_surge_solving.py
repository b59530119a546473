"""`accord surge solve` as a process of its own: answers, signals and limits."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Solution, Status
from service.cli import main
from tests.surge.brute import best_of
from tests.surge.checker import faults, lies, values
from tests.surge.instances import small, surge, tight_day

SECONDS = 20.0
"""More than any of these needs: what they need is measured by the benchmark."""


def _written(problem: Problem, folder: Path) -> Path:
    path = folder / "problem.json"
    path.write_bytes(msgspec.json.encode(problem))
    return path


def _solved(problem: Problem, folder: Path, *more: str) -> Solution:
    out = folder / "solution.json"
    words = ["surge", "solve", str(_written(problem, folder)), "--out", str(out), *more]
    assert main(words) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    return msgspec.json.decode(out.read_bytes(), type=Solution)


def test_a_small_problem_is_solved_in_every_tier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = small(1)
    solution = _solved(problem, tmp_path)
    assert solution.status is Status.OPTIMAL
    assert values(problem, solution) == best_of(problem)
    assert f"{len(problem.meetings)} meetings placed; none is better." in capsys.readouterr().out


def test_what_cannot_be_held_is_proved_and_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solution = _solved(tight_day(0, 20), tmp_path)
    assert (solution.status, solution.meetings) == (Status.INFEASIBLE, {})
    told = capsys.readouterr().out.splitlines()
    assert told[1:] == [
        "There is no schedule, and that is proved.",
        *(f"  {reason.words}" for reason in solution.reasons),
    ]
    assert solution.reasons


def test_nothing_to_place_is_placed_at_best(tmp_path: Path) -> None:
    problem = msgspec.structs.replace(small(1), meetings=())
    assert _solved(problem, tmp_path).status is Status.OPTIMAL


def test_the_best_so_far_is_written_when_asked_to_stop(tmp_path: Path) -> None:
    """At a terminal: as soon as the line of progress names an answer, Ctrl-C."""
    problem = surge(60, 20, 30, 1.05, 3)
    out = tmp_path / "solution.json"
    words = ["-m", "service.cli", "surge", "solve", str(_written(problem, tmp_path))]
    screen, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, *words, "--out", str(out), "--time-limit", "300"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    seen = b""
    while b"lateness: " not in seen:
        seen += os.read(screen, 1000)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=SECONDS)
    os.close(screen)
    assert (process.returncode, b"60 meetings placed." in told) == (0, True)
    solution = msgspec.json.decode(out.read_bytes(), type=Solution)
    assert (faults(problem, solution), lies(problem, solution)) == ([], [])
