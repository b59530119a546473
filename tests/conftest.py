"""One PostgreSQL for a test process: the embedded one, or ACCORD_TEST_DATABASE_URL's."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from hypothesis import settings as hypothesis_settings

from planning.transactions import Connection, use_connections
from service.database import embedded
from service.database.migrate import migrate
from service.database.pool import open_pool
from service.database.roles import APP, OWNER, WORKER, ensure_database, ensure_roles
from tests.factories import NOW
from tests.held import HeldConnections
from tests.sockets import stay_on_this_machine

stay_on_this_machine()

PASSWORD = "test-only"
TEMPLATE = os.environ.get("ACCORD_TEST_DATABASE_TEMPLATE", "")
"""A migrated database of which each one is made; "" makes them from nothing."""

# No test is timed: a slow machine is not a fault of the code.
hypothesis_settings.register_profile("accord", deadline=None)
hypothesis_settings.load_profile("accord")


@dataclass(frozen=True)
class TestDatabase:
    """Connection strings to one migrated database."""

    owner: str
    app: str
    worker: str
    administrator: str

    __test__ = False


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """An administrator's URL of a server; starts the embedded one unless another is given."""
    given = os.environ.get("ACCORD_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="accord-"))
    running = embedded.start(folder)
    yield running.url("postgres", "postgres")
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def database(server: str) -> AsyncIterator[TestDatabase]:
    """A fresh migrated database of this test process."""
    async with fresh_database(server, "main") as urls:
        yield urls


@asynccontextmanager
async def fresh_database(
    server: str,
    use: str,
    before: Callable[[TestDatabase], Awaitable[None]] | None = None,
    *,
    now: datetime | None = NOW,
) -> AsyncIterator[TestDatabase]:
    """A migrated database of this test process for one use; dropped at the end.

    `before` fills it with what an earlier version of Accord left. Memberships end by `now`, or
    without one by the real clock, which a running service insists on.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"accord_test_{use}_{worker}_{os.getpid()}"
    urls = _urls(server, name)
    async with _administrating(server) as administrator:
        await _prepare(administrator, name)
        if before:
            await before(urls)
        await migrate(urls.owner)
        if now:
            await administrator.execute(f'alter database "{name}" set "accord.now" = \'{now}\'')
    yield urls
    async with _administrating(server) as administrator:
        await administrator.execute(f'drop database "{name}" with (force)')


@asynccontextmanager
async def _administrating(server: str) -> AsyncIterator[Connection]:
    administrator = await asyncpg.connect(server)
    try:
        yield administrator
    finally:
        await administrator.close()


async def _prepare(administrator: Connection, name: str) -> None:
    async with administrator.transaction():
        # Roles are the whole server's; another test process may be making them now.
        await administrator.execute("select pg_advisory_xact_lock(1)")
        await ensure_roles(administrator)
        for role in (OWNER, APP, WORKER):
            await administrator.execute(f"alter role {role} password '{PASSWORD}'")
    await _loosen(administrator)
    if TEMPLATE:
        await administrator.execute(f'create database "{name}" owner {OWNER} template "{TEMPLATE}"')
    await ensure_database(administrator, name)


def _urls(server: str, name: str) -> TestDatabase:
    return TestDatabase(
        owner=_url(server, OWNER, name),
        app=_url(server, APP, name),
        worker=_url(server, WORKER, name),
        administrator=_url(server, None, name),
    )


async def _loosen(administrator: Connection) -> None:
    """A test database need not survive a power cut; only on the server that is ours alone."""
    if "ACCORD_TEST_DATABASE_URL" not in os.environ:
        await administrator.execute("alter system set fsync = off")
        await administrator.execute("alter system set synchronous_commit = off")
        await administrator.execute("select pg_reload_conf()")


def _url(server: str, user: str | None, database: str) -> str:
    parts = urlsplit(server)
    host = parts.netloc.rsplit("@", 1)[-1]
    netloc = parts.netloc if user is None else f"{user}:{PASSWORD}@{host}"
    return urlunsplit((parts.scheme, netloc, f"/{database}", parts.query, ""))


@pytest.fixture(scope="session")
async def pool(database: TestDatabase) -> AsyncIterator[asyncpg.Pool]:
    """Connections as accord_app."""
    opened = await open_pool(database.app, minimum=1, maximum=8)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def worker_pool(database: TestDatabase) -> AsyncIterator[asyncpg.Pool]:
    """Connections as accord_worker."""
    opened = await open_pool(database.worker, minimum=1, maximum=4)
    yield opened
    await opened.close()


@pytest.fixture
async def rolled_back(pool: asyncpg.Pool) -> AsyncIterator[Connection]:
    """Everything that a test does happens in one transaction that is rolled back."""
    async with pool.acquire() as connection:
        outer = connection.transaction(isolation="read_committed")
        await outer.start()
        use_connections(HeldConnections(connection))
        yield connection
        use_connections(None)
        await outer.rollback()


@pytest.fixture
def committed(pool: asyncpg.Pool) -> Iterator[asyncpg.Pool]:
    """Real transactions: what a test does stays. For races, walls, rollbacks."""
    use_connections(pool)
    yield pool
    use_connections(None)
