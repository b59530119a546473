"""What the processes in the background share: checks, logs, figures, and an end when asked."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

from service.cli.databases import with_database
from service.cli.telling import CONFIGURATION_FAULT, complain
from service.database.selfcheck import dangers
from service.settings import Settings, SettingsFault
from service.web.logs import set_up_logs

Work = Callable[[Settings, asyncio.Event], Awaitable[int]]
"""Goes on until the event is set; its exit code."""


def work_as_worker(settings: Settings, work: Work, *, figures: AbstractContextManager[None]) -> int:
    """Do `work` as accord_worker until SIGTERM or SIGINT; refuses a dangerous installation."""
    with with_database(settings) as ready:
        if not ready.worker_database_url:
            raise SettingsFault(["ACCORD_WORKER_DATABASE_URL is missing."])
        found = asyncio.run(dangers(ready, ready.worker_database_url))
        if found:
            complain(found)
            return CONFIGURATION_FAULT
        set_up_logs(ready.log_level)
        with figures:
            return asyncio.run(_until_asked(ready, work))


async def _until_asked(settings: Settings, work: Work) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return await work(settings, stop)
