"""Every route, method and kind of person: found by walking the application, none left out."""

import re
from typing import Any

import httpx
import pytest
from litestar import Litestar

from planning.transactions import Connection
from service.api.bodies import body_of
from service.api.examples import example
from service.api.router import operations_of
from service.auth.guards import is_public
from tests.api.beginning import NEEDS_A_ROLE
from tests.api.conftest import Acting
from tests.api.everything import NAMES, OPEN, Everything, make_everything
from tests.api.questions import QUERY
from tests.clients import Browser, browser
from tests.held import undone

__all__ = ["browser"]
PUBLIC = {
    "/api/v1/openapi.json", "/calendars/{file}", "/choose-password", "/demo/mailbox",
    "/demo/mailbox/{mail_id}",
    "/health", "/metrics", "/reset-password", "/reset-password/sent", "/sign-in", "/sign-out",
    "/scripts/{name}",
    "/static/{file_path}",
}  # fmt: skip
ONLY_FOR_THOSE_WHO_RUN_IT = {
    "/api/v1/meetings/{meeting_id}/contributions",
    "/api/v1/meetings/{meeting_id}/record",
    "/api/v1/meetings/{meeting_id}/replies",
    "/api/v1/meetings/{meeting_id}/replies/{reply_id}",
    "/api/v1/meetings/{meeting_id}/running",
    "/api/v1/meetings/{meeting_id}/minutes",
    "/api/v1/meetings/{meeting_id}/minutes/readers",
    "/api/v1/meetings/{meeting_id}/minutes/readers/{person_id}",
    "/meetings/{meeting_id}/contributions",
    "/meetings/{meeting_id}/replies",
    "/meetings/{meeting_id}/replies/{reply_id}",
    "/meetings/{meeting_id}/run",
    "/meetings/{meeting_id}/run/attendance",
    "/meetings/{meeting_id}/run/attendance/{person_id}",
    "/meetings/{meeting_id}/run/children/{concern_id}",
    "/meetings/{meeting_id}/run/joint",
    "/meetings/{meeting_id}/run/actions",
    "/meetings/{meeting_id}/run/actions/{action_id}",
    "/meetings/{meeting_id}/close",
    "/meetings/{meeting_id}/minutes",
    "/meetings/{meeting_id}/minutes/approve",
    "/meetings/{meeting_id}/minutes/readers/{person_id}",
    "/meetings/{meeting_id}/minutes/corrections/new",
    "/meetings/{meeting_id}/minutes/addenda/new",
}
OF_SOMEBODY_ELSE = {
    *(f"{root}/audits{path}" for root in ("", "/api/v1") for path in ("", "/{sample_id}")),
    *(f"{root}/audit-cases/{{case_id}}" for root in ("", "/api/v1")),
    "/audits/new",
    "/audits/{sample_id}/counts.csv",
    "/account/calendar/{feed_id}/replace",
    "/api/v1/documents/{document_id}",
    "/api/v1/documents/{document_id}/file",
    "/documents/{document_id}",
    "/documents/{document_id}/file",
}
OF_AN_ACTION = ("", "/note", "/hand-over", "/due-date", "/withdraw")
NOT_YET = {
    "/api/v1/operations/{operation_id}/go-live",
    "/api/v1/actions/{action_id}",
    *(f"/actions/{{action_id}}{path}" for path in OF_AN_ACTION),
    "/meetings/{meeting_id}/minutes/corrections/{correction_id}",
    "/undelivered/{message_id}",
    "/operations/{operation_id}/conflicts/{person_id}",
    "/lessons/{lesson_id}",
    "/api/v1/lessons/{lesson_id}",
}
"""Actions and corrections come after the meeting, going live after signing, lessons after that; no
mail was lost, and nobody is in conflict."""
FOR_THE_PARTNERSHIP = {
    "/api/v1/board",
    *(f"/api/v1/drift{below}" for below in ("", "/choices", "/reports", "/reports/{report_id}")),
}
FOR_SCHEDULERS = {
    f"/api/v1/surge{below}"
    for below in ("/waiting", "/batches", "/batches/{batch_id}", "/runs/{run_id}")
}
Route = tuple[str, str, Any]


@pytest.fixture
async def everything() -> Everything:
    return await make_everything()


def guarded(app: Litestar, *, api: bool) -> list[Route]:
    return [
        (path, method, body_of(handler))
        for path, method, handler in operations_of(app)
        if path.startswith("/api/") is api and not is_public(handler)
    ]


async def call(client: httpx.AsyncClient, method: str, path: str, body: Any) -> httpx.Response:
    kept = dict(client.cookies)
    try:
        if isinstance(client, Browser) and method == "POST":
            return await client.submit(path, key="the same")
        sent = None if body is None else example(body)
        return await client.request(method, path, json=sent)
    finally:
        client.cookies.clear()
        for name, value in kept.items():
            client.cookies.set(name, value, domain="accord.test", path="/")


def seen(answer: httpx.Response) -> tuple[int, str, str, str]:
    """The answer but for what differs each time: request id, and keys of forms."""
    text = re.sub(r'name="_key" value="[^"]*"', "", answer.text)
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    headers.pop("content-length", None)
    return answer.status_code, text, str(headers), str(answer.has_redirect_location)


def test_what_is_open_to_all_is_known(app: Litestar) -> None:
    assert {path for path, _, handler in operations_of(app) if is_public(handler)} == PUBLIC


