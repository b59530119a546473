"""Deny by default: whatever is not marked public asks who is there."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from service.auth.guards import is_public, require_session, require_token
from tests.clients import Browser, Program

PUBLIC = {
    ("GET", "/calendars/{file:path}"),
    ("HEAD", "/calendars/{file:path}"),
    ("GET", "/choose-password"),
    ("GET", "/demo/mailbox"),
    ("GET", "/demo/mailbox/{mail_id:str}"),
    ("POST", "/demo/mailbox/{mail_id:str}"),
    ("GET", "/health"),
    ("GET", "/metrics"),
    ("GET", "/reset-password"),
    ("GET", "/reset-password/sent"),
    ("GET", "/scripts/{name:str}"),
    ("GET", "/sign-in"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/static/{file_path:path}"),
    ("HEAD", "/static/{file_path:path}"),
    ("POST", "/choose-password"),
    ("POST", "/reset-password"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
}


def _handlers(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    return [
        (str(method), route.path, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    ]


def _guard(path: str) -> Any:
    return require_token if path.startswith("/api/") else require_session


def test_every_route_is_guarded_or_marked_public(app: Litestar) -> None:
    open_routes = [
        (method, path)
        for method, path, handler in _handlers(app)
        if not is_public(handler) and _guard(path) not in handler.resolve_guards()
    ]
    assert open_routes == []


def test_the_public_routes_are_these_and_no_others(app: Litestar) -> None:
    assert {(method, path) for method, path, h in _handlers(app) if is_public(h)} == PUBLIC


@pytest.mark.usefixtures("rolled_back")
async def test_a_stranger_is_sent_to_sign_in_from_every_page(
    app: Litestar, browser: Browser
) -> None:
    for method, path, handler in _handlers(app):
        if is_public(handler) or path.startswith("/api/"):
            continue
        address = _filled(path)
        answer = await (browser.get(address) if method == "GET" else browser.submit(address))
        assert (path, answer.status_code) == (path, 303)
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.usefixtures("rolled_back")
async def test_the_demos_mailbox_is_not_there_outside_the_demo(browser: Browser) -> None:
    for path in ("/demo/mailbox", "/demo/mailbox/1"):
        assert (await browser.get(path)).status_code == 404
    answered = await browser.submit("/demo/mailbox/1", {"how": "accept"})
    assert answered.status_code == 404


@pytest.mark.usefixtures("rolled_back")
async def test_a_program_without_a_token_is_refused_by_every_route(
    app: Litestar, program: Program
) -> None:
    for method, path, handler in _handlers(app):
        if is_public(handler) or not path.startswith("/api/"):
            continue
        answer = await program.request(method, _filled(path))
        assert (path, answer.status_code) == (path, 401)
        assert answer.headers["www-authenticate"] == "Bearer"


def _filled(path: str) -> str:
    parts = [
        part
        if not part.startswith("{")
        else "1"
        if part.endswith(":int}")
        else "3f333df6-90a4-4fda-8dd3-9485d27cee36"
        for part in path.split("/")
    ]
    return "/".join(parts)
