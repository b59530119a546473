"""Our own failures tell nothing of the inside, neither on the page nor in the log."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import httpx
import pytest
from litestar import get
from litestar.params import FromPath

from planning.errors import Blocked, Blocker, Duplicate, NotAllowed, Stale
from planning.people.rules import require_fresh_password
from service.app import create_app
from service.auth.guards import PUBLIC
from service.auth.throttle import TooManyTries
from service.settings import LogLevel, load
from tests.clients import ENVIRONMENT, PUBLIC_URL, asgi
from tests.factories import make_actor
from tests.logs import logs_as_run

SECRET = "Child X of 12 Orchard Lane"


TAKEN = asyncpg.UniqueViolationError(SECRET)
TAKEN.constraint_name = "uq_agency_name"

FAILURES: dict[str, Exception] = {
    "bug": ValueError(SECRET),
    "busy": TimeoutError(SECRET),
    "gone": ConnectionRefusedError(SECRET),
    "restarting": FileNotFoundError(SECRET),
    "crowded": asyncpg.TooManyConnectionsError(SECRET),
    "crashed": asyncpg.CrashShutdownError(SECRET),
    "taken": TAKEN,
    "unknown": asyncpg.ForeignKeyViolationError(SECRET),
    "unstorable": asyncpg.CharacterNotInRepertoireError(SECRET),
    "stale": Stale(),
    "duplicate": Duplicate("Sent already."),
    "forbidden": NotAllowed("Only a chair can do this."),
    "blocked": Blocked([Blocker("Choose a chair.", "chair"), Blocker("Choose a date.", "date")]),
    "tries": TooManyTries(datetime(2026, 3, 3, 14, 15, tzinfo=UTC)),
}
STATUSES = {
    "bug": 500,
    "busy": 503,
    "gone": 503,
    "restarting": 503,
    "crowded": 503,
    "crashed": 503,
    "taken": 409,
    "unknown": 500,
    "unstorable": 422,
    "stale": 409,
    "duplicate": 409,
    "forbidden": 403,
    "blocked": 409,
    "tries": 429,
}


@get(["/broken/{kind:str}", "/api/v1/broken/{kind:str}"], opt=PUBLIC)
async def broken(kind: FromPath[str]) -> None:
    if kind == "password":
        require_fresh_password(await make_actor(), datetime(2026, 3, 3, tzinfo=UTC))
    raise FAILURES[kind]


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(load(ENVIRONMENT))
    app.register(broken)
    async with httpx.AsyncClient(transport=asgi(app), base_url=PUBLIC_URL) as opened:
        yield opened


@pytest.mark.parametrize("kind", FAILURES)
async def test_each_kind_has_its_status_for_people_and_programs(
    client: httpx.AsyncClient, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page, answer = await client.get(f"/broken/{kind}"), await client.get(f"/api/v1/broken/{kind}")
    assert (page.status_code, answer.status_code) == (STATUSES[kind], STATUSES[kind])
    assert page.text.startswith("<!DOCTYPE html>")
    assert set(answer.json()) == {"error", "detail", "blockers"}
    assert SECRET not in page.text + answer.text + capsys.readouterr().out
    assert "content-security-policy" in page.headers


async def test_every_blocker_is_told_with_its_field(client: httpx.AsyncClient) -> None:
    page, answer = await client.get("/broken/blocked"), await client.get("/api/v1/broken/blocked")
    assert answer.json() == {
        "error": "conflict",
        "detail": "This cannot be done yet.",
        "blockers": [
            {"field": "chair", "message": "Choose a chair."},
            {"field": "date", "message": "Choose a date."},
        ],
    }
    assert "Choose a chair." in page.text
    assert "Choose a date." in page.text


async def test_when_to_try_again_is_told(client: httpx.AsyncClient) -> None:
    tried = await client.get("/broken/tries")
    assert "Try again after 2:15pm." in tried.text
    assert tried.headers["retry-after"] == "900"
    assert (await client.get("/broken/busy")).headers["retry-after"] == "10"


@pytest.mark.usefixtures("rolled_back")
async def test_an_act_of_weight_asks_for_the_password_and_returns_to_its_page(
    client: httpx.AsyncClient,
) -> None:
    asked = await client.get("/broken/password?part=2")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/confirm-password?next=/broken/password%3Fpart%3D2"
    told = await client.get("/api/v1/broken/password")
    assert (told.status_code, told.json()["error"]) == (403, "not_allowed")


def test_log_lines_are_json_and_keep_the_kind_of_a_failure_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with logs_as_run(LogLevel.INFO):
        try:
            int(SECRET)
        except ValueError:
            logging.getLogger("library").exception("it broke")
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["kind"], line["level"]) == ("it broke", "ValueError", "error")
    assert SECRET not in json.dumps(line)