async def test_nobody_gets_in_anywhere(
    app: Litestar, program: httpx.AsyncClient, everything: Everything
) -> None:
    strays: list[tuple[object, ...]] = []
    for path, method, body in [*guarded(app, api=True), *guarded(app, api=False)]:
        headers = {} if path.startswith("/api/") else {"content-type": FORM}
        sent = example(body) if body else None
        answer = await program.request(method, everything.path(path), json=sent, headers=headers)
        wanted = 401 if path.startswith("/api/") else 303
        if answer.status_code != wanted:
            strays.append((method, path, answer.status_code))
        elif wanted == 303 and not answer.headers["location"].startswith("/sign-in"):
            strays.append((method, path, answer.headers["location"]))
    assert strays == []


FORM = "application/x-www-form-urlencoded"


async def test_a_token_that_only_reads_does_nothing_else(
    app: Litestar, program: Any, everything: Everything
) -> None:
    await program.act_for(everything.boss, can_write=False)
    strays = []
    for path, method, body in guarded(app, api=True):
        if method != "GET":
            answer = await call(program, method, everything.path(path), body)
            if (answer.status_code, "may only read" in answer.text) != (403, True):
                strays.append((method, path, answer.status_code))
    assert strays == []


@pytest.mark.parametrize("api", [True, False])
async def test_to_a_stranger_the_hidden_is_as_absent(
    app: Litestar,
    program: Any,
    browser: Browser,
    everything: Everything,
    rolled_back: Connection,
    *,
    api: bool,
) -> None:
    client = program if api else browser
    await (program.act_for if api else browser.sign_in_as)(everything.stranger)
    strays = []
    for path, method, body in guarded(app, api=api):
        if not set(re.findall(r"{(\w+)}", path)) - OPEN:
            continue
        query = QUERY.get(path, "")
        async with undone(rolled_back):
            hidden = await call(client, method, everything.path(path + query), body)
        async with undone(rolled_back):
            absent = await call(client, method, everything.absent(path + query), body)
        told = hidden.status_code not in {403, 404, 422}
        if seen(hidden) != seen(absent) or told:
            strays.append((method, path, hidden.status_code, absent.status_code))
    assert strays == []


@pytest.mark.parametrize("api", [True, False])
async def test_no_list_or_page_tells_a_stranger_anything(
    app: Litestar, program: Any, browser: Browser, everything: Everything, *, api: bool
) -> None:
    client = program if api else browser
    await (program.act_for if api else browser.sign_in_as)(everything.stranger)
    leaks = []
    for path, method, _ in guarded(app, api=api):
        if method == "GET":
            answer = await call(client, "GET", everything.path(path), None)
            told = [name for name in NAMES if name in answer.text]
            if told or answer.status_code >= 500:
                leaks.append((path, answer.status_code, told))
    assert leaks == []


@pytest.mark.parametrize("api", [True, False])
async def test_a_member_without_a_role_reads_what_they_are_in(
    app: Litestar,
    program: Any,
    browser: Browser,
    everything: Everything,
    rolled_back: Connection,
    *,
    api: bool,
) -> None:
    client = program if api else browser
    await (program.act_for if api else browser.sign_in_as)(everything.member)
    hidden = ONLY_FOR_THOSE_WHO_RUN_IT | OF_SOMEBODY_ELSE | NOT_YET
    strays = []
    for path, method, _ in guarded(app, api=api):
        if method != "GET" or path in FOR_THE_PARTNERSHIP | FOR_SCHEDULERS:
            continue
        async with undone(rolled_back):
            place = everything.path(path + QUERY.get(path, ""))
            status = (await call(client, "GET", place, None)).status_code
        if status != (404 if path in hidden else 200) and (api or status not in {303, 403}):
            strays.append((path, status))
    assert strays == []


async def test_who_has_no_role_begins_nothing(
    app: Litestar, program: Any, everything: Everything
) -> None:
    await program.act_for(everything.member)
    found = {}
    for path, method, body in guarded(app, api=True):
        if method == "POST" and "{" not in path:
            answer = await call(program, method, path, body)
            found[path.removeprefix("/api/v1")] = answer.status_code
    assert found == dict.fromkeys(NEEDS_A_ROLE, 403) | {
        "/search": 200,
        "/capacity": 422,
        "/calendar-feeds": 422,
        "/undelivered/send-again": 200,
        "/escalations": 404,
        "/delegates": 409,
    }


@pytest.mark.parametrize("api", [True, False])
async def test_no_act_of_anybody_breaks_accord(
    app: Litestar,
    program: Any,
    browser: Browser,
    everything: Everything,
    rolled_back: Connection,
    *,
    api: bool,
) -> None:
    client = program if api else browser
    broken = []
    for actor in (everything.boss, everything.member):
        await (program.act_for if api else browser.sign_in_as)(actor)
        for path, method, body in guarded(app, api=api):
            async with undone(rolled_back):
                answer = await call(client, method, everything.path(path), body)
            if answer.status_code >= 500:
                broken.append((method, path, answer.status_code))
    assert broken == []


async def test_a_method_that_a_route_does_not_take_is_refused(
    app: Litestar, acting: Acting, everything: Everything
) -> None:
    client = await acting(everything.boss)
    known = {(path, method) for path, method, _ in operations_of(app)}
    strays = []
    for path in {path for path, _ in known if path.startswith("/api/")}:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if (path, method) not in known:
                place = everything.path(path).removeprefix("/api/v1/")
                answer = await client.request(method, place)
                if answer.status_code != 405:
                    strays.append((path, method, answer.status_code))
    assert strays == []
