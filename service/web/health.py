"""Whether this process can do its work."""

import asyncio
from typing import Any

import asyncpg
from litestar import Response, get

from planning.transactions import NoTransaction, acquire
from service.auth.guards import PUBLIC
from service.database.versions import missing_migrations

SECONDS = 2.0
_WELL = {"database": "reachable", "migrations": "current"}


@get("/health", opt=PUBLIC, include_in_schema=False)
async def health() -> Response[dict[str, Any]]:
    """200 when the database answers and has every migration, else 503 and which of the two."""
    state = await _state()
    return Response(state, status_code=200 if state == _WELL else 503)


async def _state() -> dict[str, str]:
    try:
        async with asyncio.timeout(SECONDS), acquire() as connection:
            missing = await missing_migrations(connection)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, NoTransaction):
        return {"database": "unreachable", "migrations": "unknown"}
    return _WELL if not missing else {"database": "reachable", "migrations": "pending"}
