"""A partnership that began with the foundation goes on where it was: nothing of it is lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from planning.chains.queries import chain_of
from planning.meetings.queries import meeting, minutes_of, record_of, work_of
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.transactions import transaction, use_connections
from service.database.migrate import migrate
from service.database.mirror import differences
from service.database.pool import open_pool
from tests.conftest import TestDatabase, fresh_database
from tests.factories import NOW

LEFT = Path(__file__).parent / "upgrade" / "foundation.json"
"""Rows as the first version wrote them: meetings in each state, and two at the same time."""
LATER = NOW + timedelta(days=10)
"""After everything in it happened."""


class Left(msgspec.Struct):
    """What the first version left, and the ids of who and what a test asks for."""

    people: dict[str, UUID]
    meetings: dict[str, UUID]
    concerns: list[UUID]
    tables: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Upgraded:
    """The database after all migrations, with the application's connections in use."""

    left: Left
    database: TestDatabase

    async def actor(self, name: str) -> Actor:
        async with transaction(None):
            return await actor_of(self.left.people[name])


async def _fill(database: TestDatabase, left: Left) -> None:
    await migrate(database.owner, last="accord_0001_foundation")
    connection = await asyncpg.connect(database.administrator)
    await connection.execute("set session_replication_role = replica")
    for table, rows in left.tables.items():
        await connection.execute(
            f"insert into {table} select * from jsonb_populate_recordset(null::{table}, $1)",
            msgspec.json.encode(rows).decode(),
        )
    await connection.close()


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[tuple[Left, TestDatabase]]:
    left = msgspec.json.decode(LEFT.read_bytes(), type=Left)
    async with fresh_database(server, "upgrade", lambda urls: _fill(urls, left)) as urls:
        yield left, urls


@pytest.fixture
async def upgraded(database: tuple[Left, TestDatabase]) -> AsyncIterator[Upgraded]:
    left, urls = database
    pool = await open_pool(urls.app)
    use_connections(pool)
    yield Upgraded(left, urls)
    use_connections(None)
    await pool.close()


async def test_the_tables_are_those_of_a_fresh_database(upgraded: Upgraded) -> None:
    owner = await asyncpg.connect(upgraded.database.owner)
    assert await differences(owner) == []
    await owner.close()


async def test_every_meeting_can_be_opened_by_its_chair(upgraded: Upgraded) -> None:
    chair = await upgraded.actor("chair")
    for name, meeting_id in upgraded.left.meetings.items():
        seen = await meeting(meeting_id=meeting_id, actor=chair, now=LATER)
        assert (name, seen.id) == (name, meeting_id)


async def test_what_was_written_of_a_running_meeting_is_still_there(upgraded: Upgraded) -> None:
    chair = await upgraded.actor("chair")
    meeting_id = upgraded.left.meetings["running"]
    record = await record_of(meeting_id=meeting_id, actor=chair, now=LATER)
    assert [item.texts[0].body for item in record.items] == ["Half written"]


async def test_approved_minutes_read_as_they_were_approved(upgraded: Upgraded) -> None:
    reader = await upgraded.actor("health")
    minutes = await minutes_of(
        meeting_id=upgraded.left.meetings["approved"], actor=reader, now=LATER
    )
    text = msgspec.json.encode(minutes).decode()
    for words in ("All agreed on confidentiality.", "Bruises seen", "I want to stay.", "Likely"):
        assert words in text


async def test_chains_and_work_are_what_they_were(upgraded: Upgraded) -> None:
    chair = await upgraded.actor("chair")
    chain = await chain_of(concern_id=upgraded.left.concerns[1], actor=chair, now=LATER)
    assert chain.state.run == 2
    work = await work_of(actor=chair, now=LATER)
    assert [line.id for line in work.to_approve] == [upgraded.left.meetings["closed"]]
