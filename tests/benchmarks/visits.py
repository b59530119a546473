"""The real application with its readers signed in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from litestar import Litestar

from planning import clock
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.transactions import transaction, use_connections
from service.app import create_app
from service.auth.cookies import cookie_name
from service.auth.sessions import open_session
from service.settings import load
from tests.benchmarks.counting import CountingConnections
from tests.benchmarks.driving import Answer, get
from tests.benchmarks.lab import Database, connected
from tests.benchmarks.partnership import Reader
from tests.clients import ENVIRONMENT, LIFETIMES

PAGES = {"your work": "/work", "chain page": "/concerns/{concern_id}"}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in reader."""

    reader: Reader
    actor: Actor
    cookie: str

    async def open(self, app: Litestar, path: str) -> Answer:
        """The page as this person gets it; `{concern_id}`, `{meeting_id}` are what they are in."""
        reader = self.reader
        own = path.format(concern_id=reader.concern_id, meeting_id=reader.meeting_id)
        return await get(app, own, self.cookie)


@dataclass(frozen=True, slots=True)
class Visit:
    """The application on a filled database."""

    app: Litestar
    pool: asyncpg.Pool
    visitors: Sequence[Visitor]

    async def statements(self, visitor: Visitor, path: str) -> tuple[int, int]:
        """How many queries a page needs, and its bytes; once before, so that nothing is new."""
        counting = CountingConnections(self.pool)
        use_connections(counting)
        try:
            await visitor.open(self.app, path)
            counted = counting.begin()
            status, body = await visitor.open(self.app, path)
        finally:
            use_connections(self.pool)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return len(counted.queries), len(body)


@asynccontextmanager
async def visit(database: Database) -> AsyncIterator[Visit]:
    """Connect the application as accord_app and sign every reader in."""
    async with connected(database.app) as pool:
        visitors = [await signed_in(reader) for reader in database.partnership.readers]
        yield Visit(create_app(load(ENVIRONMENT)), pool, visitors)


async def signed_in(reader: Reader) -> Visitor:
    """Sign a reader in, as the sign-in page would."""
    async with transaction(reader.person_id):
        actor = await actor_of(reader.person_id)
        session = await open_session(reader.person_id, lifetimes=LIFETIMES, now=clock.now())
    return Visitor(reader, actor, f"{cookie_name(secure=True)}={session}")
