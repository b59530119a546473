"""Your work: what waits, by when, and nothing of anybody else's."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from planning.meetings.actions import add_action
from planning.plans.actions import change_role
from planning.plans.rules.templates import PlanKind
from planning.procedures.actions import install_shipped_profile
from planning.sign_offs.actions import sign
from planning.sign_offs.rules import Answer, NewCondition
from tests.clients import Browser
from tests.factories import NOW
from tests.planning.operation_world import role_draft, submitted_world
from tests.scene import HELD, Scene, decided, make_scene

LATE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Everybody, on Tuesday 3 March 2026."""
    with time_machine.travel(NOW, tick=False):
        yield await make_scene()


async def _give(scene: Scene, meeting_id: UUID, child: UUID, what: str, due_on: date) -> None:
    await add_action(
        meeting_id=meeting_id,
        concern_id=child,
        what=what,
        owner_id=scene.police.person_id,
        due_on=due_on,
        actor=scene.chair,
        now=HELD,
    )


async def _held_with_actions(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, decided())
    await _give(scene, meeting_id, child.id, "Not late yet", date(2026, 3, 10))
    await _give(scene, meeting_id, child.id, "Late already", date(2026, 3, 6))
    await scene.close(meeting_id)


async def test_the_start_page_leads_to_your_work_and_keeps_what_was_to_be_told(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await browser.sign_in_as(scene.police)
    await browser.submit(f"/meetings/{meeting_id}/answer", {"answer": "accepted"})
    start = await browser.get("/")
    assert (start.status_code, start.headers["location"]) == (303, "/work")
    assert "Your answer is recorded." in (await browser.get("/work")).text
    assert "Your answer is recorded." not in (await browser.get("/work")).text


async def test_nothing_says_what_will_come(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.stranger)
    page = await browser.get("/work")
    assert page.status_code == 200
    assert "Nothing waits for you" in page.text
    assert "invitations to answer, meetings to run" in page.text


async def test_late_actions_come_first_with_how_late_they_are(
    browser: Browser, scene: Scene
) -> None:
    await _held_with_actions(scene)
    with time_machine.travel(LATE, tick=False):
        await browser.sign_in_as(scene.police)
        page = (await browser.get("/work")).text
        assert re.findall(r">(Late already|Not late yet)<", page) == [
            "Late already",
            "Not late yet",
        ]
        assert "2 working days late" in page
        assert "today" in page


async def test_the_chair_sees_what_to_run_to_close_and_to_approve(
    browser: Browser, scene: Scene
) -> None:
    await _held_with_actions(scene)
    (child,) = await scene.concerns("N-2")
    meeting_id = await scene.meet(child.id)
    await browser.sign_in_as(scene.chair)
    for moment, words in (
        (HELD - timedelta(minutes=30), "Run meeting"),
        (HELD + timedelta(minutes=30), "Close meeting"),
    ):
        with time_machine.travel(moment, tick=False):
            await browser.sign_in_as(scene.chair)
            page = (await browser.get("/work")).text
            assert re.findall(rf'href="/meetings/{meeting_id}/run">(\w+ meeting)', page) == [words]
            assert "Wednesday 11 March 2026" in page
            assert "Approve the minutes of meeting" in page


@time_machine.travel(NOW, tick=False)
async def test_roles_and_conditions_of_operations_wait_for_their_people(browser: Browser) -> None:
    await install_shipped_profile(now=NOW)
    world, versions = await submitted_world()
    role = next(
        one for one in (await world.seen()).roles if one.agency_id != world.health.agency_id
    )
    held = role_draft(role, holder_id=world.police.person_id)
    await change_role(role_id=role.id, draft=held, version=role.version, actor=world.lead, now=NOW)
    condition = NewCondition(
        condition="Name a second paediatrician",
        owner_id=world.police.person_id,
        due_on=NOW.date(),
        blocking=True,
    )
    await sign(
        plan_version_id=versions[PlanKind.CONTINGENCY],
        answer=Answer.SIGNED_WITH_CONDITIONS,
        note="",
        conditions=[condition],
        actor=world.health,
        now=NOW,
    )
    await browser.sign_in_as(world.police)
    shown = (await browser.get("/work")).text
    assert f"Accept your role: {role.title}" in shown
    assert "Name a second paediatrician" in shown
    assert "It keeps the gate shut." in shown
