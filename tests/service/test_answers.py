"""What every answer carries, and what is answered to bad requests."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from service.app import LARGEST_BODY, create_app
from service.settings import load
from service.web.access_log import AccessLog
from service.web.headers import POLICY
from tests.clients import ENVIRONMENT, FORM, PUBLIC_URL, Browser, Program, asgi
from tests.factories import make_actor

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.mark.parametrize(
    "path", ["/sign-in", "/nothing-here", "/api/v1/nothing-here", "/health", "/static/none.css"]
)
async def test_security_headers_are_on_every_answer(browser: Browser, path: str) -> None:
    headers = (await browser.get(path)).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert headers["cache-control"] == "no-store"


async def test_plain_http_on_this_machine_promises_no_https() -> None:
    async with httpx.AsyncClient(
        transport=asgi(create_app(load({}))), base_url="http://127.0.0.1:8000"
    ) as client:
        assert "strict-transport-security" not in (await client.get("/sign-in")).headers


async def test_files_that_never_change_are_kept(browser: Browser) -> None:
    page = (await browser.get("/sign-in")).text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await browser.get(style)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


async def test_absent_pages_and_absent_api_routes_speak_their_own_kind(browser: Browser) -> None:
    page, api = await browser.get("/nothing"), await browser.get("/api/v1/nothing")
    assert (page.status_code, api.status_code) == (404, 404)
    assert "Page not found" in page.text
    assert api.json() == {
        "error": "not_found",
        "detail": "There is nothing here that you can see.",
        "blockers": [],
    }


async def test_a_wrong_method_is_refused_with_what_is_allowed(browser: Browser) -> None:
    answer = await browser.delete("/account")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
async def test_a_page_takes_forms_only(browser: Browser, kind: str) -> None:
    answer = await browser.post("/sign-in", content=b"email=x", headers={"content-type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_the_api_takes_json_only(program: Program, kind: str) -> None:
    await program.act_for(await make_actor())
    answer = await program.post(
        "/api/v1/agencies", content=b'{"name": "x"}', headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["error"]) == (415, "wrong_content_type")


async def test_an_oversized_body_is_refused(browser: Browser) -> None:
    answer = await browser.post("/sign-in", content=b"email=" + b"x" * LARGEST_BODY, headers=FORM)
    assert answer.status_code == 413


async def test_too_many_fields_are_refused(browser: Browser) -> None:
    answer = await browser.post("/sign-in", content=b"a=1&" * 3000, headers=FORM)
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff&email=%00", b"&&&===", b"email=%F0%9F&email=x"])
async def test_bytes_that_are_no_text_are_an_ordinary_fault(browser: Browser, body: bytes) -> None:
    answer = await browser.post("/sign-in", content=body, headers=FORM)
    assert answer.status_code == 422


async def test_health_says_that_all_is_well(browser: Browser) -> None:
    answer = await browser.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"database": "reachable", "migrations": "current"}


async def test_metrics_are_for_this_machine_or_for_who_has_the_token() -> None:
    def client(environment: dict[str, str], address: str) -> httpx.AsyncClient:
        app = create_app(load({**ENVIRONMENT, **environment}))
        return httpx.AsyncClient(transport=asgi(app, client=address), base_url=PUBLIC_URL)

    async with client({}, "127.0.0.1") as here, client({}, "192.0.2.1") as far:
        assert (await here.get("/metrics")).status_code == 200
        forwarded = await here.get("/metrics", headers={"x-forwarded-for": "192.0.2.1"})
        assert forwarded.status_code == 404
        assert (await far.get("/metrics")).status_code == 404
    async with client({"ACCORD_METRICS_TOKEN": "figures"}, "192.0.2.1") as far:
        assert (await far.get("/metrics")).status_code == 404
        told = await far.get("/metrics", headers={"authorization": "Bearer figures"})
        assert told.status_code == 200
        assert "accord_requests_total" in told.text


@pytest.fixture
async def logged(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=asgi(AccessLog(app)), base_url=PUBLIC_URL) as client:
        yield client


async def test_a_log_line_has_the_route_and_no_content(
    logged: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await logged.post(
        "/sign-in?next=/meetings/secret",
        data={"email": "person@example.org", "password": "hush-hush"},
        headers=FORM,
    )
    assert len(answer.headers["x-request-id"]) == 32
    printed = capsys.readouterr().out
    assert "/sign-in" in printed
    assert not any(word in printed for word in ("secret", "person@example.org", "hush-hush"))


async def test_the_description_of_the_api_is_openapi_3_1_and_knows_refusals(
    program: Program,
) -> None:
    answer = await program.get("/api/v1/openapi.json")
    described = json.loads(answer.text)
    assert described["openapi"].startswith("3.1")
    adding = described["paths"]["/api/v1/people"]["post"]
    refused = adding["responses"]["default"]["content"]["application/json"]["schema"]
    assert refused == {"$ref": "#/components/schemas/Problem"}
    assert "Problem" in described["components"]["schemas"]
