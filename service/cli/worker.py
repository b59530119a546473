"""accord worker."""

import argparse
import asyncio
import signal

from service.cli.databases import with_database
from service.cli.figures import figures_shown
from service.cli.telling import CONFIGURATION_FAULT, complain
from service.database.selfcheck import dangers
from service.jobs.worker import run_worker
from service.settings import Settings, SettingsFault
from service.web.logs import set_up_logs


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Work until SIGTERM or SIGINT; running jobs finish. Refuses a dangerous installation."""
    with with_database(settings) as ready:
        if not ready.worker_database_url:
            raise SettingsFault(["ACCORD_WORKER_DATABASE_URL is missing."])
        found = asyncio.run(dangers(ready, ready.worker_database_url))
        if found:
            complain(found)
            return CONFIGURATION_FAULT
        set_up_logs(ready.log_level)
        with figures_shown(ready.worker_metrics_port, setting="ACCORD_WORKER_METRICS_PORT"):
            asyncio.run(_work(ready))
    return 0


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await run_worker(settings, stop)
