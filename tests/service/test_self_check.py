"""A dangerous installation is named in words, and does not start."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from service.database.roles import APP
from service.database.selfcheck import database_dangers, folder_dangers
from service.settings import load
from tests.conftest import PASSWORD, TestDatabase
from tests.factories import NOW


@pytest.fixture(autouse=True)
async def running_clock(database: TestDatabase) -> AsyncIterator[None]:
    """The tests' database stands on a day of March 2026; an installation may not."""
    await _owned(database, 'reset "accord.now"')
    yield
    await _owned(database, f"set \"accord.now\" = '{NOW}'")


async def _owned(database: TestDatabase, change: str) -> None:
    connection = await asyncpg.connect(database.administrator)
    name = await connection.fetchval("select current_database()")
    await connection.execute(f'alter database "{name}" {change}')
    await connection.close()


async def test_the_roles_that_processes_use_are_not_dangerous(database: TestDatabase) -> None:
    assert await database_dangers(database.app) == []
    assert await database_dangers(database.worker) == []


async def test_a_stopped_clock_is_refused(database: TestDatabase) -> None:
    await _owned(database, "set \"accord.now\" = '2026-03-03'")
    stopped = "The setting accord.now stops the clock by which memberships end. Remove it."
    assert await database_dangers(database.app) == [stopped]


async def test_a_superuser_and_the_owner_are_refused(database: TestDatabase) -> None:
    found = " ".join(await database_dangers(database.administrator))
    assert "is a superuser" in found
    assert "owns Accord's tables" in await _only(database.owner)


async def test_a_role_that_bypasses_the_walls_is_refused(database: TestDatabase) -> None:
    role = f"accord_test_bypass_{os.getpid()}"
    administrator = await asyncpg.connect(database.administrator)
    try:
        await administrator.execute(
            f"create role {role} login bypassrls inherit password '{PASSWORD}' in role {APP}"
        )
        url = database.app.replace(f"//{APP}:", f"//{role}:")
        assert "bypasses row-level security" in await _only(url)
    finally:
        await administrator.execute(f"drop role if exists {role}")
        await administrator.close()


async def test_a_table_without_its_wall_is_named(database: TestDatabase) -> None:
    owner = await asyncpg.connect(database.owner)
    try:
        await owner.execute("alter table api_token no force row level security")
        assert "api_token" in await _only(database.app)
    finally:
        await owner.execute("alter table api_token force row level security")
        await owner.close()


async def test_a_database_that_is_behind_or_away_is_named(database: TestDatabase) -> None:
    empty = database.app.rsplit("/", 1)[0]
    query = database.app.partition("?")[2]
    [away] = await database_dangers(f"{empty}/no_such_database?{query}")
    assert away.startswith("The database cannot be reached")


def test_a_data_folder_that_others_can_enter_is_named(tmp_path: Path) -> None:
    settings = load({"ACCORD_DATA": str(tmp_path)})
    assert folder_dangers(settings) == []
    (tmp_path / "postgres").mkdir(mode=0o700)
    assert folder_dangers(settings) == []
    (tmp_path / "postgres").chmod(0o750)
    [fault] = folder_dangers(settings)
    assert fault.startswith("Others can enter the folder")


async def _only(url: str) -> str:
    [fault] = await database_dangers(url)
    return fault
