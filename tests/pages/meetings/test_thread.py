"""A meeting by page, from convening to minutes that each reader gets their own version of."""

import re
from datetime import timedelta
from uuid import UUID

import time_machine

from planning.people.rules import Actor
from tests.clients import Browser
from tests.pages.meetings.typed import convening_fields, item
from tests.scene import HELD, Scene

IN_THE_END = HELD + timedelta(minutes=5)
ADA = {
    "outcome": "s47_initiated_joint",
    "outcome_reason": "The threshold is met.",
    "what": "Visit her",
    "due_on-day": "5",
    "due_on-month": "3",
    "due_on-year": "2026",
}
BEN = {
    "outcome": "adjourned_no_decision",
    "no_decision_reason": "medical",
    "next_on-day": "10",
    "next_on-month": "3",
    "next_on-year": "2026",
}


async def test_the_whole_thread_by_page(browser: Browser, scene: Scene) -> None:
    concerns = await _open_concerns(browser, scene)
    meeting = await _convene(browser, scene, concerns)
    await _answer(browser, scene, meeting)
    with time_machine.travel(IN_THE_END, tick=False):
        await _record(browser, scene, meeting, concerns)
        await _close_and_approve(browser, meeting)
        await _read_and_act(browser, scene.police, meeting)
        await browser.sign_in_as(scene.health)
        chain = await browser.get(f"/concerns/{concerns['Ben']}")
        assert "1 meeting, 0 working days, no decision" in chain.text
        assert "Reason: Medical" in chain.text


async def _open_concerns(browser: Browser, scene: Scene) -> dict[str, str]:
    await browser.sign_in_as(scene.scheduler)
    opened = await browser.submit(
        "/concerns/new",
        {
            "children-0-name": "Ada",
            "children-0-reference": "N-1",
            "children-2-name": "Ben",
            "children-2-reference": "N-2",
            "reason": "Bruises that nobody explains",
            "senior_manager_id": str(scene.manager.person_id),
        },
    )
    assert (opened.status_code, opened.headers["location"]) == (303, "/concerns")
    listed = await browser.get("/concerns")
    found = re.findall(r'href="/concerns/([0-9a-f-]{36})">(\w+)<', listed.text)
    concerns = {name: concern_id for concern_id, name in found}
    assert sorted(concerns) == ["Ada", "Ben"]
    return concerns


async def _convene(browser: Browser, scene: Scene, concerns: dict[str, str]) -> str:
    fields = convening_fields(scene, *concerns.values())
    checked = await browser.submit("/meetings/convene", fields)
    assert checked.status_code == 200
    assert "Who is there for which child?" in checked.text
    assert "in 3 working days" in checked.text
    ticks: dict[str, str | list[str]] = {
        f"for-{scene.police.person_id}": [concerns["Ada"]],
        f"for-{scene.health.person_id}": list(concerns.values()),
    }
    convened = await browser.submit(
        "/meetings/convene", {**fields, "step": "convene", "ticked": "yes", **ticks}
    )
    assert convened.status_code == 303
    location: str = convened.headers["location"]
    assert str(UUID(location.removeprefix("/meetings/"))) in location
    return location


async def _answer(browser: Browser, scene: Scene, meeting: str) -> None:
    await browser.sign_in_as(scene.police)
    assert f'href="{meeting}"' in (await browser.get("/work")).text
    seen = await browser.get(meeting)
    assert "Ada" in seen.text
    assert "Ben" not in seen.text
    answered = await browser.submit(f"{meeting}/answer", {"answer": "accepted"})
    assert (answered.status_code, answered.headers["location"]) == (303, meeting)
    assert "Police has accepted." in (await browser.get(meeting)).text


async def _record(browser: Browser, scene: Scene, meeting: str, concerns: dict[str, str]) -> None:
    await browser.sign_in_as(scene.chair)
    run = await browser.get(f"{meeting}/run")
    assert "2 children without an outcome" in run.text
    present = [str(person.person_id) for person in (scene.chair, scene.police, scene.health)]
    saved = await browser.submit(
        f"{meeting}/run",
        {"attendance": present, "next": "close"},
    )
    assert (saved.status_code, saved.headers["location"]) == (303, f"{meeting}/close")
    refused = await browser.submit(f"{meeting}/close")
    assert refused.status_code == 409
    assert "Record an outcome for Ada." in refused.text
    assert "Record an outcome for Ben." in refused.text
    joint = await browser.submit(f"{meeting}/run/joint", item("joint_other", "All agreed."))
    assert (joint.status_code, joint.headers["location"]) == (303, f"{meeting}/run/joint")
    ada = {**ADA, "owner_id": str(scene.police.person_id)}
    ben = {**BEN, "authorised_by": str(scene.manager.person_id)}
    for name, draft in (("Ada", ada), ("Ben", ben)):
        page = f"{meeting}/run/children/{concerns[name]}"
        written = await browser.submit(page, {"version": "1", **draft})
        assert (written.status_code, written.headers["location"]) == (303, page)
        assert (await browser.get(page)).status_code == 200


async def _close_and_approve(browser: Browser, meeting: str) -> None:
    assert "go on without quorum" in (await browser.get(f"{meeting}/close")).text
    why = {"no_quorum_reason": "Police came for Ada only."}
    refused = await browser.submit(f"{meeting}/close", why)
    assert refused.status_code == 409
    assert "Enter the date by which this is followed up" in refused.text
    assert "Expected by Monday 9 March 2026" in refused.text
    follow_up = {"follow_up_on-day": "9", "follow_up_on-month": "3", "follow_up_on-year": "2026"}
    closed = await browser.submit(f"{meeting}/close", why | follow_up)
    assert (closed.status_code, closed.headers["location"]) == (303, f"{meeting}/minutes")
    assert (
        "Only the chair and the minute taker can read it."
        in (await browser.get(f"{meeting}/minutes")).text
    )
    assert "Approve the minutes" in (await browser.get("/work")).text
    approved = await browser.submit(f"{meeting}/minutes/approve")
    assert (approved.status_code, approved.headers["location"]) == (303, f"{meeting}/minutes")
    again = await browser.submit(f"{meeting}/minutes/approve")
    assert again.status_code == 409


async def _read_and_act(browser: Browser, reader: Actor, meeting: str) -> None:
    await browser.sign_in_as(reader)
    assert "Minutes ready to read" in (await browser.get("/work")).text
    read = await browser.get(f"{meeting}/minutes")
    assert "All agreed." in read.text
    assert "Ada" in read.text
    assert "Ben" not in read.text
    assert f"{meeting}/minutes/pdf" in read.text
    work = await browser.get("/work")
    assert "Minutes ready to read" not in work.text
    assert "Minutes to confirm" in work.text
    action = re.findall(r'href="(/actions/[0-9a-f-]{36})"', work.text)[0]
    assert "Visit her" in (await browser.get(action)).text
    done = await browser.submit(action, {"evidence": "Seen at home"})
    assert (done.status_code, done.headers["location"]) == (303, "/actions")
    assert "Visit her" not in (await browser.get("/work")).text
    assert "Seen at home" in (await browser.get(action)).text
