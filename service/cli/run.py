"""accord run: web, worker and receiver of mail on one machine, kept alive by a light parent."""

import argparse
import asyncio
import os
import signal
import sys

import asyncpg

from service.cli.databases import with_database
from service.cli.supervising import Child, supervise
from service.cli.telling import CONFIGURATION_FAULT, say
from service.database.versions import missing_migrations
from service.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Start everything; SIGTERM or Ctrl-C lets running work finish, then stops."""
    with with_database(settings) as ready:
        return asyncio.run(keep_running(ready))


async def keep_running(settings: Settings) -> int:
    """Bring the database up to date if that is ours to do, then keep both children alive."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    environment = child_environment(settings)
    if settings.owner_database_url and await _is_behind(settings.database_url):
        owner = {**environment, "ACCORD_OWNER_DATABASE_URL": settings.owner_database_url}
        migrating = await asyncio.create_subprocess_exec(*command("migrate"), env=owner)
        if await migrating.wait():
            return CONFIGURATION_FAULT
    say(f"Accord is starting at {settings.public_url}")
    names = ["web", "worker", *(["receive"] if settings.receives else [])]
    children = [Child(name, command(name), environment) for name in names]
    return await supervise(children, stop, grace=settings.stop_seconds + 5)


def command(*words: str) -> list[str]:
    """How another process of ours is started."""
    return [sys.executable, "-m", "service.cli", *words]


def child_environment(settings: Settings) -> dict[str, str]:
    """Our environment with the database's addresses; never with the owner's."""
    given = {**os.environ}
    given.pop("ACCORD_OWNER_DATABASE_URL", None)
    return given | {
        "ACCORD_DATABASE_URL": settings.database_url,
        "ACCORD_WORKER_DATABASE_URL": settings.worker_database_url,
    }


async def _is_behind(url: str) -> bool:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return bool(await missing_migrations(connection))
    finally:
        await connection.close()
