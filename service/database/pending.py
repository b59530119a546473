"""Tells whether the migrations, run on an empty database, make what the Piccolo tables say."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

import asyncpg

from service.database import embedded
from service.database.migrate import migrate
from service.database.mirror import differences
from service.database.roles import OWNER, ensure_database, ensure_roles


async def check() -> list[str]:
    """Differences found on a fresh embedded server, which is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="accord-"))
    server = embedded.start(folder)
    try:
        administrator = await asyncpg.connect(server.url("postgres", "postgres"))
        await ensure_roles(administrator)
        await ensure_database(administrator, embedded.DATABASE)
        await administrator.close()
        await migrate(server.url(OWNER))
        connection = await asyncpg.connect(server.url(OWNER))
        found = await differences(connection)
        await connection.close()
        return found
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    faults = asyncio.run(check())
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "Migrations and tables agree.\n")
    sys.exit(1 if faults else 0)
