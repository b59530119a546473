"""A browser and a program that talk to the application through ASGI, in the test's own loop."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from planning import clock
from planning.people.rules import Actor
from planning.transactions import transaction
from service.app import create_app
from service.auth.cookies import cookie_name
from service.auth.secret import csrf_token
from service.auth.sessions import Lifetimes, open_session
from service.auth.tokens import make_token
from service.settings import Settings, load

PUBLIC_URL = "https://accord.test"
ENVIRONMENT = {"ACCORD_PUBLIC_URL": PUBLIC_URL, "ACCORD_PARTNERSHIP": "Northborough"}
LIFETIMES = Lifetimes(timedelta(minutes=30), timedelta(hours=12))
FORM = {"content-type": "application/x-www-form-urlencoded", "origin": PUBLIC_URL}


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of an installation reached by https."""
    return load(ENVIRONMENT)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Litestar:
    """The application; `rolled_back` or `committed` connects it."""
    return create_app(settings)


def asgi(app: Any, *, client: str = "127.0.0.1") -> httpx.ASGITransport:
    """Requests from this network address to the application; its failures are answers."""
    return httpx.ASGITransport(app, raise_app_exceptions=False, client=(client, 1))


class Browser(httpx.AsyncClient):
    """Keeps cookies, follows nothing, and posts forms as a page of ours would."""

    def __init__(self, app: Litestar) -> None:
        super().__init__(transport=asgi(app), base_url=PUBLIC_URL)

    @property
    def session_id(self) -> str:
        """The session's cookie, or ""."""
        return self.cookies.get(cookie_name(secure=True)) or ""

    async def sign_in_as(self, actor: Actor) -> None:
        """Open a session, its password given just now, without typing one."""
        async with transaction(actor.person_id):
            cookie = await open_session(actor.person_id, lifetimes=LIFETIMES, now=clock.now())
        self.cookies.set(cookie_name(secure=True), cookie, domain="accord.test", path="/")

    async def submit(
        self, path: str, fields: Mapping[str, str | list[str]] | None = None, *, key: str = ""
    ) -> httpx.Response:
        """Post a form with its hidden fields; the same `key` twice is a double click."""
        hidden = {"_key": key or str(uuid4())}
        if self.session_id:
            hidden["_csrf"] = csrf_token(self.session_id)
        return await self.post(path, data={**hidden, **(fields or {})}, headers=FORM)


class Program(httpx.AsyncClient):
    """A program with a token of a person."""

    async def act_for(self, actor: Actor, *, can_write: bool = True) -> None:
        """Use a new token of this person from now on."""
        secret = await make_token(
            person_id=actor.person_id,
            name="test",
            can_write=can_write,
            lasts=timedelta(days=1),
            by=actor.person_id,
            now=clock.now(),
        )
        self.headers["authorization"] = f"Bearer {secret}"


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[Browser]:
    """A browser that nobody has signed in with."""
    async with Browser(app) as opened:
        yield opened


@pytest.fixture
async def program(app: Litestar) -> AsyncIterator[Program]:
    """A program without a token."""
    async with Program(transport=asgi(app), base_url=PUBLIC_URL) as opened:
        yield opened
