"""A request that comes twice acts once, however the two overlap."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from planning.people.rules import Actor, Role
from planning.transactions import fetch_value, transaction
from tests.clients import Program
from tests.factories import make_actor


async def _add(program: Program, name: str, key: str | None) -> httpx.Response:
    headers = {} if key is None else {"idempotency-key": key}
    return await program.post(
        "/api/v1/agencies", json={"name": name, "category": "health"}, headers=headers
    )


async def _administrator(program: Program) -> Actor:
    actor = await make_actor(Role.ADMINISTRATOR)
    await program.act_for(actor)
    return actor


@pytest.mark.usefixtures("committed")
async def test_many_at_the_same_moment_act_once_and_answer_alike(program: Program) -> None:
    await _administrator(program)
    name, key = f"Agency {uuid4()}", str(uuid4())
    answers = await asyncio.gather(*(_add(program, name, key) for _ in range(6)))
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.text for answer in answers}) == 1
    async with transaction(None):
        made = await fetch_value("select count(*) from agency where name = $1", name)
    assert made == 1


@pytest.mark.usefixtures("committed")
async def test_a_refusal_is_not_kept_so_the_next_try_may_succeed(program: Program) -> None:
    await _administrator(program)
    key = str(uuid4())
    refused = await _add(program, "", key)
    assert refused.status_code == 422
    taken = f"Agency {uuid4()}"
    await _add(program, taken, None)
    clash = await _add(program, taken, key)
    assert clash.status_code == 409
    assert (await _add(program, f"Agency {uuid4()}", key)).status_code == 201


@pytest.mark.usefixtures("rolled_back")
async def test_a_key_with_another_request_is_refused_in_words(program: Program) -> None:
    await _administrator(program)
    key = str(uuid4())
    await _add(program, f"Agency {uuid4()}", key)
    other = await _add(program, f"Agency {uuid4()}", key)
    assert other.status_code == 409
    assert other.json()["detail"] == (
        "This key was used for a different request. Send a new one as Idempotency-Key."
    )


@pytest.mark.usefixtures("rolled_back")
async def test_the_order_of_fields_makes_no_other_request(program: Program) -> None:
    await _administrator(program)
    headers = {"idempotency-key": str(uuid4()), "content-type": "application/json"}
    bodies = ['{"name": "One", "category": "health"}', '{"category":"health","name":"One"}']
    answers = [
        await program.post("/api/v1/agencies", content=body, headers=headers) for body in bodies
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("key", ["x" * 201, "caf\u00e9\u0080"])
async def test_an_unusable_key_is_named(program: Program, key: str) -> None:
    await _administrator(program)
    answer = await program.post(
        "/api/v1/agencies",
        json={"name": "One", "category": "health"},
        headers={b"idempotency-key": key.encode("latin-1")},
    )
    assert answer.status_code == 422
    assert answer.json()["blockers"][0]["field"] == "Idempotency-Key"


@pytest.mark.usefixtures("committed")
async def test_two_people_may_use_the_same_key(program: Program) -> None:
    key = str(uuid4())
    ids: set[UUID] = set()
    for _ in range(2):
        await _administrator(program)
        ids.add((await _add(program, f"Agency {uuid4()}", key)).json()["id"])
    assert len(ids) == 2


async def test_answers_are_hidden_from_others_and_from_the_worker(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool, program: Program
) -> None:
    actor, other = await _administrator(program), await make_actor()
    await _add(program, f"Agency {uuid4()}", str(uuid4()))
    mine = "select count(*) from answered_request where person_id = $1"
    for reader, seen in ((actor, 1), (other, 0)):
        async with transaction(reader.person_id):
            assert await fetch_value(mine, actor.person_id) == seen
    assert committed is not worker_pool
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await worker_pool.fetch("select body from answered_request")
