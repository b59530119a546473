"""One running service and one browser for all journeys; a fresh context for each person."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from planning import clock
from planning.procedures.actions import install_shipped_profile
from planning.transactions import use_connections
from service.database.pool import open_pool
from service.demo.cast import DOMAIN
from service.demo.load import give_passwords
from service.demo.stage import Stage, no_mail, set_stage
from service.jobs.registry import JobContext
from tests.conftest import TestDatabase, fresh_database
from tests.journeys.accord import Accord, running
from tests.journeys.inspector import Inspector
from tests.journeys.steps.programs import Program, Programming, program_of
from tests.journeys.steps.signing_in import given_signed_in
from tests.journeys.visitor import Visitor

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-background-networking"]
PHONE, DESK = 390, 1280
Arriving = Callable[..., Awaitable[Visitor]]


@pytest.fixture(scope="session")
async def journey_database(server: str) -> AsyncIterator[TestDatabase]:
    """A database that only the running service and the given steps use."""
    async with fresh_database(server, "journeys", now=None) as urls:
        yield urls


@pytest.fixture(scope="session")
async def journey_pool(journey_database: TestDatabase) -> AsyncIterator[asyncpg.Pool]:
    """Connections for given steps."""
    opened = await open_pool(journey_database.app, minimum=1, maximum=2)
    yield opened
    await opened.close()


@pytest.fixture
async def at_work(journey_database: TestDatabase) -> AsyncIterator[JobContext]:
    """What a worker of the service's database would be given, for one whose clock is moved."""
    pool = await open_pool(journey_database.worker, minimum=1, maximum=2)
    yield JobContext(pool, asyncio.Event())
    await pool.close()


@pytest.fixture(autouse=True)
def connected(journey_pool: asyncpg.Pool) -> Iterator[None]:
    """Given steps act through planning, on the service's database."""
    use_connections(journey_pool)
    yield
    use_connections(None)


@pytest.fixture(scope="session")
async def accord(
    journey_database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Accord]:
    """The service as it really runs."""
    async with running(journey_database, tmp_path_factory.mktemp("accord")) as service:
        yield service


@pytest.fixture(scope="session")
async def stage(journey_pool: asyncpg.Pool) -> Stage:
    """Northborough's agencies and people, before anything has happened."""
    use_connections(journey_pool)
    now = clock.now()
    await install_shipped_profile(now=now)
    northborough = await set_stage(enqueue=no_mail, now=now)
    await give_passwords(northborough, now)
    return northborough


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A real browser."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        await opened.close()


@pytest.fixture(scope="session")
async def _one_inspector(chromium: Browser) -> Inspector:
    return await Inspector.start(chromium)


@pytest.fixture
async def inspector(_one_inspector: Inspector) -> AsyncIterator[Inspector]:
    """Fails a journey in the end for what is wrong with its pages."""
    _one_inspector.faults.clear()
    yield _one_inspector
    await _one_inspector.rest()
    assert _one_inspector.faults == []


@pytest.fixture
async def arrive(
    accord: Accord, chromium: Browser, inspector: Inspector
) -> AsyncIterator[Arriving]:
    """Somebody comes to the start page: at a desk without JavaScript, unless told otherwise."""
    contexts: list[BrowserContext] = []

    async def new_visitor(*, width: int = DESK, scripted: bool = False) -> Visitor:
        context = await chromium.new_context(
            base_url=accord.address,
            java_script_enabled=scripted,
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        return Visitor(await context.new_page(), inspector)

    yield new_visitor
    for context in contexts:
        await context.close()


@pytest.fixture
async def sign_in(arrive: Arriving, stage: Stage) -> Arriving:
    """Somebody of Northborough, by their key in the cast, signs in by the page."""

    async def signed_in(key: str, *, width: int = DESK, scripted: bool = False) -> Visitor:
        visitor = await arrive(width=width, scripted=scripted)
        await given_signed_in(visitor, f"{key}@{DOMAIN}")
        return visitor

    return signed_in


@pytest.fixture
async def program(accord: Accord, stage: Stage) -> AsyncIterator[Programming]:
    """A program of somebody of Northborough; one each, however often it is asked for."""
    known: dict[str, Program] = {}
    async with AsyncExitStack() as opened:

        async def programmed(key: str) -> Program:
            if key not in known:
                known[key] = await opened.enter_async_context(program_of(accord, stage, key))
            return known[key]

        yield programmed
