"""Raising an escalation on a child's page, answering it, moving it up, accepting it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import time_machine

from planning.people.rules import Role
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene

SAID = {"reason": "The threshold is met.", "child_safe_meanwhile": "With her aunt"}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    with time_machine.travel(NOW, tick=False):
        yield await make_scene()


@pytest.fixture
async def concern_id(scene: Scene) -> UUID:
    (child,) = await scene.concerns("N-1")
    await scene.meet(child.id)
    return child.id


async def test_from_raising_to_the_accepted_answer(
    browser: Browser, scene: Scene, concern_id: UUID
) -> None:
    second = await make_actor(Role.SENIOR_MANAGER, agency_id=scene.manager.agency_id)
    await browser.sign_in_as(scene.police)
    place = f"/concerns/{concern_id}/escalate"
    assert place in (await browser.get(f"/concerns/{concern_id}")).text
    half = await browser.submit(place, {"reason": "The threshold is met."})
    assert half.status_code == 422
    for told in ("Select what this is about", "Say how the child is safe", "threshold is met"):
        assert told in half.text
    raised = await browser.submit(place, {**SAID, "kind": "decision", "urgent": "yes"})
    one = raised.headers["location"]
    page = (await browser.get(one)).text
    assert "<title>An escalation – Accord</title>" in page
    assert f"{scene.manager.name} must answer" in page
    assert "the end of Tuesday 3 March 2026" in page
    assert one in (await browser.get("/escalations?show=raised")).text
    await browser.sign_in_as(scene.manager)
    assert f'href="{one}"' in (await browser.get("/escalations")).text
    answer = {"outcome": "We meet on Friday.", "child_safe_meanwhile": "Daily visits"}
    await browser.submit(f"{one}/answer", answer)
    assert (await browser.submit(f"{one}/answer", answer)).status_code == 409
    await browser.sign_in_as(scene.police)
    assert "Accept the answer or move it up" in (await browser.get("/work")).text
    await browser.submit(f"{one}/move-up", SAID)
    await browser.sign_in_as(second)
    await browser.submit(f"{one}/answer", answer)
    await browser.sign_in_as(scene.police)
    await browser.submit(f"{one}/accept", {"outcome": "Friday it is."})
    course = (await browser.get(one)).text
    for told in ("Friday it is.", "Moved up: the answer did not do", "Resolved"):
        assert told in course
    await browser.sign_in_as(scene.stranger)
    assert (await browser.get(one)).status_code == 404


async def test_an_administrator_names_the_owners_of_an_agency(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(await make_actor(Role.ADMINISTRATOR))
    place = f"/agencies/{scene.manager.agency_id}/escalation-owners"
    manager, chair = str(scene.manager.person_id), str(scene.chair.person_id)
    alone = await browser.submit(place, {"deputy-1": chair, "owner-2": chair, "deputy-2": chair})
    assert alone.status_code == 422
    assert "Select who the deputy stands in for" in alone.text
    assert "Select somebody else as the deputy" in alone.text
    named = await browser.submit(place, {"owner-1": manager, "deputy-1": chair})
    assert named.headers["location"] == "/agencies"
    page = (await browser.get(place)).text
    assert f'<option value="{manager}" selected>' in page
    assert f'<option value="{chair}" selected>' in page
