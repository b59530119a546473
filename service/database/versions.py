"""Which migrations this version of Accord brings, and which of them a database has had."""

from functools import cache
from pathlib import Path
from typing import Any

import asyncpg

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@cache
def known_migrations() -> frozenset[str]:
    """Names of the migrations, from their files."""
    return frozenset(file.stem for file in MIGRATIONS.glob("accord_*.py"))


async def missing_migrations(connection: Any) -> list[str]:
    """Names of those that the database has not had; cheap, for every role of ours."""
    try:
        rows = await connection.fetch("select name from migration")
    except asyncpg.UndefinedTableError:
        rows = []
    return sorted(known_migrations() - {row["name"] for row in rows})
