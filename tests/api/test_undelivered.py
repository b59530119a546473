"""A program can do about undelivered mail what its person could on the pages."""

from uuid import uuid4

import pytest
import time_machine

from planning import clock
from planning.people.rules import Role
from planning.transactions import Connection
from service.auth.accounts import set_password
from tests.api.everything import PASSWORD
from tests.clients import Program
from tests.factories import NOW, make_actor
from tests.lost_mail import lose
from tests.scene import Scene, make_scene

API = "/api/v1"


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


async def test_a_program_finds_and_settles_what_did_not_arrive(
    program: Program, scene: Scene, rolled_back: Connection
) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    first = await lose(rolled_back, meeting_id, scene.health)
    second = await lose(rolled_back, meeting_id, scene.police, state="bounced")
    with time_machine.travel(NOW, tick=False):
        await program.act_for(scene.chair)
        listed = (await program.get(f"{API}/undelivered")).json()["items"]
        assert {one["id"] for one in listed} == {str(first), str(second)}
        sent = await program.get(f"{API}/meetings/{meeting_id}/deliveries")
        assert sorted(one["state"] for one in sent.json()) == ["bounced", "failed"]
        work = (await program.get(f"{API}/work")).json()["to_reach"]
        assert [len(one["names"]) for one in work] == [2]
        again = await program.post(f"{API}/undelivered/{first}/send-again")
        assert again.json() == {"settled": True}
        unsaid = await program.post(f"{API}/undelivered/{second}/dismiss", json={"reason": ""})
        assert unsaid.status_code == 409
        away = await program.post(f"{API}/undelivered/{second}/dismiss", json={"reason": "Rung"})
        assert away.json() == {"settled": True}
        rest = await program.post(f"{API}/undelivered/send-again", json={})
        assert rest.json() == {"messages": 0}
        await program.act_for(scene.police)
        own = await program.get(f"{API}/meetings/{meeting_id}/deliveries")
        assert [one["recipient_id"] for one in own.json()] == [str(scene.police.person_id)]
        absent = await program.post(f"{API}/undelivered/{uuid4()}/send-again")
        assert absent.status_code == 404
        servers = (await program.get(f"{API}/mail-servers")).json()
        assert [one["unusable_since"] for one in servers] == [None, None]


async def test_a_program_corrects_an_address_with_its_person_s_password(
    program: Program, scene: Scene
) -> None:
    boss = await make_actor(Role.ADMINISTRATOR)
    await set_password(person_id=boss.person_id, password=PASSWORD, now=clock.now())
    await program.act_for(boss)
    path = f"{API}/people/{scene.health.person_id}/address"
    body = {"email": "right@example.org", "password": "wrong"}
    assert (await program.post(path, json=body)).status_code == 422
    done = await program.post(path, json=body | {"password": PASSWORD})
    assert done.json() == {"messages": 0}
