"""Whether this process can do its work."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
from litestar import Response, get

from planning.transactions import NoTransaction, acquire
from service.auth.guards import PUBLIC

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
SECONDS = 2.0


@get("/health", opt=PUBLIC, include_in_schema=False)
async def health() -> Response[dict[str, Any]]:
    """200 when the database answers and has every migration, else 503 and which of the two."""
    state = await _state()
    well = state == {"database": "reachable", "migrations": "current"}
    return Response(state, status_code=200 if well else 503)


async def _state() -> dict[str, str]:
    try:
        async with asyncio.timeout(SECONDS), acquire() as connection:
            ran = {row["name"] for row in await connection.fetch("select name from migration")}
    except asyncpg.UndefinedTableError:
        ran = set()
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, NoTransaction):
        return {"database": "unreachable", "migrations": "unknown"}
    return {
        "database": "reachable",
        "migrations": "current" if known_migrations() <= ran else "pending",
    }


@cache
def known_migrations() -> frozenset[str]:
    """Names of the migrations that this version of Accord brings."""
    return frozenset(file.stem for file in MIGRATIONS.glob("accord_*.py"))
