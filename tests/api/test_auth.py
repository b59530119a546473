"""Programs act with a token, as far as it reaches, and with nothing else."""

from datetime import timedelta

import pytest
import time_machine

from planning import clock
from planning.errors import Invalid
from planning.people.actions import remove_person
from planning.people.rules import REAUTHENTICATION_HOLDS, Role, require_fresh_password
from service.auth.accounts import confirm_password, set_password
from tests.clients import Program
from tests.factories import make_actor


async def test_a_token_tells_whose_it_is(program: Program) -> None:
    actor = await make_actor(Role.CHAIR)
    await program.act_for(actor)
    told = (await program.get("/api/v1/me")).json()
    assert told == {
        "person_id": str(actor.person_id),
        "agency_id": str(actor.agency_id),
        "agency_category": "social_care",
        "name": actor.name,
        "roles": ["chair"],
        "can_write": True,
    }


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer \xff"]
)
async def test_anything_but_a_working_token_is_refused(program: Program, header: str) -> None:
    answer = await program.get("/api/v1/me", headers={b"authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.json()["error"] == "sign_in_needed"


async def test_a_reading_token_changes_nothing(program: Program) -> None:
    await program.act_for(await make_actor(Role.ADMINISTRATOR), can_write=False)
    assert (await program.get("/api/v1/agencies")).status_code == 200
    answer = await program.post("/api/v1/agencies", json={"name": "x", "category": "health"})
    assert (answer.status_code, answer.json()["detail"]) == (403, "This token may only read.")


async def test_a_token_expires(program: Program) -> None:
    await program.act_for(await make_actor())
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        assert (await program.get("/api/v1/me")).status_code == 401


async def test_a_token_ends_when_its_person_leaves(program: Program) -> None:
    actor = await make_actor()
    await program.act_for(actor)
    await remove_person(person_id=actor.person_id, actor=None, now=clock.now())
    assert (await program.get("/api/v1/me")).status_code == 401


async def test_a_role_is_asked_for_by_the_act_itself(program: Program) -> None:
    await program.act_for(await make_actor(Role.CHAIR))
    answer = await program.post("/api/v1/agencies", json={"name": "x", "category": "health"})
    assert (answer.status_code, answer.json()["error"]) == (403, "not_allowed")


async def test_a_password_in_the_body_counts_as_given_just_now() -> None:
    actor, now = await make_actor(), clock.now()
    await set_password(person_id=actor.person_id, password="lantern cobalt orchard", now=now)
    confirmed = await confirm_password(
        actor=actor, password="lantern cobalt orchard", client="test", now=now
    )
    require_fresh_password(confirmed, now + REAUTHENTICATION_HOLDS)
    with pytest.raises(Invalid):
        await confirm_password(actor=actor, password="wrong", client="test", now=now)
