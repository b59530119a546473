"""PDF/UA documents, made off the event loop in one short-lived process each."""

import asyncio
import os
import sys

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


class DocumentFailed(Exception):
    """No PDF came out. The words are neutral and may be shown or logged."""


async def make_pdf(html: str, *, timeout: float) -> bytes:  # noqa: ASYNC109 - it kills a process
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
            stderr=asyncio.subprocess.DEVNULL,
            # Nothing secret (database address, mail password) reaches the renderer.
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        try:
            async with asyncio.timeout(timeout):
                pdf, _ = await process.communicate(html.encode())
        except TimeoutError:
            raise DocumentFailed("The document took too long to make") from None
        finally:
            await _end(process)
    if process.returncode != Outcome.MADE:
        raise DocumentFailed(_words(process.returncode))
    return pdf


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
