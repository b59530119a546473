"""Bodies: every fault at once, each with its place."""

from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.people.rules import Role
from service.api.bodies import body_faults
from tests.clients import Program
from tests.factories import make_actor


class Line(msgspec.Struct):
    amount: int
    unit: str = "hours"


class Offer(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    role: Role
    lines: list[Line]
    note: str | None = None


def _told(value: object) -> dict[str, str]:
    return {fault.field: fault.message for fault in body_faults(Offer, value)}


def test_a_body_that_fits_has_no_fault() -> None:
    assert _told({"title": "x", "role": "chair", "lines": [{"amount": 3}]}) == {}


def test_every_fault_is_told_with_its_place() -> None:
    told = _told({"role": "king", "lines": [{"amount": "3"}, {"unit": "h\u0000"}, 7]})
    assert set(told) == {
        "title",
        "role",
        "lines.0.amount",
        "lines.1.amount",
        "lines.1.unit",
        "lines.2",
    }
    assert told["title"] == "This is missing."
    assert told["lines.1.unit"] == "Take out characters that cannot be seen."


@pytest.mark.parametrize("value", [None, [], "x", 3, {"title": "x", "lines": {}}])
def test_a_body_of_another_shape_is_refused(value: object) -> None:
    assert _told(value) != {}


def test_unknown_fields_are_refused() -> None:
    told = _told({"title": "x", "role": "chair", "lines": [], "admin": True})
    assert list(told) == ["admin"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(_JSON | st.fixed_dictionaries({"title": _JSON, "role": _JSON, "lines": _JSON}))
def test_nothing_that_json_can_say_raises_and_what_passes_fits(value: object) -> None:
    if not body_faults(Offer, value):
        msgspec.convert(value, Offer)


async def test_the_api_answers_with_all_faults(program: Program) -> None:
    await program.act_for(await make_actor(Role.ADMINISTRATOR))
    answer = await program.post(
        "/api/v1/people", json={"agency_id": "x", "name": 3, "roles": ["king"]}
    )
    assert answer.status_code == 422
    assert answer.json()["error"] == "invalid"
    fields = [blocker["field"] for blocker in answer.json()["blockers"]]
    assert fields == ["agency_id", "name", "email", "roles.0"]


@pytest.mark.parametrize("body", [b"", b"{", b'"\\ud800"', b"\xff", b"[" * 5000])
async def test_what_is_not_json_is_refused(program: Program, body: bytes) -> None:
    await program.act_for(await make_actor(Role.ADMINISTRATOR))
    answer = await program.post(
        "/api/v1/people", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"a": 1}', b"1" + b"0" * 5000, b"\xff"])
async def test_an_act_without_body_takes_none(program: Program, body: bytes) -> None:
    await program.act_for(await make_actor())
    answer = await program.post(
        f"/api/v1/operations/{uuid4()}/ready",
        content=body,
        headers={"content-type": "application/json", "idempotency-key": str(uuid4())},
    )
    assert answer.status_code in {400, 422}


async def test_a_person_is_added_and_found(program: Program) -> None:
    actor = await make_actor(Role.ADMINISTRATOR)
    await program.act_for(actor)
    made = await program.post(
        "/api/v1/people",
        json={
            "agency_id": str(actor.agency_id),
            "name": "Robin Ashdown",
            "email": "robin@example.org",
            "roles": ["chair"],
        },
        headers={"idempotency-key": str(uuid4())},
    )
    assert made.status_code == 201
    found = (await program.get("/api/v1/people", params={"role": "chair"})).json()
    assert made.json()["id"] in [person["id"] for person in found]
    wrong = await program.get("/api/v1/people", params={"role": "king"})
    assert (wrong.status_code, wrong.json()["error"]) == (400, "bad_request")
