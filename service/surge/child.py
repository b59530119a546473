"""The process that solves: what it finds it writes to a pipe, a line for each better answer.

It may be killed at any time, and ends by itself where memory is short.
"""

import importlib
import os
import resource
import signal
import time
from types import FrameType

import msgspec

from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Solution
from planning.surge.solver.asking import Limit, Progress

OUT_OF_MEMORY = 3
_LEAST_SECONDS = 0.1
MOST_MEMORY = 1_800 * 2**20
"""Bytes; with the process that asked it is less than 2 GB."""


class Line(msgspec.Struct, frozen=True):
    """One better answer; `stage` is None in the last."""

    stage: str | None
    solution: Solution


def solve_as_child(problem: Problem, limit: Limit, pipe: int) -> int:
    """Solve in this process, which has no other work; its exit code.

    The limit counts from now; what the solver needs is loaded within it.
    """
    asked = until_asked()
    until = time.monotonic() + limit.seconds
    limit_memory()

    def tell(progress: Progress) -> bool:
        write(pipe, Line(progress.stage, progress.solution))
        return not asked

    try:
        # What the solver needs is heavy, and the process that asked needs none of it.
        solver = importlib.import_module("planning.surge.solver.solve")
        left = limit._replace(seconds=max(_LEAST_SECONDS, until - time.monotonic()))
        write(pipe, Line(None, solver.solve(problem, limit=left, tell=tell)))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def limit_memory() -> None:
    """Hold this process to MOST_MEMORY."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def until_asked() -> list[int]:
    """Holds the signal that asked to stop. Ctrl-C goes to the whole group: the asker passes it."""
    asked: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    return asked


def write(pipe: int, line: msgspec.Struct) -> None:
    """The whole line, however little the pipe takes at once."""
    left = memoryview(msgspec.json.encode(line) + b"\n")
    while left:
        left = left[os.write(pipe, left) :]
