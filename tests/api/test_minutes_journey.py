"""Minutes by the API: approved, corrected, confirmed, final, completed."""

from datetime import timedelta
from uuid import uuid4

import httpx
import time_machine

from planning.people.rules import Actor
from tests.clients import Program
from tests.planning.minuted import AFTER, APPROVED, LATER, TEXT, minuting

ASKED = {"section": TEXT, "wrong": "Five", "should_say": "Six"}


async def test_the_life_of_minutes_by_the_api(program: Program) -> None:
    minutes = await minuting()
    scene, place = minutes.scene, f"/api/v1/meetings/{minutes.meeting_id}/minutes"

    async def send(actor: Actor, way: str, body: object = None) -> httpx.Response:
        await program.act_for(actor)
        headers = {"idempotency-key": str(uuid4())}
        return await program.post(f"{place}/{way}", json=body, headers=headers)

    with time_machine.travel(APPROVED, tick=False):
        assert (await send(scene.chair, "approve")).status_code == 204
    with time_machine.travel(LATER, tick=False):
        first, second = [
            (await send(who, "corrections", ASKED)).json()["id"]
            for who in (scene.police, scene.school)
        ]
        accepted = {"section": TEXT, "text": "We were six.", "part_version": 1}
        made = await send(scene.chair, f"corrections/{first}/accept", accepted)
        assert made.json() == {"version": 2}
        stale = await send(scene.chair, f"corrections/{second}/accept", accepted)
        assert (stale.status_code, stale.json()["error"]) == (409, "conflict")
        declined = await send(scene.chair, f"corrections/{second}/decline", {"reason": "Done."})
        assert declined.status_code == 204
        for reader in (scene.police, scene.health, scene.school):
            assert (await send(reader, "acknowledge", {"version": 2})).status_code == 204
        await _look_over_shoulders(program, scene.chair, scene.school, place)
        assert (await send(scene.chair, "finish")).status_code == 204
    with time_machine.travel(AFTER, tick=False):
        late = await send(scene.police, "corrections", ASKED)
        assert (late.status_code, "Ask the chair for an addendum" in late.text) == (409, True)
        added = {"text": "A letter came.", "reason": "It was late."}
        assert (await send(scene.chair, "addenda", added)).status_code == 201
    with time_machine.travel(AFTER + timedelta(minutes=1), tick=False):
        await program.act_for(scene.school)
        seen = (await program.get(place)).json()
        assert (seen["state"], seen["version"], seen["addenda"][0]["text"]) == (
            "final",
            2,
            "A letter came.",
        )


async def _look_over_shoulders(program: Program, chair: Actor, school: Actor, place: str) -> None:
    await program.act_for(chair)
    readers = (await program.get(f"{place}/readers")).json()
    assert [one["is_chair"] or bool(one["acknowledged_at"]) for one in readers] == [True] * 4
    preview = await program.get(f"{place}/readers/{school.person_id}")
    assert [child["reference"] for child in preview.json()["children"]] == ["N-2"]
