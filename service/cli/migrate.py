"""accord migrate."""

import argparse
import asyncio

from service.cli.databases import with_database
from service.cli.telling import say
from service.database.migrate import chains_missing, migrate
from service.settings import Settings, SettingsFault


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Bring the database up to date and name what ran."""
    with with_database(settings) as ready:
        if not ready.owner_database_url:
            raise SettingsFault(["ACCORD_OWNER_DATABASE_URL is missing: migrations run as owner."])
        ran = asyncio.run(migrate(ready.owner_database_url))
        missing = asyncio.run(chains_missing(ready.owner_database_url))
    say("\n".join(f"Ran {name}." for name in ran) or "The database is up to date.")
    if missing:
        say("Lists of undecided chains lack some: run accord rebuild or start the worker.")
    return 0
