"""Every field of every body, wrong in every way: a 4xx that names it, and never a 500."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
from litestar import Litestar

from planning.transactions import Connection
from service.api.bodies import body_faults
from service.api.examples import example
from tests.api.everything import PASSWORD, Everything, make_everything
from tests.api.test_authorisation_matrix import guarded
from tests.clients import Program
from tests.factories import make_actor
from tests.held import undone

Path = tuple[str | int, ...]
WRONG: tuple[object, ...] = (
    None, True, -1, 2**70, 1.5, "", "x" * 100_001, "a\x00b", "\u202egnp.exe", {"a": {"b": []}},
    [[]], "2026-02-30", "0001-01-01", "9999-12-31T23:59:59Z", "2026-03-04T10:00:00",
    "10:00:00+01:00", "25:61:00", "NaN", "1e400", str(uuid4()),
)  # fmt: skip
MARKUP = "<script>alert(1)</script>"
MISSING = object()
UNASKED = (None, MISSING, {"a": 1})
"""Bodies for who asks for none: it is never read."""


@pytest.fixture
async def everything() -> Everything:
    return await make_everything()


def fitting(kind: Any, everything: Everything) -> Any:
    """An example whose ids are of things that are there, so that it gets as far as it can."""
    boss, member = str(everything.boss.person_id), str(everything.member.person_id)
    known: dict[str, object] = {
        "agency_id": str(everything.member.agency_id),
        "reason_agency_id": str(everything.member.agency_id),
        "concern_ids": [everything.ids["concern_id"]],
        "person_ids": [member],
        "references": [],
        **dict.fromkeys(("chair_id", "senior_manager_id", "authorised_by"), boss),
        **dict.fromkeys(("owner_id", "holder_id", "to_id"), member),
        "deputy_id": None,
        "content": everything.content,
        **dict.fromkeys(("person_id", "minute_taker_id"), member),
        "password": PASSWORD,
    }
    return _with_known(example(kind), known)


def _with_known(body: Any, known: dict[str, object]) -> Any:
    if isinstance(body, list):
        return [_with_known(one, known) for one in body]
    if not isinstance(body, dict):
        return body
    return {name: known.get(name, _with_known(part, known)) for name, part in body.items()}


def places(body: Any, at: Path = ()) -> Iterator[Path]:
    """Where every value of a body is, lists and objects too."""
    yield at
    parts: Any = ()
    if isinstance(body, dict):
        parts = body.items()
    if isinstance(body, list):
        parts = enumerate(body)
    for name, part in parts:
        yield from places(part, (*at, name))


def changed(body: Any, place: Path, value: object) -> Any:
    if not place:
        return None if value is MISSING else value
    copied = deepcopy(body)
    inside = copied
    for name in place[:-1]:
        inside = inside[name]
    if value is MISSING:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return copied


async def send(program: httpx.AsyncClient, method: str, path: str, body: Any) -> httpx.Response:
    headers = {"content-type": "application/json"}
    return await program.request(method, path, content=msgspec.json.encode(body), headers=headers)


def is_problem(answer: httpx.Response) -> bool:
    if answer.status_code < 400:
        return answer.status_code != 304
    problem = answer.json()
    return answer.status_code < 500 and set(problem) == {"error", "detail", "blockers"}


def test_every_example_is_a_body_without_a_fault(app: Litestar) -> None:
    kinds = {body for _, _, body in guarded(app, api=True) if body is not None}
    assert len(kinds) > 25
    assert {kind: body_faults(kind, example(kind)) for kind in kinds} == {
        kind: [] for kind in kinds
    }


async def test_no_wrong_value_of_any_field_breaks_anything(
    app: Litestar, program: Any, everything: Everything, rolled_back: Connection
) -> None:
    await program.act_for(everything.boss)
    strays = []
    for path, method, kind in guarded(app, api=True):
        body = fitting(kind, everything) if kind else {}
        for place in places(body):
            for value in (*WRONG, MARKUP, MISSING) if kind else UNASKED:
                if "password" in body and place != ("password",) and value not in (None, MISSING):
                    continue  # each costs a password's hash, and these fields are seen without one
                async with undone(rolled_back):
                    answer = await send(
                        program, method, everything.path(path), changed(body, place, value)
                    )
                if not is_problem(answer):
                    strays.append((method, path, place, str(value)[:30], answer.status_code))
    assert strays == []


async def test_what_does_not_fit_is_named_all_at_once(
    app: Litestar, program: Any, everything: Everything
) -> None:
    await program.act_for(everything.boss)
    strays = []
    for path, method, kind in guarded(app, api=True):
        fields = msgspec.structs.fields(kind) if kind else ()
        if method == "GET" or not fields:
            continue
        wrong = {field.encode_name: [{"no": "such"}] for field in fields} | {"unknown": 1}
        answer = await send(program, method, everything.path(path), wrong)
        named = {blocker["field"].split(".")[0] for blocker in answer.json()["blockers"]}
        if (answer.status_code, named) != (422, set(wrong)):
            strays.append((method, path, answer.status_code, set(wrong) - named))
    assert strays == []


async def test_ids_of_hidden_things_are_as_unknown_ones(
    app: Litestar, program: Any, everything: Everything, rolled_back: Connection
) -> None:
    await program.act_for(everything.stranger)
    strays = []
    hidden_ids = [everything.ids[name] for name in ("concern_id", "meeting_id", "operation_id")]
    for path, method, kind in guarded(app, api=True):
        body = example(kind) if kind and method == "POST" and "{" not in path else {}
        ids = [place for place in places(body) if str(place[-1:]).find("id") > 0]
        for place in ids:
            if not isinstance(_at(body, place), str):
                continue
            answers = []
            for value in (*hidden_ids, str(uuid4())):
                async with undone(rolled_back):
                    answer = await send(program, method, path, changed(body, place, value))
                answers.append((answer.status_code, answer.text))
            if len(set(answers)) != 1:
                strays.append((path, place, answers))
    assert strays == []


def _at(body: Any, place: Path) -> Any:
    for name in place:
        body = body[name]
    return body


REFUSED = (
    (b"{", "application/json", 400),
    (b"\xff\xfe", "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b'{"name": "\\ud800", "category": "police"}', "application/json", 400),
    (b"name=A&category=police", "application/x-www-form-urlencoded", 415),
    (b'{"name": "A", "category": "police"}', "text/plain", 415),
    (b'{"name": "' + b"x" * 600_000 + b'"}', "application/json", 413),
    (b"", "application/json", 422),
)


async def test_a_body_that_is_not_what_it_says_is_refused(
    program: Any, everything: Everything
) -> None:
    await program.act_for(everything.boss)
    for content, kind, status in REFUSED:
        answer = await program.post(
            "/api/v1/agencies", content=content, headers={"content-type": kind}
        )
        seen = (answer.status_code, set(answer.json()))
        assert seen == (status, {"error", "detail", "blockers"}), (content[:40], kind)


QUERIES = (
    "limit=0", "limit=-5", "limit=100000000000000000000", "limit=x", "cursor=", "cursor=%00",
    "cursor=WyJ4Il0=", "which=never", "cursor=" + "A" * 5000, "limit=", "limit=1&limit=2",
)  # fmt: skip


async def test_no_question_breaks_a_list(program: Any, everything: Everything) -> None:
    await program.act_for(everything.boss)
    for place, query in product(
        ("meetings", "concerns", "operations", "chains/undecided"), QUERIES
    ):
        answer = await program.get(f"/api/v1/{place}?{query}")
        assert is_problem(answer), (place, query, answer.status_code, answer.text)


NO_IDS = ("x", "00000000", "%00", "..%2f..", "'", "-1")


async def test_an_address_that_is_no_id_is_not_there(program: Any, everything: Everything) -> None:
    await program.act_for(everything.boss)
    places = ("meetings", "concerns", "operations", "plans", "documents", "escalations")
    for place, wrong in product(places, NO_IDS):
        answer = await program.get(f"/api/v1/{place}/{wrong}")
        assert answer.status_code == 404, (place, wrong, answer.status_code)


async def test_a_parameter_that_cannot_be_read_is_named(program: Program) -> None:
    await program.act_for(await make_actor())
    refused = await program.get("/api/v1/people?role=king")
    assert refused.status_code == 400
    assert [blocker["field"] for blocker in refused.json()["blockers"]] == ["role"]
