"""Up to forty children at one meeting: convened, changed, run and read, as quickly as a few."""

import re

import msgspec
import pytest

from planning.concerns.rules import NewConcern
from planning.meetings.actions import approve_minutes
from planning.meetings.rules.scheduling import MOST_CHILDREN, Invitee
from planning.transactions import Connection
from tests.clients import Browser
from tests.pages.meetings.typed import convening_fields
from tests.scene import HELD, Scene, decided, noting_statements

FEW = 3


async def many(scene: Scene, number: int = MOST_CHILDREN) -> list[NewConcern]:
    return await scene.concerns(*(f"M-{one:02}" for one in range(number)))


async def test_forty_open_concerns_can_be_chosen_and_one_more_is_refused(
    browser: Browser, scene: Scene
) -> None:
    children = await many(scene, MOST_CHILDREN + 1)
    await browser.sign_in_as(scene.scheduler)
    shown = (await browser.get("/meetings/convene")).text
    assert shown.count('name="concern_ids"') == MOST_CHILDREN
    too_many = convening_fields(scene, *(one.id for one in children)) | {"step": "convene"}
    refused = await browser.submit("/meetings/convene", too_many)
    assert refused.status_code == 409
    told = "A meeting has at most 40 children. This makes 41. Convene a second meeting for the"
    assert refused.text.count(told) == 2
    assert refused.text.count(" checked") >= MOST_CHILDREN + 1


