"""Figures for Prometheus: of this process, without content."""

from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from planning.errors import NotFound
from service.auth.guards import PUBLIC
from service.auth.secret import same
from service.settings import LOOPBACK
from service.web.context import client_of, settings_of

REQUESTS = Counter("accord_requests_total", "Requests answered", ["method", "route", "status"])
DURATION = Histogram("accord_request_seconds", "Time to answer", ["route"])
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@get("/metrics", opt=PUBLIC, include_in_schema=False)
async def metrics(request: Request[Any, Any, State]) -> Response[bytes]:
    """Show the figures to this machine, or to who has the metrics token; hidden from others."""
    if not _may_read(request):
        raise NotFound
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _may_read(request: Request[Any, Any, State]) -> bool:
    token = settings_of(request).metrics_token
    if token:
        return same(request.headers.get("authorization", ""), f"Bearer {token}")
    through_proxy = any(name in request.headers for name in _FORWARDED)
    return client_of(request) in LOOPBACK and not through_proxy
