"""Each test here is rolled back; `program` is a client of the API, `acting` makes more of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from litestar import Litestar

from planning.people.rules import Actor
from tests.clients import PUBLIC_URL, Program, app, asgi, program, settings

__all__ = ["app", "program", "settings"]
Acting = Callable[[Actor], Awaitable[Program]]


@pytest.fixture(autouse=True)
async def _database(rolled_back: object) -> None:
    """Use one transaction a test."""


@pytest.fixture
async def acting(app: Litestar) -> AsyncIterator[Acting]:
    """Makes a program with a token of a person."""
    async with AsyncExitStack() as stack:

        async def make(actor: Actor) -> Program:
            client = Program(transport=asgi(app), base_url=f"{PUBLIC_URL}/api/v1/")
            made = await stack.enter_async_context(client)
            await made.act_for(actor)
            return made

        yield make
