"""The session cookie: bound to this host by its name wherever the address is https."""

from datetime import timedelta
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

_SECURE, _PLAIN = "__Host-accord", "accord"


def cookie_name(*, secure: bool) -> str:
    """`__Host-` makes the browser refuse the cookie from another host or over http."""
    return _SECURE if secure else _PLAIN


def read_cookie(connection: ASGIConnection[Any, Any, Any, Any], *, secure: bool) -> str:
    """The session's secret, or ""."""
    return connection.cookies.get(cookie_name(secure=secure), "")


def session_cookie(session_id: str, *, secure: bool, lasts: timedelta) -> Cookie:
    """The cookie that signs a browser in; an empty id takes it away."""
    return Cookie(
        key=cookie_name(secure=secure),
        value=session_id,
        path="/",
        httponly=True,
        secure=secure,
        samesite="lax",
        max_age=int(lasts.total_seconds()) if session_id else 0,
    )
