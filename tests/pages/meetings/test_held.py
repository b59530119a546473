"""A discussion held already is told on one page, and leads to what it owes."""

import re
from uuid import UUID

from tests.clients import Browser
from tests.scene import Scene


def told(scene: Scene, concern_id: UUID, **changes: str | list[str]) -> dict[str, str | list[str]]:
    """This morning by phone with police and health."""
    return {
        "children-0-concern_id": str(concern_id),
        "children-0-outcome": "s47_initiated_joint",
        "children-0-outcome_reason": "The threshold is met",
        "mode": "phone",
        "starts_at-day": "3",
        "starts_at-month": "3",
        "starts_at-year": "2026",
        "starts_at-time": "9am",
        "minutes": "30",
        "kind": "initial",
        "purpose": "To decide whether to start section 47",
        "chair_id": str(scene.chair.person_id),
        "invitees": [str(scene.police.person_id), str(scene.health.person_id)],
        **changes,
    }


async def test_it_is_told_in_one_go_and_leads_to_the_full_meeting(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    shown = await browser.get(f"/meetings/held?concern={children[0]}")
    assert f'value="{children[0]}" selected' in shown.text
    answer = await browser.submit("/meetings/held", told(scene, children[0]))
    assert answer.status_code == 303
    page = (await browser.get(answer.headers["location"])).text
    assert "It was held by phone alone. Hold the full meeting by" in page
    assert "Tuesday 10 March 2026" in page
    assert scene.sent.messages == []
    follow_up = (await browser.get(f"/meetings/convene?follow_up={_id(answer)}")).text
    for value in (children[0], scene.police.person_id, scene.health.person_id):
        assert re.search(rf'value="{value}" checked', follow_up)
    await browser.sign_in_as(scene.chair)
    work = (await browser.get("/work")).text
    assert "Convene the full meeting after" in work


async def test_another_child_is_added_and_what_was_typed_stays(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    more = await browser.submit("/meetings/held", told(scene, children[0], step="more"))
    assert more.status_code == 200
    assert "Child 2" in more.text
    assert "The threshold is met" in more.text
    new = {
        "children-1-name": "Ana Example",
        "children-1-reference": "N-77",
        "children-1-outcome": "no_s47_early_help",
        "children-1-outcome_reason": "Help is enough",
        "children-1-what": "Visit",
        "children-1-owner_id": str(scene.police.person_id),
        "children-1-due_on-day": "4",
        "children-1-due_on-month": "3",
        "children-1-due_on-year": "2026",
    }
    refused = await browser.submit("/meetings/held", told(scene, children[0], **new))
    assert refused.status_code == 422
    assert "Select a senior manager for the new child" in refused.text
    manager = {"senior_manager_id": str(scene.manager.person_id)}
    answer = await browser.submit("/meetings/held", told(scene, children[0], **new, **manager))
    assert answer.status_code == 303


async def test_nothing_typed_is_told_with_every_fault(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    refused = await browser.submit(
        "/meetings/held", {"children-0-outcome": "adjourned_no_decision"}
    )
    assert refused.status_code == 422
    for words in (
        "Select the child, or enter the reference of a new one",
        "Enter when it was held",
        "Enter how many minutes it lasted",
        "Select how people met",
        "Select who took part",
    ):
        assert refused.text.count(words) == 2
    empty = await browser.submit("/meetings/held", {})
    assert "Select the child, or enter a new one" in empty.text
    late = await browser.submit(
        "/meetings/held", told(scene, children[0], **{"children-0-outcome_reason": ""})
    )
    assert late.status_code == 409
    assert 'href="#children-0-outcome_reason"' in late.text


async def test_an_emergency_owes_answers_that_its_chair_gives_later(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.chair)
    await browser.sign_in_as(scene.scheduler)
    urgent = {"children-0-outcome_reason": "", "emergency_reason": "A child at risk tonight"}
    answer = await browser.submit("/meetings/held", told(scene, children[0], **urgent))
    meeting = answer.headers["location"]
    assert "1 answer still to come" in (await browser.get(meeting)).text
    assert "Complete the record of meeting" in (await browser.get("/work")).text
    owed = (await browser.get(f"{meeting}/owed")).text
    (field,) = set(re.findall(r'name="(debt-[^"]+)"', owed))
    assert (await browser.submit(f"{meeting}/owed", {field: " "})).status_code == 422
    paid = await browser.submit(f"{meeting}/owed", {field: "The threshold was met"})
    assert paid.headers["location"] == meeting
    assert "Nothing is owed." in (await browser.get(f"{meeting}/owed")).text


def _id(answer: object) -> str:
    return str(answer.headers["location"]).rsplit("/", 1)[-1]  # type: ignore[attr-defined]
