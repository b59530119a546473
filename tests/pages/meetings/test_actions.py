"""What a meeting gives people to do, on the pages: written, given, carried over, ended."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import time_machine

from planning.meetings.actions import move_action_due
from planning.meetings.queries import running
from planning.people.rules import Actor
from tests.clients import Browser
from tests.factories import make_actor
from tests.planning.test_actions_carried import (
    SECOND,
    THIRD,
    begin,
    carry,
    during,
    end,
    first_meeting,
)
from tests.scene import HELD, Scene, decided

LATE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@asynccontextmanager
async def at(moment: datetime, browser: Browser, actor: Actor) -> AsyncIterator[None]:
    """Signed in at another time."""
    with time_machine.travel(moment, tick=False):
        await browser.sign_in_as(actor)
        yield


def typed(scene: Scene, **changes: str) -> dict[str, str | list[str]]:
    return {
        "what": "Visit her at school",
        "success_test": "She was seen alone",
        "owner_id": str(scene.police.person_id),
        "due_on-day": "6",
        "due_on-month": "3",
        "due_on-year": "2026",
        **changes,
    }


async def written(scene: Scene, meeting_id: UUID) -> list[str]:
    seen = await running(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    return [
        line.what
        for line in (*seen.actions, *(one for child in seen.children for one in child.actions))
    ]


async def test_actions_are_added_while_the_meeting_runs(
    browser: Browser, scene: Scene, children: list[UUID], meeting_id: UUID
) -> None:
    here = f"/meetings/{meeting_id}/run/actions"
    async with at(HELD, browser, scene.chair):
        refused = await browser.submit(here, typed(scene, owner_id=""))
        assert refused.status_code == 422
        assert "Select who does it" in refused.text
        assert "She was seen alone" in refused.text
        stranger = typed(scene, owner_id=str(scene.school.person_id))
        answer = await browser.submit(here, stranger)
        assert (answer.status_code, "attends for the meeting" in answer.text) == (409, True)
        for child in ("", str(children[0])):
            answer = await browser.submit(here, typed(scene, concern_id=child))
            assert (answer.status_code, answer.headers["location"]) == (303, here)
        page = (await browser.get(here)).text
        assert page.count("Done when: She was seen alone") == 2
        assert "Actions: The whole meeting" in page


async def test_they_are_changed_and_removed_until_it_closes(
    browser: Browser, scene: Scene, children: list[UUID], meeting_id: UUID
) -> None:
    here = f"/meetings/{meeting_id}/run/actions"
    async with at(HELD, browser, scene.chair):
        for child in ("", str(children[0])):
            await browser.submit(here, typed(scene, concern_id=child))
        (first, _) = re.findall(rf'href="({here}/[0-9a-f-]+)"', (await browser.get(here)).text)
        form = (await browser.get(first)).text
        version = re.findall(r'name="version" value="(\d+)"', form)[0]
        missing = await browser.submit(first, typed(scene, version=version, what=""))
        assert missing.status_code == 422
        assert "Say what is to be done" in missing.text
        empty = typed(scene, version=version, owner_id="")
        assert (await browser.submit(first, empty)).status_code == 422
        done = await browser.submit(first, typed(scene, version=version, what="Telephone"))
        assert done.headers["location"] == here
        stale = await browser.submit(first, typed(scene, version=version, what="Write"))
        assert (stale.status_code, "Somebody else changed this" in stale.text) == (409, True)
        assert "What somebody else saved meanwhile" in stale.text
        stale = await browser.submit(f"{first}/remove", {"version": version})
        assert stale.status_code == 409
        assert await written(scene, meeting_id) == ["Telephone", "Visit her at school"]
        await browser.submit(f"{first}/remove", {"version": "2"})
        assert await written(scene, meeting_id) == ["Visit her at school"]
        assert (await browser.get(first)).status_code == 404


async def given(scene: Scene, browser: Browser, meeting_id: UUID, children: list[UUID]) -> str:
    """The address of an action that its meeting has given to the police."""
    here = f"/meetings/{meeting_id}/run/actions"
    async with at(HELD, browser, scene.chair):
        await browser.submit(here, typed(scene, concern_id=str(children[0])))
        await scene.come(meeting_id)
        for child in children:
            await scene.decide(meeting_id, child, decided())
        await scene.close(meeting_id)
    async with at(HELD, browser, scene.police):
        listed = (await browser.get("/actions")).text
    return str(re.findall(r'href="(/actions/[0-9a-f-]{36})"', listed)[0])


async def test_an_owner_says_how_far_it_is_and_that_it_is_done(
    browser: Browser, scene: Scene, children: list[UUID], meeting_id: UUID
) -> None:
    address = await given(scene, browser, meeting_id, children)
    async with at(LATE, browser, scene.police):
        assert "2 working days late" in (await browser.get("/actions?which=late")).text
        shown = (await browser.get(address)).text
        assert "She was seen alone" in shown
        assert re.search(r"<title>Action ", shown)
        assert "due-date" not in shown
        assert (await browser.get(f"{address}/due-date")).status_code == 403
        assert (await browser.get(f"{address}/note")).status_code == 200
        assert (await browser.submit(f"{address}/note", {"note": ""})).status_code == 422
        await browser.submit(f"{address}/note", {"note": "Nobody home"})
        assert "Nobody home" in (await browser.get(address)).text
        empty = await browser.submit(address, {"evidence": ""})
        assert (empty.status_code, "how you know" in empty.text) == (422, True)
        long = await browser.submit(address, {"evidence": "x" * 2001})
        assert "must be 2,000 characters or fewer" in long.text
        day = {"done_on-day": "9", "done_on-month": "3", "done_on-year": "2026"}
        done = await browser.submit(address, {"evidence": "Seen at school", **day})
        assert done.headers["location"] == "/actions"
        assert "9 March 2026" in (await browser.get("/actions?which=done")).text
        ended = (await browser.get(address)).text
        assert "Is it done?" not in ended
        again = await browser.get(f"{address}/note")
        assert (again.status_code, "This action has ended." in again.text) == (403, True)


async def test_it_goes_to_a_colleague_of_the_same_agency(
    browser: Browser, scene: Scene, children: list[UUID], meeting_id: UUID
) -> None:
    address = await given(scene, browser, meeting_id, children)
    colleague = await make_actor(agency_id=scene.police.agency_id, name="Ola Brandt")
    async with at(HELD, browser, scene.police):
        form = (await browser.get(f"{address}/hand-over")).text
        assert "Ola Brandt" in form
        assert scene.health.name not in form
        there = f"{address}/hand-over"
        assert (await browser.submit(there, {"reason": "Leave"})).status_code == 422
        wrong = {"to_id": str(scene.health.person_id), "reason": "Leave"}
        assert (await browser.submit(there, wrong)).status_code == 409
        right = {"to_id": str(colleague.person_id), "reason": "Leave"}
        assert (await browser.submit(there, right)).headers["location"] == address
    async with at(HELD, browser, colleague):
        assert f"From {scene.police.name} to Ola Brandt" in (await browser.get(address)).text
        agency = (await browser.get("/actions/agency?which=done")).text
        assert ("Ola Brandt" in agency, "Actions of your agency" in agency) == (True, True)


async def test_the_chair_agrees_another_date_and_withdraws(
    browser: Browser, scene: Scene, children: list[UUID], meeting_id: UUID
) -> None:
    address = await given(scene, browser, meeting_id, children)
    async with at(HELD, browser, scene.chair):
        there = f"{address}/due-date"
        assert (await browser.get(there)).status_code == 200
        assert (await browser.submit(there, {"reason": "Away"})).status_code == 422
        day = {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}
        await browser.submit(there, {"reason": "Away", **day})
        shown = (await browser.get(address)).text
        assert "Due 20 March 2026, before 6 March 2026" in shown
        assert (await browser.get(f"{address}/withdraw")).status_code == 200
        assert (await browser.submit(f"{address}/withdraw", {"reason": ""})).status_code == 422
        await browser.submit(f"{address}/withdraw", {"reason": "Moved away"})
        assert "Why it was withdrawn" in (await browser.get(address)).text


async def test_open_actions_of_earlier_meetings_are_settled_at_the_next(
    browser: Browser, scene: Scene
) -> None:
    concern_id, first = await first_meeting(scene)
    meeting_id = await begin(scene, concern_id, SECOND)
    here = f"/meetings/{meeting_id}/run/actions"
    there = f"/meetings/{meeting_id}/run/earlier/{first}"
    async with at(during(SECOND), browser, scene.chair):
        assert "1 open from before" in (await browser.get(here)).text
        child = (await browser.get(f"/meetings/{meeting_id}/run/children/{concern_id}")).text
        assert "1 action open from earlier meetings" in child
        nothing = await browser.submit(there, {})
        assert "Select what becomes of it" in nothing.text
        for how, words in (
            ("done", "Say what was done"),
            ("carried", "Enter the new due date"),
            ("withdrawn", "Say why"),
        ):
            refused = await browser.submit(there, {f"{first}-how": how})
            assert (refused.status_code, words in refused.text) == (422, True)
        day = {
            f"{first}-due_on-day": "13",
            f"{first}-due_on-month": "3",
            f"{first}-due_on-year": "2026",
        }
        answer = await browser.submit(there, {f"{first}-how": "carried", **day})
        assert answer.headers["location"] == here
        page = (await browser.get(here)).text
        assert ("Carried over when this meeting closes" in page, "Carried over once" in page) == (
            True,
            True,
        )
        gone = await browser.submit(f"/meetings/{meeting_id}/run/earlier/{uuid4()}", {})
        assert gone.status_code == 422


@pytest.mark.parametrize(
    ("how", "said", "state"),
    [("done", "evidence", "Done"), ("withdrawn", "reason", "Withdrawn")],
)
async def test_one_that_is_done_or_withdrawn_there_is_closed(
    browser: Browser, scene: Scene, how: str, said: str, state: str
) -> None:
    concern_id, first = await first_meeting(scene)
    meeting_id = await begin(scene, concern_id, SECOND)
    async with at(during(SECOND), browser, scene.chair):
        fields = {f"{first}-how": how, f"{first}-{said}": "As was said"}
        await browser.submit(f"/meetings/{meeting_id}/run/earlier/{first}", fields)
        assert f">{state}<" in (await browser.get(f"/actions/{first}")).text.replace(
            "\n", ""
        ).replace("  ", "")


async def test_carried_twice_stands_out_wherever_it_is_shown(
    browser: Browser, scene: Scene
) -> None:
    concern_id, action_id = await first_meeting(scene)
    for day in (SECOND, THIRD):
        meeting_id = await begin(scene, concern_id, day)
        action_id = await carry(scene, meeting_id, action_id, day)
        draft = decided() if day == SECOND else scene.adjourned()
        await end(scene, concern_id, meeting_id, day, draft)
    await move_action_due(
        action_id=action_id,
        due_on=THIRD,
        reason="Soon",
        actor=scene.chair,
        now=during(THIRD),
    )
    async with at(during(THIRD), browser, scene.police):
        for page in ("/actions", f"/actions/{action_id}", "/work"):
            assert "Carried over twice" in (await browser.get(page)).text
        chain = (await browser.get(f"/concerns/{concern_id}")).text
        assert "1 open action was carried over twice or more." in chain


async def test_a_closed_meeting_says_when_its_actions_went_out(
    browser: Browser, scene: Scene, children: list[UUID], meeting_id: UUID
) -> None:
    address = await given(scene, browser, meeting_id, children)
    async with at(HELD, browser, scene.police):
        shown = (await browser.get(f"/meetings/{meeting_id}")).text
        assert "went out on 4 March 2026, 11am, in time." in shown
        assert f'href="{address}"' in shown
    late = await begin(scene, children[0], SECOND)
    await end(scene, children[0], late, THIRD, scene.adjourned())
    async with at(during(THIRD), browser, scene.chair):
        shown = (await browser.get(f"/meetings/{late}")).text
        assert "late: they were due by 12 March 2026." in shown
        assert "No action that you may know of." in shown
