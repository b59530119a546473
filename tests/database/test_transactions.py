"""`transaction()` under faults: whatever happens, every connection comes back idle."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from planning.people.rules import AgencyCategory, MailChannel
from planning.people.tables import Agency
from planning.transactions import (
    NoTransaction,
    connection,
    engine,
    execute,
    fetch_value,
    hold,
    retrying,
    savepoint,
    transaction,
    use_connections,
)
from tests.conftest import TestDatabase
from tests.factories import make_agency

FAULTS = 100


async def _everything_idle(pool: asyncpg.Pool, administrator: str) -> None:
    watcher = await asyncpg.connect(administrator)
    rows = await watcher.fetch(
        "select state, backend_xid from pg_stat_activity"
        " where usename = 'accord_app' and datname = current_database()"
    )
    await watcher.close()
    assert {row["state"] for row in rows} <= {"idle"}
    assert [row["backend_xid"] for row in rows if row["backend_xid"]] == []
    assert pool.get_idle_size() == pool.get_size()
    held = [await pool.acquire(timeout=5) for _ in range(pool.get_max_size())]
    for taken in held:
        await pool.release(taken)


async def test_raise_rolls_back_and_return_commits(committed: asyncpg.Pool) -> None:
    kept, lost = f"Kept {uuid4()}", f"Lost {uuid4()}"

    async def add(name: str, *, fail: bool) -> None:
        async with transaction(None):
            await Agency.insert(
                Agency(
                    id=uuid4(),
                    name=name,
                    category=AgencyCategory.POLICE,
                    closed_at=None,
                    mail_channel=MailChannel.ORDINARY,
                )
            )
            if fail:
                raise ValueError(name)

    await add(kept, fail=False)
    with pytest.raises(ValueError, match="Lost"):
        await add(lost, fail=True)
    async with transaction(None):
        found = await connection().fetch(
            "select name from agency where name = any($1)", [kept, lost]
        )
    assert [row["name"] for row in found] == [kept]


async def test_hundreds_of_faults_leave_every_connection_idle(
    committed: asyncpg.Pool, database: TestDatabase
) -> None:
    killer = await asyncpg.connect(database.administrator)
    await asyncio.gather(
        *(_failed_commit() for _ in range(FAULTS)),
        *(_cancelled(seconds=n % 7 / 200) for n in range(FAULTS)),
        return_exceptions=True,
    )
    for _ in range(10):
        await asyncio.gather(*(_killed(killer) for _ in range(5)), return_exceptions=True)
    await killer.close()
    await _everything_idle(committed, database.administrator)


@pytest.fixture(scope="module", autouse=True)
async def _late_check(database: TestDatabase) -> None:
    """A table outside our schema with a constraint that fails only at COMMIT."""
    owner = await asyncpg.connect(database.administrator)
    await owner.execute(
        "create schema faults; grant usage on schema faults to accord_app;"
        "create table faults.late (n int unique deferrable initially deferred);"
        "grant insert on faults.late to accord_app"
    )
    await owner.close()


async def _failed_commit() -> None:
    async with transaction(None):
        await execute("insert into faults.late values (1), (1)")


async def _cancelled(*, seconds: float) -> None:
    async def act() -> None:
        async with transaction(None):
            await execute("select pg_sleep(1)")

    async with asyncio.timeout(seconds):
        await act()


async def _killed(killer: asyncpg.Connection) -> None:
    async with transaction(None):
        backend = await fetch_value("select pg_backend_pid()")
        await killer.execute("select pg_terminate_backend($1)", backend)
        await execute("select pg_sleep(0.2)")


async def test_a_failed_commit_raises(committed: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.UniqueViolationError):
        await _failed_commit()


async def test_inside_another_transaction_of_the_same_actor_it_joins(
    committed: asyncpg.Pool,
) -> None:
    async with transaction(None) as outer, transaction(None) as inner:
        assert inner is outer


async def test_a_transaction_cannot_change_its_actor(committed: asyncpg.Pool) -> None:
    async with transaction(None):
        with pytest.raises(RuntimeError, match="actor"):
            async with transaction(uuid4()):
                pass


async def test_the_actor_ends_with_the_transaction(committed: asyncpg.Pool) -> None:
    actor = uuid4()
    async with transaction(actor):
        assert await fetch_value("select accord_actor()") == actor
    for _ in range(committed.get_max_size()):
        async with transaction(None):
            assert await fetch_value("select accord_actor()") is None


async def test_a_savepoint_rolls_back_alone(committed: asyncpg.Pool) -> None:
    name = f"Outer {uuid4()}"
    async with transaction(None):
        await make_agency(AgencyCategory.POLICE, name=name)
        with pytest.raises(asyncpg.DataError):
            async with savepoint():
                await execute("select 1 / 0")
        assert await fetch_value("select true from agency where name = $1", name)


async def test_an_act_is_run_again_when_the_database_asks(committed: asyncpg.Pool) -> None:
    attempts: list[int] = []

    async def act() -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise asyncpg.SerializationError("again")
        return "done"

    assert await retrying(act) == "done"
    assert len(attempts) == 3


async def test_an_act_is_not_run_for_ever() -> None:
    async def act() -> None:
        raise asyncpg.DeadlockDetectedError("always")

    with pytest.raises(asyncpg.DeadlockDetectedError):
        await retrying(act)


async def test_nothing_is_asked_outside_a_transaction() -> None:
    use_connections(None)
    with pytest.raises(NoTransaction):
        await Agency.select(Agency.id)
    with pytest.raises(NoTransaction):
        await engine.run_ddl("select 1")
    with pytest.raises(NoTransaction):
        async with transaction(None):
            pass


async def test_a_held_connection_serves_piccolo(database: TestDatabase) -> None:
    own = await asyncpg.connect(database.app)
    async with hold(own):
        assert await fetch_value("select 1") == 1
        assert isinstance(await Agency.select(Agency.id).limit(1), list)
        await engine.run_ddl("savepoint here")
        assert await execute("release savepoint here") == 0
    await own.close()
