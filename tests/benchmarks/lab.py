"""What a run measures on: one PostgreSQL in a temporary folder, databases of known sizes."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg

from planning import clock
from planning.procedures.actions import install_shipped_profile
from planning.transactions import use_connections
from service.database import embedded
from service.database.embedded import EmbeddedServer
from service.database.migrate import migrate
from service.database.pool import open_pool
from service.database.roles import APP, OWNER, WORKER, ensure_database, ensure_roles
from tests.benchmarks.partnership import Partnership, fill

TRUSTED_FROM = 10_000
"""Meetings from which rows are written without checks of their foreign keys; below, with them."""


@dataclass(frozen=True, slots=True)
class Database:
    """Addresses of a filled database for each role, and who is in it."""

    app: str
    worker: str
    administrator: str
    partnership: Partnership


@dataclass
class Lab:
    """The server of a run; databases are made when first asked for and shared by benchmarks."""

    folder: Path
    server: EmbeddedServer
    _made: dict[int, Database] = field(default_factory=dict)

    async def database(self, meetings: int) -> Database:
        """A database of a partnership that has held or convened so many meetings."""
        if meetings not in self._made:
            self._made[meetings] = await self._make(meetings)
        return self._made[meetings]

    async def fresh(self, name: str, *, now: datetime | None = None) -> str:
        """The address, for the service, of a database in which nothing has happened yet.

        Memberships end by `now`, or without one by the real clock.
        """
        await self._empty(name)
        await migrate(self.server.url(OWNER, name))
        if now:
            connection = await asyncpg.connect(self.server.url("postgres", name))
            await connection.execute(f'alter database "{name}" set "accord.now" = \'{now}\'')
            await connection.close()
        app = self.server.url(APP, name)
        await _install_rules(app)
        return app

    async def _make(self, meetings: int) -> Database:
        name = f"bench_{meetings}"
        administrator = self.server.url("postgres", name)
        app = await self.fresh(name)
        partnership = await fill(administrator, meetings, trusted=meetings >= TRUSTED_FROM)
        return Database(app, self.server.url(WORKER, name), administrator, partnership)

    async def _empty(self, name: str) -> None:
        connection = await asyncpg.connect(self.server.url("postgres", "postgres"))
        try:
            await ensure_roles(connection)
            await ensure_database(connection, name)
        finally:
            await connection.close()


@asynccontextmanager
async def connected(url: str, *, maximum: int = 10) -> AsyncIterator[asyncpg.Pool]:
    """The pool at this address as the process's own."""
    pool = await open_pool(url, maximum=maximum)
    use_connections(pool)
    try:
        yield pool
    finally:
        use_connections(None)
        await pool.close()


@asynccontextmanager
async def open_lab() -> AsyncIterator[Lab]:
    """Start the server, and take it and its folder away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="accord-"))
    server = embedded.start(folder)
    try:
        yield Lab(folder, server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _install_rules(app: str) -> None:
    async with connected(app):
        await install_shipped_profile(now=clock.now())
