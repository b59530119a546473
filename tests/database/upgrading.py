"""A partnership that began with an earlier version goes on where it was."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.transactions import transaction, use_connections
from service.database.migrate import migrate
from service.database.pool import open_pool
from tests.conftest import TestDatabase, fresh_database

FOLDER = Path(__file__).parent / "upgrade"
"""Rows as each earlier version wrote them."""


class Left(msgspec.Struct):
    """What an earlier version left, and the ids of who and what a test asks for."""

    people: dict[str, UUID]
    meetings: dict[str, UUID]
    concerns: list[UUID]
    tables: dict[str, list[dict[str, Any]]]
    operations: dict[str, UUID] = {}


@dataclass(frozen=True)
class Upgraded:
    """A database after all migrations."""

    left: Left
    database: TestDatabase

    async def actor(self, name: str) -> Actor:
        async with transaction(None):
            return await actor_of(self.left.people[name])


@asynccontextmanager
async def upgrade(server: str, version: str, *, last: str) -> AsyncIterator[Upgraded]:
    """The rows that `version` left after its migration `last`, brought up to date."""
    left = msgspec.json.decode((FOLDER / f"{version}.json").read_bytes(), type=Left)
    async with fresh_database(
        server, f"upgrade_{version}", lambda urls: _fill(urls, left, last)
    ) as urls:
        yield Upgraded(left, urls)


@asynccontextmanager
async def in_use(database: TestDatabase) -> AsyncIterator[None]:
    """Planning uses this database."""
    pool = await open_pool(database.app)
    use_connections(pool)
    try:
        yield
    finally:
        use_connections(None)
        await pool.close()


async def _fill(database: TestDatabase, left: Left, last: str) -> None:
    await migrate(database.owner, last=last)
    connection = await asyncpg.connect(database.administrator)
    await connection.execute("set session_replication_role = replica")
    for table, rows in left.tables.items():
        columns = ", ".join(rows[0])
        await connection.execute(
            f"insert into {table} ({columns})"
            f" select {columns} from jsonb_populate_recordset(null::{table}, $1)",
            msgspec.json.encode(rows).decode(),
        )
    await connection.close()
