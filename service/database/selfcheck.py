"""What makes an installation dangerous, in words. A process that finds any does not start."""

import stat
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from service.database.versions import missing_migrations
from service.settings import Settings

OLDEST_SERVER = 150000
_WITHOUT_WALL = frozenset({"migration"})
"""Piccolo's own list of migrations holds no data of anybody."""

_ROLE = """
select rolsuper, rolbypassrls, rolname::text as name from pg_roles where rolname = current_user
"""
_OWNED = """
select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'member')
"""
_OPEN = """
select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p')
  and not (c.relrowsecurity and c.relforcerowsecurity) order by 1
"""


async def dangers(settings: Settings, url: str) -> list[str]:
    """Every danger that shows on this machine and in the database at `url`."""
    return [*folder_dangers(settings), *await database_dangers(url)]


def folder_dangers(settings: Settings) -> list[str]:
    """The built-in database trusts whoever can enter its folder."""
    folder = settings.data / "postgres"
    if not folder.exists() or not stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return []
    return [f"Others can enter the folder {folder}: run chmod 700 on it."]


async def database_dangers(url: str) -> list[str]:
    """What is wrong with the database, or with the role that `url` signs in as."""
    try:
        connection = await asyncpg.connect(url, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return [f"The database cannot be reached ({type(error).__name__})."]
    try:
        checks: list[Callable[[Any], Awaitable[list[str]]]] = [
            _server, _role, _owner, _walls, _clock, _migrations,
        ]  # fmt: skip
        return [fault for check in checks for fault in await check(connection)]
    finally:
        await connection.close()


async def _server(connection: Any) -> list[str]:
    version = int(await connection.fetchval("show server_version_num"))
    return [] if version >= OLDEST_SERVER else ["PostgreSQL must be version 15 or newer."]


async def _role(connection: Any) -> list[str]:
    row = await connection.fetchrow(_ROLE)
    faults = {
        f"The database role {row['name']} is a superuser, so no row is hidden from anybody. "
        "Use accord_app or accord_worker.": row["rolsuper"],
        f"The database role {row['name']} bypasses row-level security. "
        "Use accord_app or accord_worker.": row["rolbypassrls"],
    }
    return [fault for fault, broken in faults.items() if broken]


async def _owner(connection: Any) -> list[str]:
    if not await connection.fetchval(_OWNED):
        return []
    words = (
        "The database role owns Accord's tables and could take their walls down. "
        "Use accord_app or accord_worker; accord_owner is for `accord migrate` only."
    )
    return [words]


async def _walls(connection: Any) -> list[str]:
    rows = await connection.fetch(_OPEN)
    tables = [row["name"] for row in rows if row["name"] not in _WITHOUT_WALL]
    if not tables:
        return []
    return [f"Row-level security is not forced on: {', '.join(tables)}. Run `accord migrate`."]


async def _clock(connection: Any) -> list[str]:
    if not await connection.fetchval("select current_setting('accord.now', true)"):
        return []
    return ["The setting accord.now stops the clock by which memberships end. Remove it."]


async def _migrations(connection: Any) -> list[str]:
    missing = await missing_migrations(connection)
    if not missing:
        return []
    return [f"The database lacks: {', '.join(missing)}. Run `accord migrate`."]
