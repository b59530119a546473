"""accord migrate."""

import argparse
import asyncio

from service.cli.databases import with_database
from service.cli.telling import say
from service.database.migrate import migrate
from service.settings import Settings, SettingsFault


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Bring the database up to date and name what ran."""
    with with_database(settings) as ready:
        if not ready.owner_database_url:
            raise SettingsFault(["ACCORD_OWNER_DATABASE_URL is missing: migrations run as owner."])
        ran = asyncio.run(migrate(ready.owner_database_url))
    say("\n".join(f"Ran {name}." for name in ran) or "The database is up to date.")
    return 0
