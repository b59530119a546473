"""Has a process of its own solve for the worker, which goes on with its other work meanwhile."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import msgspec

from planning.surge.actions.running import Step
from planning.surge.rules.asked import Answer, Asked
from service.surge.apart import Order, Told

GRACE = 2.0
"""Seconds after its time, or after it was asked to stop, until the process is killed."""
_TOLD_EVERY = 1.0
_LONGEST_LINE = 1 << 26
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH")


class Found(NamedTuple):
    """The best answer, if there is one, and after how many seconds."""

    answer: Answer | None
    seconds: int


Heard = Callable[[Step], Awaitable[bool]]
"""Is told each second how far it is; answers whether to go on."""


async def solve_apart(
    asked: Asked, *, seconds: float, heard: Heard, module: str = "service.surge.apart"
) -> Found:
    """The best answer that the process told, however it ended; it is gone when this returns."""
    best = _Best()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_LONGEST_LINE,
        start_new_session=True,
        # Nothing secret (database address, mail password) reaches the solver.
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
    )  # fmt: skip
    until = best.began + seconds
    talking = asyncio.create_task(_talk(process, Order(asked, until), best))
    try:
        await _watch(process, talking, best, until + GRACE, heard)
    finally:
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        # With whatever it has started to prove bounds meanwhile.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    return Found(best.answer, best.seconds)


class _Best:
    """What was told last, and whether that was passed on."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.stage: str | None = None
        self.new = False
        self.began = time.monotonic()

    @property
    def seconds(self) -> int:
        return int(time.monotonic() - self.began)

    def take(self, told: Told) -> None:
        self.answer, self.new = told.answer, True
        self.stage = told.stage or self.stage

    def step(self) -> Step:
        answer = self.answer if self.new else None
        self.new = False
        return Step(self.seconds, self.stage, answer)


async def _watch(
    process: asyncio.subprocess.Process,
    talking: asyncio.Task[None],
    best: _Best,
    ends: float,
    heard: Heard,
) -> None:
    stopped = False
    while not talking.done() and (left := ends - time.monotonic()) > 0:
        await asyncio.wait([talking], timeout=min(_TOLD_EVERY, left))
        go_on = talking.done() or await heard(best.step())
        if not (go_on or stopped) and process.returncode is None:
            process.terminate()
            stopped, ends = True, min(ends, time.monotonic() + GRACE)


async def _talk(process: asyncio.subprocess.Process, order: Order, best: _Best) -> None:
    """Nobody reads on, or nothing sensible is said, when the process has died."""
    if not (process.stdin and process.stdout):  # pragma: no cover - both piped
        return
    with contextlib.suppress(
        BrokenPipeError, ConnectionResetError, ValueError, msgspec.MsgspecError
    ):
        process.stdin.write(msgspec.json.encode(order))
        await process.stdin.drain()
        process.stdin.close()
        while line := await process.stdout.readline():
            best.take(msgspec.json.decode(line, type=Told))
