"""accord mail."""

import argparse
import asyncio
import textwrap
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import asyncpg

from planning import clock
from planning.people.rules import is_address
from service.cli.databases import with_database
from service.cli.telling import say
from service.database.pool import open_pool
from service.mail.checking.configured import settings_findings
from service.mail.checking.connection import server_findings
from service.mail.checking.doors import door_findings
from service.mail.checking.findings import Finding, Outcome, Part, wrong
from service.mail.checking.history import answer_findings, outbox_findings
from service.mail.checking.journeys import loop_findings, out_findings
from service.mail.checking.names import NameServers
from service.mail.checking.records import record_findings
from service.mail.checking.trials import Trials
from service.mail.identity import identity_of
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.listener import door_of
from service.mail.outgoing import outgoing_of
from service.mail.routes import routes_of
from service.mail.signing import signer_of
from service.settings import Settings

SECONDS = 60.0
_COLUMN = 13
_WIDTH = 100
_NO_DATABASE = (
    "ACCORD_WORKER_DATABASE_URL is missing, or its database does not answer as it should."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Check."""
    acts = parser.add_subparsers(dest="act", required=True)
    checking = acts.add_parser(
        "check", help="try the way of mail out and back, and say what is wrong"
    )
    checking.add_argument(
        "--to", type=_address, metavar="ADDRESS", help="also send somebody a test message"
    )
    checking.add_argument(
        "--loop", action="store_true", help="also send one to ourselves and see how it comes back"
    )
    checking.add_argument(
        "--nameserver",
        type=NameServers,
        default="",
        metavar="ADDRESS",
        help="ask this name server about DNS, as in 192.0.2.1 or 192.0.2.1:5353",
    )
    checking.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long to wait for a test message"
    )


def _address(typed: str) -> str:
    if not is_address(typed):
        raise ValueError
    return typed


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Say everything that is wrong at once; 1 when anything is."""
    with with_database(settings) as ready:
        counted = asyncio.run(_check(options, ready))
    wrongs, unknown = counted[Outcome.WRONG], counted[Outcome.NOT_DONE]
    told = {0: "Nothing was found wrong", 1: "1 thing is wrong"}
    rest = f"; not checked: {unknown}" if unknown else ""
    say(f"\n{told.get(wrongs, f'{wrongs} things are wrong')}{rest}.")
    return 1 if wrongs else 0


async def _check(options: argparse.Namespace, settings: Settings) -> Counter[Outcome]:
    counted: Counter[Outcome] = Counter()
    async for part in _parts(options, settings):
        say(_written(part))
        counted.update(finding.outcome for finding in part.findings)
    return counted


async def _parts(options: argparse.Namespace, settings: Settings) -> AsyncIterator[Part]:
    """One after the other, each as soon as it is known."""
    yield Part("Settings", settings_findings(settings))
    yield Part("DNS", await record_findings(options.nameserver, settings, signer_of(settings)))
    for route in routes_of(settings):
        title = f"The {'mail' if route.name == 'ordinary' else 'CJSM'} server"
        yield Part(title, await server_findings(route.server, identity_of(settings)))
    if settings.receives:
        yield Part("The listener", await door_findings(door_of(settings)))
    async for part in _by_database(options, settings):
        yield part


async def _by_database(options: argparse.Namespace, settings: Settings) -> AsyncIterator[Part]:
    """What the worker's database tells, and what goes through it."""
    if not settings.worker_database_url:
        yield Part("The database", [wrong("ACCORD_WORKER_DATABASE_URL is missing.", "Set it.")])
        return
    try:
        pool = await open_pool(settings.worker_database_url, maximum=2)
        try:
            for title, look in _Journeys(options, settings).parts().items():
                yield Part(title, await look(pool))
        finally:
            pool.terminate()
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError):
        yield Part("The database", [wrong(_NO_DATABASE, "See accord check. No mail leaves so.")])


Look = Callable[[asyncpg.Pool], Awaitable[list[Finding]]]


@dataclass(frozen=True, slots=True)
class _Journeys:
    """What needs the database."""

    options: argparse.Namespace
    settings: Settings

    def parts(self) -> dict[str, Look]:
        looks: dict[str, Look] = {
            "The last days": lambda pool: outbox_findings(pool, now=clock.now())
        }
        if self.settings.receives:
            looks["The last answers"] = lambda pool: answer_findings(pool, self._trusted)
        if self.options.to:
            looks[f"A test message to {self.options.to}"] = self._out
        if self.options.loop:
            looks["A test message to ourselves"] = self._loop
        return looks

    async def _out(self, pool: asyncpg.Pool) -> list[Finding]:
        return await out_findings(self._trials(pool), self.options.to, seconds=self.options.seconds)

    async def _loop(self, pool: asyncpg.Pool) -> list[Finding]:
        if not self.settings.receives:
            return [wrong("Nothing takes mail for us.", "Set ACCORD_RECEIVE_PORT.")]
        return await loop_findings(self._trials(pool), self._trusted, seconds=self.options.seconds)

    @property
    def _trusted(self) -> Trusted:
        return Trusted(self.settings.receive_authserv, self.settings.receive_hops)

    def _trials(self, pool: asyncpg.Pool) -> Trials:
        cjsm = "cjsm" if self.settings.cjsm_smtp_host else "ordinary"
        return Trials(pool, outgoing_of(self.settings), cjsm)


def _written(part: Part) -> str:
    lines = [f"\n{part.title}"]
    for finding in part.findings:
        lines.append(_wrapped(finding.words, f"  {finding.outcome:<{_COLUMN}}"))
        if finding.advice:
            lines.append(_wrapped(finding.advice, " " * (_COLUMN + 2)))
    return "\n".join(lines)


def _wrapped(text: str, begin: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=begin,
        subsequent_indent=" " * (_COLUMN + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
