"""accord receive."""

import argparse
import asyncio
import logging

from planning.clock import now
from service.cli.background import work_as_worker
from service.cli.figures import figures_shown
from service.cli.telling import CONFIGURATION_FAULT, complain, say
from service.database.pool import open_pool
from service.mail.incoming.asking import ask
from service.mail.incoming.listener import door_of, listening
from service.mail.incoming.reception import Reception
from service.settings import Settings, SettingsFault

CONNECTIONS = 8
NOWHERE = "Nothing says where mail is taken: set ACCORD_RECEIVE_PORT or ACCORD_RECEIVE_SOCKET."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes one."""
    parser.add_argument(
        "--check", action="store_true", help="ask the listener that runs whether it takes mail"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Take mail until SIGTERM or SIGINT; what is coming then is still kept and answered."""
    if not settings.receives:
        raise SettingsFault([NOWHERE])
    return _check(settings) if options.check else _receive(settings)


def _check(settings: Settings) -> int:
    fault = asyncio.run(ask(door_of(settings)))
    if fault:
        complain([fault])
        return 1
    say("Mail is taken.")
    return 0


def _receive(settings: Settings) -> int:
    # aiosmtpd's own log quotes addresses and commands.
    logging.getLogger("mail.log").disabled = True
    figures = figures_shown(settings.receive_metrics_port, setting="ACCORD_RECEIVE_METRICS_PORT")
    return work_as_worker(settings, _listen, figures=figures)


async def _listen(settings: Settings, stop: asyncio.Event) -> int:
    pool = await open_pool(settings.worker_database_url, maximum=CONNECTIONS)
    reception = Reception(pool, settings.mail_domain, settings.mail_from, now)
    try:
        async with listening(reception, door_of(settings), grace=settings.stop_seconds):
            await stop.wait()
    except OSError:
        complain(["Mail cannot be taken there: choose another ACCORD_RECEIVE_PORT or _SOCKET."])
        return CONFIGURATION_FAULT
    finally:
        pool.terminate()
    return 0
