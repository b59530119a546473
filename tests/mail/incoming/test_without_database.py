"""While PostgreSQL is away the sender's server keeps the mail, and hears so within seconds."""

import asyncio
import time

import asyncpg
import pytest

from service.database.pool import open_pool
from service.mail.incoming import reception
from service.mail.incoming.limits import DATABASE_SECONDS
from service.mail.incoming.reception import KEPT, LATER, WELCOME
from tests.conftest import TestDatabase
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.talking import taking, talk
from tests.mail.incoming.test_taking import BODY, kept


async def cut(administrator: asyncpg.Connection) -> None:
    await administrator.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where usename = 'accord_worker' and datname = current_database()"
    )


async def test_a_database_killed_in_the_middle_of_a_message_costs_nothing(
    invited: Invited, database: TestDatabase, administrator: asyncpg.Connection
) -> None:
    name = await administrator.fetchval("select current_database()")
    pool = await open_pool(database.worker, maximum=2)
    try:
        async with taking(pool) as port, talk(port) as server:
            await server.greet()
            await server.begin(invited.address)
            await server.say("DATA")
            await administrator.execute(f'revoke connect on database "{name}" from accord_worker')
            await cut(administrator)
            started = time.monotonic()
            assert await server.say(BODY + b".") == LATER
            assert await server.begin(invited.address) == [LATER]
            assert await server.say("NOOP") == LATER
            assert time.monotonic() - started < 3 * DATABASE_SECONDS
            await administrator.execute(f'grant connect on database "{name}" to accord_worker')
            assert await kept(administrator) == []
            await server.say("RSET")
            assert await server.begin(invited.address) == [WELCOME]
            assert await server.send(BODY) == [KEPT]
        assert len(await kept(administrator)) == 1
    finally:
        await administrator.execute(f'grant connect on database "{name}" to accord_worker')
        pool.terminate()


async def test_a_database_that_hangs_is_not_waited_for(
    invited: Invited,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
    database: TestDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reception, "DATABASE_SECONDS", 0.3)
    holder = await asyncpg.connect(database.administrator)
    async with taking(worker_pool) as port, talk(port) as server:
        await server.greet()
        await server.begin(invited.address)
        await holder.execute("begin; lock table incoming_mail in exclusive mode")
        started = time.monotonic()
        assert await server.send(BODY) == [LATER]
        assert time.monotonic() - started < 5
        await holder.execute("rollback")
        monkeypatch.undo()
        await server.begin(invited.address)
        assert await server.send(BODY) == [KEPT]
    await holder.close()
    assert len(await kept(administrator)) == 1


async def test_a_server_that_leaves_in_the_middle_leaves_nothing(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    async with taking(worker_pool) as port:
        for _ in range(5):
            async with talk(port) as server:
                await server.greet()
                await server.begin(invited.address)
                await server.say("DATA")
                server.writer.write(BODY)
                await server.writer.drain()
        await asyncio.sleep(0.1)
        async with talk(port) as server:
            await server.greet()
            assert await server.say("NOOP") == WELCOME
    assert await kept(administrator) == []
    assert await worker_pool.fetchval("select 1") == 1
