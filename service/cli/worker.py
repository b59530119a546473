"""accord worker."""

import argparse
import asyncio

from service.cli.background import work_as_worker
from service.cli.figures import figures_shown
from service.jobs.worker import run_worker
from service.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Work until SIGTERM or SIGINT; running jobs finish. Refuses a dangerous installation."""
    figures = figures_shown(settings.worker_metrics_port, setting="ACCORD_WORKER_METRICS_PORT")
    return work_as_worker(settings, _work, figures=figures)


async def _work(settings: Settings, stop: asyncio.Event) -> int:
    await run_worker(settings, stop)
    return 0
