"""Wakes whoever waits, and forgets nobody who is about to wait."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ringing:
    """The next ring after it was asked for."""

    event: asyncio.Event

    async def heard(self, seconds: float) -> None:
        """Wait for it, so long at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.event.wait(), seconds)


class Bell:
    """Ask for the next ring, look for work, then wait: a ring between the two is not missed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def next(self) -> Ringing:
        """The ring to wait for."""
        return Ringing(self._next)

    def ring(self) -> None:
        """Wake everybody who waits."""
        self._next.set()
        self._next = asyncio.Event()
