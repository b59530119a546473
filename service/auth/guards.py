"""Deny by default: the guards of the page router and of the API router.

A handler that may be reached without signing in says so: `opt={"public": True}`.
"""

from litestar.handlers.base import BaseRouteHandler

from planning import clock
from planning.errors import NotAllowed, PlanningError
from service.auth.cookies import read_cookie
from service.auth.sessions import resolve_session
from service.auth.tokens import resolve_token
from service.web.context import AnyConnection, lifetimes_of, settings_of

PUBLIC = {"public": True}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInNeeded(PlanningError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__("Sign in to see this.")


class TokenNeeded(PlanningError):
    """A program came without a token that works."""

    def __init__(self) -> None:
        super().__init__("Send a working token as “Authorization: Bearer …”.")


def is_public(handler: BaseRouteHandler) -> bool:
    """Whether the handler may be reached without signing in."""
    return bool(handler.opt.get("public"))


async def require_session(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Find the signed-in person; raises `SignInNeeded` unless the page is public."""
    cookie = read_cookie(connection, secure=settings_of(connection).secure)
    session = None
    if cookie:
        session = await resolve_session(
            cookie,
            lifetimes=lifetimes_of(connection),
            now=clock.now(),
            take_notice=connection.scope.get("method") == "GET" and not is_public(handler),
        )
    if session is not None:
        connection.scope["user"], connection.scope["auth"] = session.actor, session
    elif not is_public(handler):
        raise SignInNeeded


async def require_token(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Find the person whose token it is; raises `TokenNeeded`, `NotAllowed` for a read-only one."""
    if is_public(handler):
        return
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    bearer = None
    if scheme.lower() == "bearer" and secret.strip():
        bearer = await resolve_token(secret.strip(), now=clock.now())
    if bearer is None:
        raise TokenNeeded
    if not bearer.can_write and connection.scope.get("method") not in SAFE_METHODS:
        raise NotAllowed("This token may only read.")
    connection.scope["user"], connection.scope["auth"] = bearer.actor, bearer
