"""Acts that are repeated while the database is away, as a person or a client would."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from service.jobs.faults import LOST_DATABASE

Result = TypeVar("Result")
PATIENCE = 60.0
PAUSE = 0.1


async def through_losses(act: Callable[[], Awaitable[Result]]) -> Result:
    """What the act gives, however often the database has to come back first."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await act()
            except LOST_DATABASE:
                await asyncio.sleep(PAUSE)
