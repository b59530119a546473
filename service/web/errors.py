"""One table from what went wrong to what is answered, as a page or as JSON, by path.

Handlers here never raise and tell nothing of the inside.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import asyncpg
import structlog
from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import MediaType
from litestar.exceptions import HTTPException

from planning.constraints import in_words
from planning.errors import (
    Blocked,
    Blocker,
    Duplicate,
    Invalid,
    NotAllowed,
    NotFound,
    PlanningError,
    ReauthenticationNeeded,
    Stale,
)
from planning.transactions import RETRYABLE
from service.auth.guards import SAFE_METHODS, SignInNeeded, TokenNeeded
from service.auth.links import LinkExpired
from service.auth.throttle import TooManyTries
from service.pages.forms import FormInvalid
from service.web.context import is_api, local_path, split_address
from service.web.faults import Fault, moment_words, where

ErrorPage = Callable[[Request[Any, Any, State], Fault], str]
log = structlog.get_logger("accord.web")
STATUSES: dict[type[Exception], int] = {
    NotFound: 404,
    LinkExpired: 410,
    NotAllowed: 403,
    ReauthenticationNeeded: 403,
    SignInNeeded: 401,
    TokenNeeded: 401,
    Blocked: 409,
    Invalid: 422,
    FormInvalid: 422,
    Stale: 409,
    Duplicate: 409,
    TooManyTries: 429,
}
CODES = {
    400: "bad_request",
    401: "sign_in_needed",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    410: "gone",
    413: "too_large",
    415: "wrong_content_type",
    422: "invalid",
    429: "too_many_tries",
    500: "internal_error",
    503: "unavailable",
}
_HTTP_WORDS = {
    400: "The request could not be read.",
    404: "There is nothing here that you can see.",
    405: "This address does not take that kind of request.",
    413: "What you sent is too large. Shorten it and send it again.",
    415: "The content is of a kind that this address does not take.",
}
_AWAY = (
    *RETRYABLE,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
)
_BUSY = "Accord cannot reach its database just now. Nothing was lost. Try again in a minute."
_BROKEN = (
    "Something went wrong in Accord. Nothing was saved. Try again, or tell your administrator."
)


def status_of(error: Exception) -> int:
    """The HTTP status of a failure, by its nearest kind in the table."""
    if isinstance(error, HTTPException):
        return error.status_code
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def error_handler(
    show: ErrorPage,
) -> Callable[[Request[Any, Any, State], Exception], Response[Any]]:
    """The application's one exception handler; `show` makes the page of a fault."""

    def answer(request: Request[Any, Any, State], error: Exception) -> Response[Any]:
        fault = _fault(error)
        if fault.status >= 500:  # noqa: PLR2004 - our own failures, not the caller's
            _log(error, fault)
        if is_api(request):
            return _as_json(fault)
        return _elsewhere(request, error) or _as_page(request, fault, show)

    return answer


def _fault(error: Exception) -> Fault:
    if isinstance(error, asyncpg.IntegrityConstraintViolationError | asyncpg.DataError):
        return _refusal(in_words(error) or error)
    if isinstance(error, _AWAY):
        return Fault(503, _BUSY, headers={"Retry-After": "10"})
    if isinstance(error, HTTPException):
        words = _HTTP_WORDS.get(error.status_code, "The request could not be done.")
        return Fault(error.status_code, words, _named(error), headers=dict(error.headers or {}))
    return _refusal(error)


def _named(error: HTTPException) -> tuple[Blocker, ...]:
    """Litestar's own faults of a query's parameters, by their names."""
    found = error.extra if isinstance(error.extra, list) else []
    return tuple(
        Blocker("This value is missing or is not possible here.", str(one["key"]))
        for one in found
        if isinstance(one, dict) and "key" in one
    )


def _refusal(error: Exception) -> Fault:
    status = status_of(error)
    if isinstance(error, Blocked):
        wrong = isinstance(error, Invalid)
        words = "What was sent needs to be changed." if wrong else "This cannot be done yet."
        return Fault(status, words, error.blockers)
    if isinstance(error, FormInvalid):
        blockers = tuple(Blocker(e.message, e.field) for e in error.form.errors)
        return Fault(status, "Some answers need to be changed.", blockers)
    if isinstance(error, TooManyTries):
        words = f"{error} Try again after {moment_words(error.until)}."
        return Fault(status, words, headers={"Retry-After": "900"})
    if isinstance(error, TokenNeeded):
        return Fault(status, error.message, headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, PlanningError):
        return Fault(status, error.message)
    return Fault(500, _BROKEN)


def _as_json(fault: Fault) -> Response[Any]:
    problem = {
        "error": CODES.get(fault.status, "refused"),
        "detail": fault.detail,
        "blockers": [{"field": b.field, "message": b.message} for b in fault.blockers],
    }
    return Response(
        problem, status_code=fault.status, headers=fault.headers, media_type=MediaType.JSON
    )


def _elsewhere(request: Request[Any, Any, State], error: Exception) -> Response[Any] | None:
    """Who must sign in, or give the password again, is sent to do so and comes back."""
    if isinstance(error, SignInNeeded):
        page = "/sign-in"
    elif isinstance(error, ReauthenticationNeeded):
        page = "/confirm-password"
    else:
        return None
    here = _page_in_sight(request)
    target = page if here == "/" else f"{page}?next={quote(here, safe='/')}"
    return Response(b"", status_code=303, headers={"Location": target}, media_type=MediaType.HTML)


def _page_in_sight(request: Request[Any, Any, State]) -> str:
    """The page asked for; of a form, the page that it is on."""
    if request.method in SAFE_METHODS:
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    shown = split_address(request.headers.get("referer", ""))
    return local_path(shown.path + (f"?{shown.query}" if shown.query else ""))


def _as_page(request: Request[Any, Any, State], fault: Fault, show: ErrorPage) -> Response[Any]:
    try:
        body = show(request, fault)
    except Exception as error:  # noqa: BLE001 - the last resort must hold
        _log(error, fault)
        body = f"<!DOCTYPE html><title>Accord</title><h1>Accord</h1><p>{fault.detail}</p>"
    return Response(
        body, status_code=fault.status, headers=fault.headers, media_type=MediaType.HTML
    )


def _log(error: Exception, fault: Fault) -> None:
    """Where it failed, not what it held: messages and values may name people."""
    log.error("request failed", status=fault.status, kind=type(error).__name__, at=where(error))
