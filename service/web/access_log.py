"""Outermost: a request id, one log line and two figures for each request."""

import time
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from service.web.metrics import DURATION, REQUESTS

log = structlog.get_logger("accord.access")
QUIET = frozenset({"/health", "/metrics"})


class AccessLog:
    """Wraps the application. Lines hold the route's pattern, never the path that was asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it ended."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request_id, started, status = uuid4().hex, time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message["headers"], (b"x-request-id", request_id.encode())]
                message["headers"] = headers
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, noting)
            finally:
                _note(scope, status, time.perf_counter() - started)


def _note(scope: Scope, status: int, seconds: float) -> None:
    route, method = str(scope.get("path_template") or "none"), str(scope.get("method"))
    REQUESTS.labels(method=method, route=route, status=status).inc()
    DURATION.labels(route=route).observe(seconds)
    if route not in QUIET:
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
