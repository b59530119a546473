"""A program makes, replaces and ends calendar links as a person does on the page."""

import httpx
import pytest
from litestar import Litestar

from planning import clock
from planning.transactions import Connection
from service.auth.accounts import set_password
from tests.api.everything import PASSWORD
from tests.clients import Program
from tests.factories import make_actor

PATH = "/api/v1/calendar-feeds"


@pytest.fixture
async def acting(program: Program) -> Program:
    actor = await make_actor()
    await set_password(person_id=actor.person_id, password=PASSWORD, now=clock.now())
    await program.act_for(actor)
    return program


async def make(program: Program, name: str, key: str = "") -> httpx.Response:
    headers = {"idempotency-key": key} if key else {}
    return await program.post(PATH, json={"name": name, "password": PASSWORD}, headers=headers)


async def test_links_are_made_listed_replaced_and_ended(acting: Program) -> None:
    made = await make(acting, "Phone")
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    first = made.json()
    assert (await acting.get(first["url"])).status_code == 200
    (listed,) = (await acting.get(PATH)).json()
    assert (listed["id"], listed["name"], set(listed)) == (
        first["id"],
        "Phone",
        {"id", "name", "created_at", "last_used_on"},
    )
    replaced = await acting.post(f"{PATH}/{first['id']}/replace", json={"password": PASSWORD})
    second = replaced.json()
    assert (replaced.status_code, second["name"]) == (201, "Phone")
    assert (await acting.get(first["url"])).status_code == 404
    assert (await acting.post(f"{PATH}/{second['id']}/revoke")).status_code == 204
    assert (await acting.get(second["url"])).status_code == 404
    assert (await acting.get(PATH)).json() == []


async def test_the_same_request_makes_one_link_and_its_answer_is_kept_nowhere(
    acting: Program, rolled_back: Connection
) -> None:
    made = [(await make(acting, "Phone", "one")).json() for _ in range(2)]
    assert made[0] == made[1]
    other = (await make(acting, "Outlook", "one")).json()
    assert other["url"] != made[0]["url"]
    kept = await rolled_back.fetch("select location, body from answered_request")
    assert made[0]["url"] not in str([tuple(row) for row in kept])
    again = [
        (
            await acting.post(
                f"{PATH}/{other['id']}/replace",
                json={"password": PASSWORD},
                headers={"idempotency-key": "two"},
            )
        ).json()
        for _ in range(2)
    ]
    assert again[0] == again[1]


async def test_the_password_is_asked_for(acting: Program) -> None:
    for body in ({"name": "Phone", "password": "wrong"}, {"name": "Phone", "password": ""}):
        refused = await acting.post(PATH, json=body)
        assert refused.status_code == 422
        assert [one["field"] for one in refused.json()["blockers"]] == ["password"]
    assert (await acting.get(PATH)).json() == []


async def test_a_taken_name_is_said(acting: Program, app: Litestar) -> None:
    await make(acting, "Phone")
    refused = await make(acting, "phone")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["blockers"]] == ["name"]
