"""A child is supported through the API alone, and hidden from who is in one wall only."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.api.conftest import Acting
from tests.api.test_meeting_journey import well
from tests.factories import NOW
from tests.planning.support_world import make_support

TODAY, LATER = "2026-03-03", "2026-04-01"


@pytest.fixture(autouse=True)
def _at_first() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


async def test_a_child_s_plan_from_its_key_worker_to_its_end(acting: Acting) -> None:
    support = await make_support()
    child = str(support.children[0])
    manager, worker = await acting(support.manager), await acting(support.charity)
    listed = f"operations/{support.operation_id}/support"
    assignment = {
        "child_ids": [child],
        "post": "worker",
        "person_id": str(support.charity.person_id),
        "reason": "Knows her",
    }
    well(await manager.post(listed, json=assignment), 204)
    (mine,) = well(await worker.get("support")).json()
    assert (mine["child"]["id"], mine["needs"]) == (child, ["deputy", "risk"])
    contact = {"happened_on": TODAY, "kind": "visit", "seen": True, "note": "At school"}
    made = well(await worker.post(f"support/{child}/contacts", json=contact), 201).json()["id"]
    wrong = await worker.post(f"support/{child}/contacts", json={**contact, "kind": "phone"})
    assert (wrong.status_code, wrong.json()["blockers"][0]["field"]) == (422, "seen")
    strike = f"support/{child}/contacts/{made}/strike"
    well(await worker.post(strike, json={"reason": "Another day"}), 204)
    risk = {"immediate": "None", "ongoing": "Online", "assessed_on": TODAY, "next_on": LATER}
    well(await worker.post(f"support/{child}/risk", json=risk), 204)
    review = {"held_on": TODAY, "summary": "Settled", "next_on": LATER}
    well(await worker.post(f"support/{child}/reviews", json=review), 204)
    part = {"content": "To see her brother", "version": 0}
    written = well(await worker.post(f"support/{child}/parts/wishes", json=part)).json()
    assert written == {"version": 1}
    plan = well(await manager.get(f"support/{child}")).json()
    assert (plan["summary"]["needs"], plan["contacts"][0]["struck_reason"]) == (
        ["deputy"], "Another day",
    )  # fmt: skip
    filtered = well(await manager.get(f"{listed}?need=risk&limit=1")).json()
    assert [one["child"]["reference"] for one in filtered["items"]] == ["R-2"]


async def test_a_key_worker_who_goes_and_support_that_ends(acting: Acting) -> None:
    support = await make_support()
    child = str(support.children[0])
    await support.assign(support.children[0])
    manager, worker = await acting(support.manager), await acting(support.charity)
    release = {"post": "worker", "reason": "Moves away"}
    well(await manager.post(f"support/{child}/release", json=release), 204)
    assert (await worker.get(f"support/{child}")).status_code == 404
    await support.go_live()
    ending = {"ended_on": TODAY, "reason": "The school stays in touch"}
    well(await manager.post(f"support/{child}/end", json=ending), 204)
    listed = well(await manager.get(f"operations/{support.operation_id}/support"))
    standing = listed.json()["standing"]
    assert standing["children"] == 1


async def test_who_is_in_the_operation_alone_gets_figures_alone(acting: Acting) -> None:
    support = await make_support()
    lead, outside = await acting(support.world.lead), await acting(support.scene.scheduler)
    seen = well(await lead.get(f"operations/{support.operation_id}/support")).json()
    assert (seen["items"], seen["seen"], seen["standing"]["without_worker"]) == ([], 0, 2)
    for program in (lead, outside):
        assert (await program.get(f"support/{support.children[0]}")).status_code == 404
    assert (await outside.get(f"operations/{support.operation_id}/support")).status_code == 404
    assert (
        await lead.get(f"operations/{support.operation_id}/support?start=-1")
    ).status_code == 422
