"""Has a problem solved by a child process, and keeps its best answer whatever becomes of it."""

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from types import FrameType
from typing import NamedTuple

import msgspec

from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Solution
from planning.surge.solver.asking import Limit
from service.surge.child import OUT_OF_MEMORY, Line, solve_as_child

_GRACE = 0.7
"""Seconds that the solver may take beyond its limit, or after it was asked to stop."""
_POLL = 0.05
_CHUNK = 1 << 20


class Ending(Enum):
    """How the child ended."""

    DONE = "done"
    KILLED = "killed"
    OUT_OF_MEMORY = "out of memory"
    FAILED = "failed"


class Solved(NamedTuple):
    """`answers` are the last few that were told, the best one last."""

    answers: tuple[Solution, ...]
    ending: Ending


Heard = Callable[[Line], None]


def solve_beside(problem: Problem, limit: Limit, heard: Heard) -> Solved:
    """Fork, and listen until the child ends; SIGINT and SIGTERM ask it for its best answer."""
    reading, writing = os.pipe()
    with _stopping() as asked:
        child = os.fork()
        if child == 0:  # pragma: no cover - the child's own life
            _live(problem, limit, writing)
        _lead_a_group(child)
        os.close(writing)
        try:
            answers, in_time = _listen(child, reading, limit.seconds, asked, heard)
        finally:
            os.close(reading)
            _kill(child)
        _, status = os.waitpid(child, 0)
    return Solved(answers, _ending(status) if in_time else Ending.KILLED)


def _live(problem: Problem, limit: Limit, pipe: int) -> None:
    code = 1
    try:
        _lead_a_group(0)
        code = solve_as_child(problem, limit, pipe)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    finally:
        os._exit(code)


def _listen(
    child: int, pipe: int, seconds: float, asked: list[int], heard: Heard
) -> tuple[tuple[Solution, ...], bool]:
    """The last answers, and whether the child ended by itself."""
    ends = time.monotonic() + seconds + _GRACE
    answers: tuple[Solution, ...] = ()
    passed_on = False
    rest = b""
    while (now := time.monotonic()) < ends:
        if asked and not passed_on:
            os.kill(child, signal.SIGTERM)
            passed_on, ends = True, min(ends, now + _GRACE)
        if not select.select([pipe], [], [], _POLL)[0]:
            continue
        chunk = os.read(pipe, _CHUNK)
        if not chunk:
            return answers, True
        *lines, rest = (rest + chunk).split(b"\n")
        for line in (msgspec.json.decode(line, type=Line) for line in lines):
            answers = (*answers, line.solution)[-3:]
            heard(line)
    return answers, False


def _lead_a_group(child: int) -> None:
    """Done on both sides, for either may be first: then all that it starts can be ended with it."""
    with suppress(OSError):
        os.setpgid(child, child)


def _kill(child: int) -> None:
    """No harm to one that has ended: it is waited for only afterwards."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def _ending(status: int) -> Ending:
    """A library that cannot have memory aborts."""
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return Ending.DONE
    short = code in (OUT_OF_MEMORY, -signal.SIGABRT)
    return Ending.OUT_OF_MEMORY if short else Ending.FAILED


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """Holds the signals that asked to stop while inside."""
    asked: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
