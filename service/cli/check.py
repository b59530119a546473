"""accord check."""

import argparse
import asyncio

from service.cli.databases import with_database
from service.cli.telling import complain, say
from service.database.counted import figures_missing
from service.database.selfcheck import dangers
from service.mail.checking.configured import faults_in_service
from service.mail.servers import server_troubles
from service.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Name every danger, or else what keeps mail from leaving; 1 when there is any."""
    with with_database(settings) as ready:
        urls = [url for url in (ready.database_url, ready.worker_database_url) if url]
        found = [fault for url in urls for fault in asyncio.run(dangers(ready, url))]
        if not found:
            found = asyncio.run(server_troubles(ready.database_url))
            if ready.worker_database_url:
                found += asyncio.run(figures_missing(ready.worker_database_url))
    found += faults_in_service(settings)
    complain(dict.fromkeys(found))
    if not found:
        say("Nothing dangerous was found.")
    return 1 if found else 0
