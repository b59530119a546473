"""PDF/UA documents, made off the event loop in one short-lived process each."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable

from service.documents.outcome import Outcome

# Each process may take MEMORY_LIMIT; more than two at once would push the web process out.
_AT_ONCE = asyncio.Semaphore(2)
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
)


Told = Callable[[int], Awaitable[None]]
"""Is given the number of pages that are set, now and then."""


class DocumentFailed(Exception):
    """No PDF came out. The words are neutral and may be shown or logged."""


async def _nobody(_pages: int) -> None:
    """For documents whose progress nobody watches."""


async def make_pdf(
    html: str,
    *,
    timeout: float,  # noqa: ASYNC109 - it kills a process
    told: Told = _nobody,
) -> bytes:
    """The page as PDF/UA-1, `timeout` in seconds of rendering (waiting for a turn not counted).

    Raises DocumentFailed. A cancelled caller leaves no process behind.
    """
    async with _AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "service.documents.render",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            # Nothing secret (database address, mail password) reaches the renderer.
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        try:
            async with asyncio.timeout(timeout):
                pdf = await _talk(process, html.encode(), told)
        except TimeoutError:
            raise DocumentFailed("The document took too long to make") from None
        finally:
            await _end(process)
    if process.returncode != Outcome.MADE:
        raise DocumentFailed(_words(process.returncode))
    return pdf


async def _talk(process: asyncio.subprocess.Process, html: bytes, told: Told) -> bytes:
    if not (process.stdin and process.stdout and process.stderr):  # pragma: no cover - all piped
        raise DocumentFailed("The document could not be made")
    async with asyncio.TaskGroup() as group:
        group.create_task(_give(process.stdin, html))
        group.create_task(_listen(process.stderr, told))
        pdf = group.create_task(process.stdout.read())
    await process.wait()
    return pdf.result()


async def _give(to: asyncio.StreamWriter, html: bytes) -> None:
    """Nobody reads on when the renderer has died: its exit status says so."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        to.write(html)
        await to.drain()
        to.close()


async def _listen(to: asyncio.StreamReader, told: Told) -> None:
    """Pass on numbers; whatever a library says besides goes nowhere."""
    while line := (await to.readline()).strip():
        if line.isdigit():
            await told(int(line))
    await to.read()


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


def _words(status: int | None) -> str:
    if status == Outcome.ADDRESS_REFUSED:
        return "The document names something outside itself"
    if status == Outcome.TOO_LARGE:
        return "The document is too large to make"
    return "The document could not be made"
