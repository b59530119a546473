"""Runs the migrations, alone and in one transaction."""

import contextlib
import io
import os
from collections.abc import Iterator

import asyncpg
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from planning.transactions import hold
from service.database.roles import OWNER

LOCK = 0x6163636F7264
"""Advisory lock key: two `accord migrate` never run at once."""


_MISSING = """
select exists (select from chain_entry e
               where not exists (select from chain_state s where s.concern_id = e.concern_id))
"""


async def migrate(owner_url: str, *, last: str = "all") -> list[str]:
    """Bring the database up to date, or up to the migration `last`; the names of those that ran.

    Waits for another migration to end, gives up on a lock after 10 s and on a statement after
    10 min. All or nothing: a failure leaves the database as it was.
    """
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        await connection.execute(f"set role {OWNER}")
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        await connection.execute("set lock_timeout = '10s'")
        await connection.execute("set statement_timeout = '10min'")
        return await _run(connection, last)
    finally:
        await connection.close()


async def pending(owner_url: str) -> list[str]:
    """Names of migrations that the database has not had."""
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        if await connection.fetchval("select to_regclass('public.migration')") is None:
            return sorted(_known())
        ran = {row[0] for row in await connection.fetch("select name from migration")}
        return sorted(set(_known()) - ran)
    finally:
        await connection.close()


async def chains_missing(owner_url: str) -> bool:
    """Whether there are chains that nobody has worked out yet: lists do not show them."""
    connection = await asyncpg.connect(owner_url, timeout=10)
    try:
        await connection.execute(f"set role {OWNER}")
        return bool(await connection.fetchval(_MISSING))
    finally:
        await connection.close()


async def _run(connection: asyncpg.Connection, last: str) -> list[str]:
    with _piccolo_quiet():
        async with hold(connection):
            manager = ForwardsMigrationManager(app_name="accord", migration_id=last)
            await manager.create_migration_table()
            await connection.execute("grant select on migration to accord_app, accord_worker")
            before = await Migration.get_migrations_which_ran(app_name="accord")
            await manager.run()
            after = await Migration.get_migrations_which_ran(app_name="accord")
    return [name for name in after if name not in before]


def _known() -> list[str]:
    with _piccolo_quiet():
        manager = BaseMigrationManager()
        folder = manager.get_app_config("accord").resolved_migrations_folder_path
        return list(manager.get_migration_modules(folder))


@contextlib.contextmanager
def _piccolo_quiet() -> Iterator[None]:
    """Piccolo finds its configuration by an environment variable and prints as it goes."""
    os.environ["PICCOLO_CONF"] = "service.piccolo_conf"
    with contextlib.redirect_stdout(io.StringIO()):
        yield
