"""Keeps child processes alive, and ends them together."""

import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from service.cli.telling import CONFIGURATION_FAULT, complain

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""A child that lived this long starts again without delay."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep alive."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


async def supervise(children: Sequence[Child], stop: asyncio.Event, *, grace: float) -> int:
    """Until `stop` is set, or a child says that only a person can mend it; the exit code.

    At the end each child gets SIGTERM and `grace` seconds to finish its work.
    """
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_keep(child, stop, grace)) for child in children]
    return max(task.result() for task in tasks)


async def _keep(child: Child, stop: asyncio.Event, grace: float) -> int:
    pause = FIRST_PAUSE
    while not stop.is_set():
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *child.command, env=child.environment, start_new_session=True
        )
        code = await _ended(process, stop, grace)
        if stop.is_set():
            return 0
        if code == CONFIGURATION_FAULT:
            stop.set()
            return code
        if time.monotonic() - started > STEADY_SECONDS:
            pause = FIRST_PAUSE
        complain([f"The {child.name} process ended ({code}); it starts again in {pause:g} s."])
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return 0


async def _ended(process: Process, stop: asyncio.Event, grace: float) -> int:
    ending, stopping = asyncio.create_task(process.wait()), asyncio.create_task(stop.wait())
    await asyncio.wait({ending, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not ending.done():
        process.terminate()
        await asyncio.wait({ending}, timeout=grace)
    if not ending.done():
        process.kill()
    return await ending
