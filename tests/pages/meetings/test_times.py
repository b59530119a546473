"""Choosing among times that were found, where a meeting is convened and where it is moved."""

import html
import re
from uuid import UUID

from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.people.rules import Role
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.meetings.typed import convening_fields
from tests.scene import Scene


def slots(text: str) -> list[str]:
    found = re.findall(r'name="slot" type="radio" value="([^"]+)"', text)
    return [html.unescape(value) for value in found]


async def asked(browser: Browser, scene: Scene, children: list[UUID]) -> dict[str, str | list[str]]:
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, *children) | {"minutes": "60", "find_minute_taker": "yes"}
    for name in ("on-day", "on-month", "on-year", "starts", "ends", "chair_id", "place"):
        del typed[name]
    return typed


async def test_times_are_found_and_one_is_convened(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    typed = await asked(browser, scene, children)
    await make_actor(Role.MINUTE_TAKER, agency_id=scene.scheduler.agency_id, name="Tess Taker")
    found = await browser.submit("/meetings/convene", typed | {"step": "times"})
    assert found.status_code == 200
    assert "To decide whether to start section 47" in found.text
    offered = slots(found.text)
    assert offered[-1] == "typed"
    assert len(offered) == 7
    checked = await browser.submit("/meetings/convene", typed | {"slot": offered[0]})
    assert "Tuesday 3 March 2026, 2:15pm to 3:15pm" in checked.text
    convened = await browser.submit(
        "/meetings/convene", typed | {"slot": offered[0], "step": "convene"}
    )
    assert convened.status_code == 303
    seen = (await browser.get(convened.headers["location"])).text
    assert "Tess Taker" in seen


async def test_what_finding_needs_is_asked_for_and_nothing_typed_is_lost(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    typed = await asked(browser, scene, children)
    refused = await browser.submit(
        "/meetings/convene", typed | {"step": "times", "kind": "", "minutes": "20"}
    )
    assert refused.status_code == 422
    assert "Select the type of meeting" in refused.text
    assert "To decide whether to start section 47" in refused.text
    odd = await browser.submit("/meetings/convene", typed | {"step": "times", "minutes": "20"})
    assert "Enter a length in quarter hours" in odd.text
    broken = await browser.submit("/meetings/convene", typed | {"slot": "soon"})
    assert "Choose one of the times shown, or type one" in broken.text


async def test_who_is_busy_is_named_and_may_be_asked_all_the_same(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await scene.meet(*children)
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, *children)
    refused = await browser.submit("/meetings/convene", typed)
    assert refused.status_code == 409
    assert f"{scene.police.name} is busy at that time." in refused.text
    everybody = [one.person_id for one in (scene.chair, scene.police, scene.health)]
    ticked = typed | {"ask_although_busy": [str(person_id) for person_id in everybody]}
    checked = await browser.submit("/meetings/convene", ticked)
    assert checked.status_code == 200
    assert "Asked although busy" in checked.text
    convened = await browser.submit("/meetings/convene", ticked | {"step": "convene"})
    seen = (await browser.get(convened.headers["location"])).text
    assert seen.count("asked although busy") == len(everybody)


async def test_the_room_is_named_before_it_is_held(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    room = await add_room(
        draft=RoomDraft("Council House", "Attic", 20),
        actor=await make_actor(Role.ADMINISTRATOR),
        now=NOW,
    )
    await browser.sign_in_as(scene.scheduler)
    typed = convening_fields(scene, *children) | {"room_id": str(room)}
    checked = await browser.submit("/meetings/convene", typed)
    assert "Council House, Attic" in checked.text


async def test_a_meeting_is_moved_to_a_time_that_was_found_with_its_room(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.scheduler)
    room = await add_room(
        draft=RoomDraft("Moving", "Barn", 900), actor=await make_actor(Role.ADMINISTRATOR), now=NOW
    )
    place = f"/meetings/{meeting_id}/reschedule"
    found = await browser.submit(place, {"step": "times", "version": "1"})
    offered = slots(found.text)
    assert len(offered) == 7
    moved = await browser.submit(place, {"slot": offered[1], "version": "1", "room_id": str(room)})
    assert moved.status_code == 303
    assert "Moving, Barn" in (await browser.get(f"/meetings/{meeting_id}")).text
    given_back = await browser.submit(
        place, {"slot": offered[2], "version": "2", "room_id": "none"}
    )
    assert given_back.status_code == 303
    assert "Moving, Barn" not in (await browser.get(f"/meetings/{meeting_id}")).text
    odd = await browser.submit(place, {"step": "times", "version": "3", "minutes": "x"})
    assert odd.status_code == 422
