"""The busy times of an uploaded calendar, read off the event loop within limits."""

import asyncio
import os
import sys
from datetime import datetime, timedelta

import msgspec

from planning.diaries.rules.absences import MOST_IMPORTED, Taken
from planning.errors import Blocker, Invalid
from service.calendar.outcome import Outcome

LARGEST = 2 * 1024 * 1024
HORIZON = timedelta(days=26 * 7)
SECONDS = 10.0
_AT_ONCE = asyncio.Semaphore(2)
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL")
_WORDS = {
    Outcome.UNREADABLE: "This is not a calendar that can be read. Export it again as an .ics file.",
    Outcome.TOO_MANY: f"The calendar holds more than {MOST_IMPORTED:,} busy times in the next 26"
    " weeks. Take out what repeats too often, or export a shorter period.",
}
_TOO_LONG = (
    "The calendar takes too long to read: something in it repeats too often."
    " Take that out, or export a shorter period."
)


async def busy_times(
    content: bytes,
    *,
    now: datetime,
    timeout: float = SECONDS,  # noqa: ASYNC109 - it kills a process
) -> list[Taken]:
    """When the calendar's owner is busy in the next 26 weeks; all-day events are London's days.

    Events that are cancelled or shown as free take no time. Raises `Invalid` naming `file`.
    """
    if not content:
        raise _refusal("Choose a calendar file.")
    if len(content) > LARGEST:
        raise _refusal(
            f"The calendar file must be smaller than {LARGEST // 1024**2} MB."
            " Export a shorter period."
        )
    async with _AT_ONCE:
        status, output = await _expand(content, now, timeout)
    if status != Outcome.READ:
        known = status in _WORDS
        raise _refusal(_WORDS[Outcome(status)] if known else _TOO_LONG)
    return msgspec.json.decode(output, type=list[Taken])


async def _expand(content: bytes, now: datetime, seconds: float) -> tuple[int, bytes]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service.calendar.expand",
        now.isoformat(),
        (now + HORIZON).isoformat(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
    )
    try:
        async with asyncio.timeout(seconds):
            output, _ = await process.communicate(content)
    except TimeoutError:
        return -1, b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return int(process.returncode or 0), output


def _refusal(words: str) -> Invalid:
    return Invalid([Blocker(words, "file")])
