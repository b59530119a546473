"""A discussion held already is told on one page, and leads to what it owes."""

import re
from datetime import UTC, datetime
from uuid import UUID

from planning.meetings.queries import meeting
from planning.procedures.rules import NoDecisionReason, Outcome
from tests.clients import Browser
from tests.factories import NOW
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


def ticks(scene: Scene, *values: str) -> dict[str, str | list[str]]:
    """Police and health were there for these children, of whom the page showed each."""
    people = [str(scene.police.person_id), str(scene.health.person_id)]
    return {"ticked": [*people, *values], **{f"for-{person}": list(values) for person in people}}


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
    await scene.meet(children[0])
    assert "Convene the full meeting after" not in (await browser.get("/work")).text
    again = (await browser.get(answer.headers["location"])).text
    assert "It is convened for Wednesday 4 March 2026, 10am." in again


async def test_outcomes_are_offered_in_the_order_in_which_meetings_come_to_them(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.scheduler)
    page = (await browser.get("/meetings/held")).text
    for name, values in (("outcome", Outcome), ("no_decision_reason", NoDecisionReason)):
        _, _, after = page.partition(f'name="children-0-{name}"')
        offered = re.findall(r'<option value="(\w*)"', after.partition("</select>")[0])
        assert offered == ["", *values]


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
    assert "Check who was there for which child" in refused.text
    more_told = told(
        scene,
        children[0],
        **new,
        **ticks(scene, str(children[0]), "new N-77"),
        senior_manager_id=str(scene.manager.person_id),
    )
    answer = await browser.submit("/meetings/held", more_told)
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


async def test_of_several_children_each_person_reads_only_theirs(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    ana, ben = map(str, children)
    health = f"for-{scene.health.person_id}"
    both = told(
        scene,
        children[0],
        **{
            "children-1-concern_id": ben,
            "children-1-outcome": "s47_initiated_joint",
            "children-1-outcome_reason": "The threshold is met",
            "place": "The station",
            "decided_at-day": "2",
            "decided_at-month": "3",
            "decided_at-year": "2026",
            "decided_at-time": "4pm",
            "no_quorum_reason": "Health knew only one of them",
        },
    )
    await browser.sign_in_as(scene.scheduler)
    asked = await browser.submit("/meetings/held", both)
    assert asked.status_code == 422
    assert f'href="#for-{scene.police.person_id}"' in asked.text
    shown = re.findall(rf'name="{health}" type="checkbox" value="([^"]+)" checked', asked.text)
    assert shown == [ana, ben]

    nobody = {**both, **ticks(scene, ana, ben), health: []}
    refused = await browser.submit("/meetings/held", nobody)
    assert refused.text.count("Select at least one child, or leave this person out") == 2
    some = await browser.submit("/meetings/held", {**nobody, health: [ana]})
    assert some.status_code == 303
    meeting_id = UUID(_id(some))
    seen = await meeting(meeting_id=meeting_id, actor=scene.health, now=NOW)
    assert [child.concern_id for child in seen.children] == [children[0]]
    assert seen.place == "The station"
    assert seen.decided_at == datetime(2026, 3, 2, 16, tzinfo=UTC)


async def test_of_many_children_it_is_asked_first_whether_it_was_all(
    browser: Browser, scene: Scene
) -> None:
    concerns = [str(one.id) for one in await scene.concerns(*(f"M-{n}" for n in range(7)))]
    typed = told(
        scene,
        UUID(concerns[0]),
        **{f"children-{n}-concern_id": one for n, one in enumerate(concerns)},
        **{f"children-{n}-outcome": "s47_initiated_joint" for n in range(7)},
        **{f"children-{n}-outcome_reason": "The threshold is met" for n in range(7)},
        no_quorum_reason="Health knew only one of them",
    )
    await browser.sign_in_as(scene.scheduler)
    asked = await browser.submit("/meetings/held", typed)
    assert f'href="#for-{scene.police.person_id}-which"' in asked.text
    assert asked.text.count("All 7 children") == 2
    health = f"for-{scene.health.person_id}"
    which = {f"for-{scene.police.person_id}-which": "all", f"{health}-which": "some"}
    answers = {**typed, **ticks(scene, *concerns), **which, health: [concerns[2]]}
    done = await browser.submit("/meetings/held", answers)
    assert done.status_code == 303
    seen = await meeting(meeting_id=UUID(_id(done)), actor=scene.health, now=NOW)
    assert [str(child.concern_id) for child in seen.children] == [concerns[2]]


async def test_what_the_form_and_what_the_rules_find_is_told_at_once(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    alone: dict[str, str | list[str]] = {"invitees": [str(scene.police.person_id)]}
    typed = told(scene, children[0], **alone, **{"children-0-outcome_reason": ""})
    refused = await browser.submit("/meetings/held", {**typed, "purpose": "", "minutes": "x"})
    assert refused.status_code == 422
    for words in (
        "Say what it was for",
        "How many minutes it lasted must be a whole number",
        "Say why this is the outcome for Child N-1.",
        "Not quorate without Health. Say why you went on.",
    ):
        assert refused.text.count(words) == 2
    untrue = await browser.submit("/meetings/held", {**typed, "chair_id": ""})
    assert "Select who chaired it" in untrue.text
    assert "Not quorate without" not in untrue.text


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
