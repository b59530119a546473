"""A strategy meeting from a child's concern to minutes that each reads, through the API alone."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
import time_machine

from tests.api.conftest import Acting
from tests.factories import NOW
from tests.scene import HELD, Scene, make_scene

TIMES = {"on": "2026-03-04", "starts": "10:00:00", "ends": "11:00:00"}


@pytest.fixture(autouse=True)
def _at_first() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def well(answer: httpx.Response, status: int = 200) -> httpx.Response:
    assert answer.status_code == status, answer.text
    return answer


def place_of(made: httpx.Response) -> str:
    """Where it is, as seen from /api/v1."""
    return made.headers["location"].removeprefix("/api/v1/")


def opening(scene: Scene) -> dict[str, object]:
    return {
        "children": [{"reference": "N-1", "name": "Child One"}],
        "reason": "Bruises that nobody explains",
        "senior_manager_id": str(scene.manager.person_id),
    }


def convening(scene: Scene, **changes: object) -> dict[str, object]:
    return {
        "kind": "initial",
        "purpose": "To decide whether to start section 47",
        "mode": "room",
        "decided_at": NOW.isoformat(),
        "times": TIMES,
        "chair_id": str(scene.chair.person_id),
        "invitees": [
            {"person_id": str(person.person_id)} for person in (scene.police, scene.health)
        ],
        "opening": opening(scene),
        **changes,
    }


async def test_from_convening_to_minutes(scene: Scene, acting: Acting) -> None:
    scheduler, chair = await acting(scene.scheduler), await acting(scene.chair)
    police = await acting(scene.police)
    convened = well(await scheduler.post("meetings", json=convening(scene)), 201)
    meeting = place_of(convened)
    (child,) = convened.json()["opened"]
    assert [one["id"] for one in well(await police.get("meetings")).json()["items"]] == [
        convened.json()["meeting_id"]
    ]
    assert len(well(await police.get("work")).json()["meetings"]["invitations"]) == 1
    well(await police.post(f"{meeting}/answer", json={"answer": "accepted"}), 204)
    forecast = well(await chair.get(meeting)).json()["forecast"]["categories"]
    assert "Police has accepted." in [line["sentence"] for line in forecast]
    with time_machine.travel(HELD, tick=False):
        await hold(chair, meeting, scene, child["id"])
        refused = await chair.post(f"{meeting}/close", json={})
        assert (refused.status_code, refused.json()["error"]) == (409, "conflict")
        await decide(chair, meeting, child["id"])
        well(await chair.post(f"{meeting}/close", json={}), 204)
        (rested,) = well(await police.get(meeting)).json()["quorum"]
        there = [scene.chair.name, scene.police.name, scene.health.name]
        assert [line["names"] for line in rested["categories"]] == [[name] for name in there]
        assert (await police.get(f"{meeting}/minutes")).status_code == 404
        well(await chair.post(f"{meeting}/minutes/approve"), 204)
        minutes = well(await police.get(f"{meeting}/minutes")).json()
        assert [part["child_name"] for part in minutes["children"]] == ["Child One"]
        (action,) = minutes["children"][0]["actions"]
        well(await police.post(f"actions/{action['id']}/complete", json={"evidence": "Seen"}), 204)
        chain = well(await police.get(f"concerns/{child['id']}/chain")).json()
        assert [entry["outcome"] for entry in chain["entries"]] == ["s47_initiated_joint"]


async def hold(chair: httpx.AsyncClient, meeting: str, scene: Scene, concern_id: str) -> None:
    there = [
        {"person_id": str(person.person_id), "present": True}
        for person in (scene.chair, scene.police, scene.health)
    ]
    well(await chair.put(f"{meeting}/attendance", json={"attendance": there}), 204)
    item = {"section": "joint_information", "content": {"body": "All agreed."}}
    (saved,) = well(await chair.post(f"{meeting}/record", json={"items": [item]})).json()
    assert saved["number"] == 2
    other = {**item, "content": {"body": "Nothing agreed."}}
    beside = await chair.post(f"{meeting}/record", json={"items": [other]})
    assert beside.status_code == 409
    told = beside.json()
    assert told["error"] == "two_texts"
    texts = told["items"][0]["item"]["texts"]
    assert [text["body"] for text in texts] == ["All agreed.", "Nothing agreed."]
    settled = {**item, "read": [text["number"] for text in texts]}
    well(await chair.post(f"{meeting}/record", json={"items": [settled]}))
    (kept,) = well(await chair.get(f"{meeting}/record")).json()["items"]
    assert [text["body"] for text in kept["texts"]] == ["All agreed."]
    action = {
        "what": "Visit the child",
        "owner_id": str(scene.police.person_id),
        "due_on": "2026-03-05",
    }
    well(await chair.post(f"{meeting}/children/{concern_id}/actions", json=action), 201)


async def decide(chair: httpx.AsyncClient, meeting: str, concern_id: str) -> None:
    (child,) = well(await chair.get(f"{meeting}/running")).json()["children"]
    draft = {"outcome": "s47_initiated_joint", "outcome_reason": "The threshold is met."}
    body = {"draft": draft, "version": child["version"]}
    well(await chair.put(f"{meeting}/children/{concern_id}", json=body))


async def test_a_meeting_is_moved_and_cancelled(scene: Scene, acting: Acting) -> None:
    scheduler = await acting(scene.scheduler)
    convened = well(await scheduler.post("meetings", json=convening(scene)), 201)
    meeting = place_of(convened)
    moved = {"times": {**TIMES, "on": "2026-03-05"}, "version": 1}
    well(await scheduler.post(f"{meeting}/reschedule", json=moved), 204)
    assert (await scheduler.post(f"{meeting}/reschedule", json=moved)).status_code == 409
    well(await scheduler.post(f"{meeting}/cancel", json={"reason": "Child seen today"}), 204)
    assert well(await scheduler.get(meeting)).json()["state"] == "cancelled"


async def test_the_same_key_convenes_once_and_another_body_with_it_is_refused(
    scene: Scene, acting: Acting
) -> None:
    scheduler = await acting(scene.scheduler)
    key = {"Idempotency-Key": str(uuid4())}
    first = await scheduler.post("meetings", json=convening(scene), headers=key)
    second = await scheduler.post("meetings", json=convening(scene), headers=key)
    assert well(second, 201).json() == well(first, 201).json()
    assert len(well(await scheduler.get("meetings")).json()["items"]) == 1
    other = convening(scene, purpose="Something else")
    refused = await scheduler.post("meetings", json=other, headers=key)
    assert refused.status_code == 409


async def test_a_child_that_stays_undecided_is_escalated_and_answered(
    scene: Scene, acting: Acting
) -> None:
    (concern,) = await scene.concerns("N-1")
    for day in (4, 6, 10):
        held = HELD.date().replace(day=day)
        if day == 10:
            await scene.review(concern.id, day=held)
        await scene.hold(concern.id, scene.adjourned(next_on=held.replace(day=day + 7)), day=held)
    manager = await acting(scene.manager)
    with time_machine.travel(HELD.replace(day=10, hour=12), tick=False):
        manager = await acting(scene.manager)
        (red,) = well(await manager.get("chains/undecided")).json()["items"]
        assert (red["concern_id"], red["state"]["alert"]) == (str(concern.id), "red")
        (waiting,) = well(await manager.get("escalations")).json()
        answer = {"outcome": "Decide on 17 March", "child_safe_meanwhile": "With grandmother"}
        well(await manager.post(f"escalations/{waiting['id']}/answer", json=answer), 204)
        seen = well(await manager.get(f"escalations/{waiting['id']}")).json()
        assert seen["outcome"] == "Decide on 17 March"
        moved = {"next_on": "2026-03-12", "reason": "A room is free"}
        well(await manager.post(f"concerns/{concern.id}/next-date", json=moved), 204)


async def test_concerns_are_opened_listed_by_pages_and_closed(scene: Scene, acting: Acting) -> None:
    scheduler = await acting(scene.scheduler)
    for number in range(3):
        body = opening(scene) | {"children": [{"reference": f"N-{number}", "name": "Child"}]}
        well(await scheduler.post("concerns", json=body), 201)
    first = well(await scheduler.get("concerns", params={"limit": 2})).json()
    rest = well(await scheduler.get("concerns", params={"cursor": first["next"]})).json()
    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert (len(set(ids)), rest["next"]) == (3, None)
    assert well(await scheduler.get(f"concerns/{ids[0]}")).json()["id"] == ids[0]
    early = await scheduler.post(f"concerns/{ids[0]}/close", json={"follow_on": "None"})
    assert early.status_code == 409
    bad = await scheduler.get("concerns", params={"cursor": "made-up"})
    assert (bad.status_code, bad.json()["blockers"][0]["field"]) == (422, "cursor")
