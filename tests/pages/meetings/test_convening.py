"""Convening by page: every fault at once, nothing typed lost, once however often it is sent."""

import re
from uuid import UUID, uuid4

from tests.clients import Browser
from tests.pages.meetings.typed import convening_fields
from tests.scene import Scene


async def test_every_missing_answer_is_named_at_once(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.scheduler)
    answer = await browser.submit("/meetings/convene", {"step": "check", "place": "Room 2"})
    assert answer.status_code == 422
    summary = re.findall(r'<a href="#([^"]+)">', answer.text)
    assert summary == ["kind", "purpose", "decided_at-day", "chair_id", "mode", "on-day", "starts",
                       "ends"]  # fmt: skip
    assert 'value="Room 2"' in answer.text


async def test_impossible_times_are_refused_before_the_check(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, *children) | {"on-day": "2", "ends": "9am"}
    answer = await browser.submit("/meetings/convene", typed)
    assert answer.status_code == 422
    assert "Enter a start in the future. If it was held already" in answer.text
    assert "Enter an end after the start." in answer.text
    assert "To decide whether to start section 47" in answer.text


async def test_a_missing_category_warns_and_does_not_refuse(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, children[0]) | {"invitees": [str(scene.police.person_id)]}
    checked = await browser.submit("/meetings/convene", typed)
    sentence = "Health is not invited with authority to decide: not quorate."
    assert sentence in checked.text
    convened = await browser.submit("/meetings/convene", typed | {"step": "convene"})
    assert convened.status_code == 303
    told = await browser.get(convened.headers["location"])
    assert told.text.count(sentence) == 2


async def test_what_was_checked_can_be_changed(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, *children) | {"step": "change"}
    shown = await browser.submit("/meetings/convene", typed)
    assert shown.status_code == 200
    assert "To decide whether to start section 47" in shown.text
    assert shown.text.count("checked") == 5


async def test_a_person_without_a_child_is_asked_about_where_the_ticks_are(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    ticks = {f"for-{scene.police.person_id}": [str(children[0])]}
    typed = convening_fields(scene, *children) | {"step": "convene", "ticked": "yes"} | ticks
    answer = await browser.submit("/meetings/convene", typed)
    assert answer.status_code == 422
    assert "Check before you convene" in answer.text
    assert answer.text.count("Select at least one child") == 2
    assert answer.text.count(" checked") == 1


async def test_new_children_open_with_the_meeting_and_can_be_ticked(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, children[0]) | {
        "children-1-name": "Cal",
        "children-1-reference": "N-3",
        "reason": "Missing at night",
        "senior_manager_id": str(scene.manager.person_id),
        "step": "convene",
        "ticked": "yes",
        f"for-{scene.police.person_id}": ["new N-3"],
        f"for-{scene.health.person_id}": ["new N-3", str(children[0])],
    }
    convened = await browser.submit("/meetings/convene", typed)
    assert convened.status_code == 303
    await browser.sign_in_as(scene.police)
    seen = (await browser.get(convened.headers["location"])).text
    assert ("Cal" in seen, "Child N-1" in seen) == (True, False)


async def test_a_child_whose_concern_is_open_is_refused_in_its_own_row(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene) | {
        "children-1-name": "Somebody",
        "children-1-reference": "N-1",
        "reason": "Missing at night",
        "senior_manager_id": str(scene.manager.person_id),
        "step": "convene",
    }
    assert children
    answer = await browser.submit("/meetings/convene", typed)
    assert answer.status_code == 409
    assert '<details class="govuk-details" open>' in answer.text
    assert 'href="#children-1-separate_reason"' in answer.text
    assert 'id="children-1-separate_reason"' in answer.text


async def test_sent_twice_it_convenes_once(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, children[0]) | {"step": "convene"}
    first = await browser.submit("/meetings/convene", typed, key="once")
    second = await browser.submit("/meetings/convene", typed, key="once")
    assert first.headers["location"] == second.headers["location"]
    listed = await browser.get("/meetings")
    assert len(re.findall(r'href="/meetings/[0-9a-f-]{36}"', listed.text)) == 1


async def test_a_child_that_is_hidden_is_as_absent(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.stranger)
    answers = [
        await browser.get(f"/meetings/convene?concern={concern}")
        for concern in (children[0], uuid4())
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert _body(answers[0].text) == _body(answers[1].text)


async def test_only_who_may_convene_is_asked(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.police)
    assert (await browser.get("/meetings/convene")).status_code == 403
    assert (await browser.get("/concerns/new")).status_code == 403
    assert "Convene a meeting" not in (await browser.get("/meetings")).text


def _body(page: str) -> str:
    """A page without what differs between any two: tokens and keys."""
    return re.sub(r'value="[^"]+"', "", page)
