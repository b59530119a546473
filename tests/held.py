"""A pool of one held connection: transactions become savepoints of a test's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from planning.transactions import Connection


class HeldConnections:
    """What `transaction()` needs of a pool, over one connection, one holder at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._free = asyncio.Lock()

    @asynccontextmanager
    async def acquire(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as asyncpg's pool does
    ) -> AsyncIterator[Connection]:
        """Wait for the connection at most `timeout` seconds."""
        async with asyncio.timeout(timeout):
            await self._free.acquire()
        try:
            yield self._connection
        finally:
            self._free.release()


@asynccontextmanager
async def undone(connection: Connection) -> AsyncIterator[None]:
    """What happens inside is taken back, so that the next one finds everything as it was.

    asyncpg keeps a savepoint that it has rolled back to; thousands of them, one inside the other,
    take a lock each.
    """
    await connection.execute("savepoint attempt")
    try:
        yield
    finally:
        await connection.execute("rollback to savepoint attempt; release savepoint attempt")
