"""What a handler may ask about its request: who, when, where from, with which settings."""

from typing import Any, TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State

from planning.outbox import Enqueue
from planning.people.rules import Actor
from service.auth.accounts import Visitor
from service.auth.sessions import Lifetimes, Session
from service.auth.tokens import Bearer
from service.settings import Settings

PageRequest: TypeAlias = Request[Actor, Session, State]
"""A request of a signed-in browser: `request.user` is the actor, `request.auth` the session."""
ApiRequest: TypeAlias = Request[Actor, Bearer, State]
"""A request of a program: `request.user` is the actor, `request.auth` its token."""
AnyConnection: TypeAlias = ASGIConnection[Any, Any, Any, State]
API = "/api/"
_OF_ADDRESSES = "/?#&=%:;,@!$'()*+[]"


def settings_of(connection: AnyConnection) -> Settings:
    """The settings that the application was made with."""
    settings: Settings = connection.app.state.settings
    return settings


def enqueue_of(connection: AnyConnection) -> Enqueue:
    """What actions are given to send mail."""
    enqueue: Enqueue = connection.app.state.enqueue
    return enqueue


def session_of(connection: AnyConnection) -> Session | None:
    """The session, on pages that may be seen signed out; `None` then."""
    found = connection.scope.get("auth")
    return found if isinstance(found, Session) else None


def is_api(connection: AnyConnection) -> bool:
    """Whether the answer is for a program."""
    return connection.scope["path"].startswith(API)


def client_of(connection: AnyConnection) -> str:
    """The network address the request came from."""
    return connection.client.host if connection.client else "unknown"


def lifetimes_of(connection: AnyConnection) -> Lifetimes:
    """How long sessions live here."""
    settings = settings_of(connection)
    return Lifetimes(settings.session_idle, settings.session_lasts)


def visitor_of(connection: AnyConnection) -> Visitor:
    """Who knocks, for the account's acts."""
    session = session_of(connection)
    return Visitor(client_of(connection), lifetimes_of(connection), session.id if session else "")


def split_address(typed: str) -> SplitResult:
    """The parts of an address that somebody sent; of one that cannot be, empty ones."""
    try:
        return urlsplit(typed)
    except ValueError:
        return SplitResult("", "", "", "", "")


def local_path(typed: str | None) -> str:
    """Where to go afterwards: a path of ours, fit for a header, or the start page."""
    safe = (
        typed is not None
        and typed.startswith("/")
        and not typed.startswith(("//", "/\\"))
        and typed.isprintable()
    )
    return quote(typed, safe=_OF_ADDRESSES) if safe and typed else "/"