async def test_there_is_room_for_as_many_new_children_as_are_needed(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = {"step": "children", "purpose": "Kept"}
    rooms = []
    for _ in range(5):
        shown = await browser.submit("/meetings/convene", typed)
        numbers = range(shown.text.count("Social care reference"))
        rooms.append((shown.status_code, len(numbers), "Kept" in shown.text))
        typed |= {f"children-{number}-reference": "" for number in numbers}
    assert rooms == [(200, room, True) for room in (10, 20, 30, 40, 40)]


async def test_of_many_children_somebody_says_for_each_person_whether_they_come_for_all(
    browser: Browser, scene: Scene
) -> None:
    children = [one.id for one in await many(scene, 9)]
    school = str(scene.school.person_id)
    typed = convening_fields(scene, *children)
    typed["invitees"] = [*typed["invitees"], school]
    await browser.sign_in_as(scene.scheduler)
    check = (await browser.submit("/meetings/convene", typed)).text
    assert check.count("All 9 children") == 3
    assert check.count(" checked") == 2, "police and health are needed for every child"
    answers = {f"for-{one.person_id}-which": "all" for one in (scene.police, scene.health)}
    typed |= {"step": "convene", "ticked": "yes", **answers}
    unsaid = await browser.submit("/meetings/convene", typed)
    assert (unsaid.status_code, "Check before you convene" in unsaid.text) == (422, True)
    assert unsaid.text.count("Select all children, or only some of them") == 2
    some = typed | {f"for-{school}-which": "some"}
    assert "Select at least one child" in (await browser.submit("/meetings/convene", some)).text
    convened = await browser.submit(
        "/meetings/convene", some | {f"for-{school}": [str(children[4])]}
    )
    assert convened.status_code == 303
    people = (await browser.get(f"{convened.headers['location']}/people")).text
    assert [people.count(words) for words in ("all 9 children", "Comes for Child M-04")] == [2, 1]
    await browser.sign_in_as(scene.school)
    seen = (await browser.get(convened.headers["location"])).text
    assert [f"Child M-0{number}" in seen for number in range(9)] == [
        number == 4 for number in range(9)
    ]


async def test_who_is_added_to_a_meeting_of_many_comes_for_those_who_are_ticked(
    browser: Browser, scene: Scene
) -> None:
    children = [one.id for one in await many(scene, 9)]
    meeting_id = await scene.meet(*children)
    await browser.sign_in_as(scene.scheduler)
    page = f"/meetings/{meeting_id}/people"
    typed: dict[str, str | list[str]] = {"version": "1", "add": str(scene.school.person_id)}
    typed |= {
        f"for-{one.person_id}": [str(key) for key in children]
        for one in (scene.police, scene.health)
    }
    assert "Select at least one child for whom" in (await browser.submit(page, typed)).text
    assert (await browser.submit(page, typed | {"add-for": str(children[0])})).status_code == 303


async def test_a_meeting_that_follows_one_of_forty_keeps_all_of_them(
    browser: Browser, scene: Scene
) -> None:
    first = await many(scene)
    meeting_id = await scene.meet(*(one.id for one in first))
    await scene.concerns(*(f"L-{number}" for number in range(110)))
    await browser.sign_in_as(scene.scheduler)
    shown = (await browser.get(f"/meetings/convene?follow_up={meeting_id}")).text
    chosen = shown.split("Open concerns that you are in")[0]
    assert chosen.count('name="concern_ids"') == MOST_CHILDREN


async def test_forty_children_take_as_many_queries_as_three(
    browser: Browser, scene: Scene, rolled_back: Connection
) -> None:
    few, forty = [
        await _queries(browser, scene, rolled_back, number) for number in (FEW, MOST_CHILDREN)
    ]
    assert forty == few


async def _queries(
    browser: Browser, scene: Scene, connection: Connection, number: int
) -> dict[str, int]:
    children = [one.id for one in await scene.concerns(*(f"{number}-{at}" for at in range(number)))]
    asked = scene.convening(children)
    school = Invitee(scene.school.person_id, concern_ids=children[:1])
    convened = await scene.convene(
        msgspec.structs.replace(asked, invitees=[*asked.invitees, school])
    )
    here = f"/meetings/{convened.meeting_id}"
    counts = {}

    async def count(*pages: str) -> None:
        await browser.sign_in_as(scene.chair)
        for page in pages:
            place = page.format(here=here, child=children[0]).strip()
            assert (await browser.get(place)).status_code == 200
            with noting_statements(connection) as seen:
                assert (await browser.get(place)).status_code == 200
            counts[page] = len(seen)

    await scene.come(convened.meeting_id, scene.chair, scene.police, scene.health)
    await count("{here}", "{here}/people", "{here}/children", "{here}/run", "{here}/run/actions",
                "{here}/run/children/{child}", "{here}/close", "{here}/minutes")  # fmt: skip
    for concern_id in children:
        await scene.decide(convened.meeting_id, concern_id, decided())
    await scene.close(convened.meeting_id)
    await approve_minutes(
        meeting_id=convened.meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent
    )
    await count("{here} ", "{here}/minutes ", "/concerns", "/work")
    return counts


@pytest.mark.parametrize("number", [FEW, 9])
async def test_who_came_for_one_child_is_asked_for_the_same_child_again(
    browser: Browser, scene: Scene, number: int
) -> None:
    children = [one.id for one in await many(scene, number)]
    asked = scene.convening(children)
    school = Invitee(scene.school.person_id, concern_ids=children[1:2])
    convened = await scene.convene(
        msgspec.structs.replace(asked, invitees=[*asked.invitees, school])
    )
    await browser.sign_in_as(scene.scheduler)
    form = (await browser.get(f"/meetings/convene?follow_up={convened.meeting_id}")).text
    assert f'name="follows" value="{convened.meeting_id}"' in form
    typed = convening_fields(scene, *children) | {"follows": str(convened.meeting_id)}
    typed["invitees"] = [*typed["invitees"], str(scene.school.person_id)]
    typed["on-day"] = "5"
    check = (await browser.submit("/meetings/convene", typed)).text
    ticked = re.findall(rf'name="for-{scene.school.person_id}[^>]* value="([^"]*)" checked', check)
    assert ticked == [*(["some"] if number > FEW else []), str(children[1])]
    assert check.count(" checked") == len(ticked) + 2 * (FEW if number == FEW else 1)
