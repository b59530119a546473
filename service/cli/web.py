"""accord web."""

import argparse
import asyncio
import socket

import uvicorn

from service.app import create_app
from service.cli.databases import with_database
from service.cli.telling import CONFIGURATION_FAULT, complain
from service.database.selfcheck import dangers
from service.settings import Settings
from service.web.access_log import AccessLog
from service.web.logs import set_up_logs


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; running requests finish. Refuses a dangerous installation."""
    with with_database(settings) as ready:
        found = asyncio.run(dangers(ready, ready.database_url))
        if found:
            complain(found)
            return CONFIGURATION_FAULT
        return _serve(ready)


def _serve(settings: Settings) -> int:
    try:
        listening = socket.create_server((settings.host, settings.port), backlog=2048)
    except OSError:
        complain([f"Port {settings.port} of {settings.host} is taken: choose another ACCORD_PORT."])
        return CONFIGURATION_FAULT
    set_up_logs(settings.log_level)
    with listening:
        uvicorn.Server(configuration(settings)).run(sockets=[listening])
    return 0


def configuration(settings: Settings) -> uvicorn.Config:
    """How uvicorn serves: it logs no requests, for their addresses may hold secrets."""
    return uvicorn.Config(
        AccessLog(create_app(settings)),
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        lifespan="on",
        log_config=None,
        proxy_headers=bool(settings.trusted_proxies),
        server_header=False,
        timeout_graceful_shutdown=settings.stop_seconds,
        ws="none",
    )
