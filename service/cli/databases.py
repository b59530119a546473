"""The database that a command works on: the given one, or the built-in one, started for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import msgspec

from planning.errors import PlanningError
from planning.transactions import use_connections
from service.cli.telling import complain
from service.database import embedded
from service.database.pool import open_pool
from service.database.roles import APP, OWNER, WORKER, ensure_database, ensure_roles
from service.settings import Settings


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """The settings with the addresses of a running database for each role.

    The built-in one gets its roles and its database here, and stops when its last user does.
    """
    if not settings.embedded:
        yield settings
        return
    server = embedded.start(settings.data)
    try:
        asyncio.run(_prepare(server.url("postgres", "postgres")))
        yield msgspec.structs.replace(
            settings,
            database_url=server.url(APP),
            worker_database_url=server.url(WORKER),
            owner_database_url=server.url(OWNER),
        )
    finally:
        server.stop()


async def _prepare(url: str) -> None:
    administrator = await asyncpg.connect(url, timeout=10)
    try:
        await ensure_roles(administrator)
        await ensure_database(administrator, embedded.DATABASE)
    finally:
        await administrator.close()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    """Planning calls inside run on this database."""
    pool = await open_pool(url, maximum=2)
    use_connections(pool)
    try:
        yield
    finally:
        use_connections(None)
        await pool.close()


def do(settings: Settings, act: Callable[[Settings], Awaitable[None]]) -> int:
    """Run one act of an administrator; its refusals are told in words."""

    async def connected_act(ready: Settings) -> None:
        async with connected(ready.database_url):
            await act(ready)

    with with_database(settings) as ready:
        try:
            asyncio.run(connected_act(ready))
        except PlanningError as refusal:
            complain([refusal.message])
            return 1
    return 0
