"""accord demo: Northborough, with a mailbox, on an address of this machine."""

import argparse
import asyncio
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from planning import clock
from service.cli.databases import connected, with_database
from service.cli.run import keep_running
from service.cli.telling import CONFIGURATION_FAULT, complain, say
from service.database import embedded
from service.database.migrate import migrate
from service.demo.cast import MAIL_DOMAIN, PARTNERSHIP, PASSWORD, PLAYERS, accounts
from service.demo.load import HalfLoaded, catch_up, load_northborough
from service.demo.mail_server import NAME, Mailboxes
from service.demo.year import add_year, count_year
from service.demo.year_people import PEOPLE
from service.mail.incoming.listener import door_of
from service.mail.mailbox import mailbox_server
from service.mail.outgoing import outgoing_of
from service.settings import MailProtocol, MailSecurity, Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """`accord demo` starts it; `accord demo accounts` lists who can sign in."""
    parser.add_argument("what", nargs="?", choices=["accounts"], help="list the accounts instead")
    parser.add_argument("--json", action="store_true", help="for a program")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Start, fill when empty, and serve until Ctrl-C."""
    if options.what == "accounts":
        say(json.dumps(_accounts(), indent=2) if options.json else _as_text())
        return 0
    if not settings.embedded:
        complain(["The demo runs on the built-in database only: unset ACCORD_DATABASE_URL."])
        return CONFIGURATION_FAULT
    try:
        with with_database(settings) as ready:
            return asyncio.run(_play(ready))
    except HalfLoaded as refusal:
        complain([str(refusal)])
        return CONFIGURATION_FAULT


async def _play(settings: Settings) -> int:
    await migrate(settings.owner_database_url)
    with TemporaryDirectory(prefix="accord-") as private:
        demo = _as_northborough(settings, f"{private}/lmtp")
        marker = settings.data / "northborough"
        if not await asyncio.to_thread(marker.exists):
            await _load(demo)
            await asyncio.to_thread(marker.touch)
        folder = settings.data.resolve() / "mailbox"
        async with mailbox_server(Mailboxes(folder, door_of(demo))) as port:
            os.environ.update(_environment(demo, folder, port))
            _welcome(settings)
            return await keep_running(demo)


def _as_northborough(settings: Settings, socket: str) -> Settings:
    """With Northborough's name, and mail taken at a socket from its own mail server only."""
    return msgspec.structs.replace(
        settings,
        partnership=PARTNERSHIP,
        mail_domain=MAIL_DOMAIN,
        mail_from=f"accord@{MAIL_DOMAIN}",
        receive_port=0,
        receive_socket=socket,
        receive_protocol=MailProtocol.LMTP,
        receive_authserv=NAME,
        receive_hops=1,
    )


async def _load(settings: Settings) -> None:
    now = clock.now()
    async with connected(settings.database_url):
        await load_northborough(enqueue=outgoing_of(settings), now=now)
        await add_year(embedded.start(settings.data).url("postgres"), now=now)
    async with connected(settings.worker_database_url):
        await catch_up(now=now)
        await count_year(now=now)
    say(
        "Northborough is loaded: 9 agencies; an operation with 27 children and 90 strategy"
        " meetings; this week’s work with seven more; an ordinary year of other teams."
    )


def _environment(settings: Settings, folder: Path, port: int) -> dict[str, str]:
    return {
        "ACCORD_PARTNERSHIP": settings.partnership,
        "ACCORD_DEMO_MAILBOX": str(folder),
        "ACCORD_SMTP_HOST": "127.0.0.1",
        "ACCORD_SMTP_PORT": str(port),
        "ACCORD_SMTP_SECURITY": MailSecurity.NONE.value,
        "ACCORD_MAIL_DOMAIN": settings.mail_domain,
        "ACCORD_MAIL_FROM": settings.mail_from,
        "ACCORD_RECEIVE_PORT": "",
        "ACCORD_RECEIVE_SOCKET": settings.receive_socket,
        "ACCORD_RECEIVE_PROTOCOL": settings.receive_protocol.value,
        "ACCORD_RECEIVE_AUTHSERV": settings.receive_authserv,
        "ACCORD_RECEIVE_HOPS": str(settings.receive_hops),
        "ACCORD_LOG_LEVEL": "warning",
    }


def _welcome(settings: Settings) -> None:
    url = settings.public_url
    say(f"\nSign in at   {url}/sign-in\nMailbox at   {url}/demo/mailbox\n\n{_as_text()}\n")
    say("Everybody's password is " + PASSWORD + "\nCtrl-C stops.\n")


def _accounts() -> list[dict[str, str]]:
    return accounts([*PLAYERS, *PEOPLE])


def _as_text() -> str:
    listed = _accounts()
    width = max(len(account["email"]) for account in listed)
    return "\n".join(
        f"  {one['email']:<{width}}  {one['role']}: {one['name']}, {one['does']}" for one in listed
    )
