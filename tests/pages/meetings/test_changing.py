"""Who comes to a meeting, what it is and whom it is about, changed on pages."""

from uuid import UUID

from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.meetings.queries import MeetingSeen, meeting
from planning.people.rules import Role
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.scene import Scene


async def seen(scene: Scene, meeting_id: UUID) -> MeetingSeen:
    return await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)


async def test_one_person_is_replaced_and_another_s_children_change(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    shown = await browser.get(f"/meetings/{meeting_id}/people")
    assert f"Take {scene.police.name} off the meeting" in shown.text
    assert "Chairs the meeting, for every child." in shown.text
    saved = await browser.submit(
        f"/meetings/{meeting_id}/people",
        {
            "version": "1",
            "add": str(scene.school.person_id),
            "add-for": str(children[1]),
            "remove": str(scene.police.person_id),
            f"for-{scene.health.person_id}": str(children[0]),
        },
    )
    assert (saved.status_code, saved.headers["location"]) == (303, f"/meetings/{meeting_id}")
    ticks = {one.person_id: one.concern_ids for one in (await seen(scene, meeting_id)).attendees}
    assert ticks == {
        scene.chair.person_id: sorted(children),
        scene.school.person_id: [children[1]],
        scene.health.person_id: [children[0]],
    }


async def test_what_was_typed_stays_when_somebody_else_was_first(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.chair)
    boxes: dict[str, str | list[str]] = {
        f"for-{one.person_id}": list(map(str, children)) for one in (scene.police, scene.health)
    }
    typed: dict[str, str | list[str]] = {
        **boxes,
        "version": "9",
        "add": str(scene.school.person_id),
        "add-for": str(children[0]),
    }
    refused = await browser.submit(f"/meetings/{meeting_id}/people", typed)
    assert refused.status_code == 409
    assert "Somebody else changed this" in refused.text
    assert f'value="{scene.school.person_id}" checked' in refused.text
    same: dict[str, str | list[str]] = {**boxes, "version": "1"}
    nothing = await browser.submit(f"/meetings/{meeting_id}/people", same)
    assert nothing.status_code == 409
    assert "Choose somebody to add or to take off" in nothing.text


async def test_the_chair_is_handed_on(browser: Browser, scene: Scene, meeting_id: UUID) -> None:
    await browser.sign_in_as(scene.chair)
    shown = await browser.get(f"/meetings/{meeting_id}/details")
    assert "To decide whether to start section 47" in shown.text
    typed = {
        "version": "1",
        "purpose": "To plan the enquiry",
        "mode": "video",
        "chair_id": str(scene.chair.person_id),
        "minute_taker_id": str(scene.school.person_id),
    }
    saved = await browser.submit(f"/meetings/{meeting_id}/details", typed)
    assert saved.status_code == 303
    after = await seen(scene, meeting_id)
    assert (after.purpose, after.minute_taker_name) == ("To plan the enquiry", scene.school.name)
    bad = await browser.submit(f"/meetings/{meeting_id}/details", {"version": "2"})
    assert bad.status_code == 422
    assert bad.text.count("Select the chair") == 2


async def test_the_room_is_chosen_and_given_back(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    keeper = await make_actor(Role.ADMINISTRATOR)
    draft = RoomDraft(site="Library", name="North", capacity=9)
    room_id = str(await add_room(draft=draft, actor=keeper, now=NOW))
    await browser.sign_in_as(scene.chair)
    typed = {
        "version": "1",
        "purpose": "To plan the enquiry",
        "mode": "room",
        "chair_id": str(scene.chair.person_id),
        "room_id": room_id,
    }
    address = f"/meetings/{meeting_id}/details"
    assert (await browser.submit(address, typed)).status_code == 303
    assert (await seen(scene, meeting_id)).place == "Library, North"
    shown = (await browser.get(address)).text
    assert f'<option value="{room_id}" selected>' in shown
    without = {**typed, "version": "2", "room_id": "", "place": "Library, North"}
    assert (await browser.submit(address, without)).status_code == 303
    after = await seen(scene, meeting_id)
    assert (after.place, after.room_id) == ("", None)


async def test_children_join_and_leave(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    (third,) = await scene.concerns("N-3")
    await browser.sign_in_as(scene.scheduler)
    assert "Child N-3" in (await browser.get(f"/meetings/{meeting_id}/children")).text
    typed = {"version": "1", "add": str(third.id), "remove": str(children[0])}
    saved = await browser.submit(f"/meetings/{meeting_id}/children", typed)
    assert saved.headers["location"] == f"/meetings/{meeting_id}/people"
    after = await seen(scene, meeting_id)
    assert {child.concern_id for child in after.children} == {children[1], third.id}
    refused = await browser.submit(f"/meetings/{meeting_id}/children", {"version": "2"})
    assert "Choose a child to add or to take off." in refused.text


async def test_only_who_arranges_it_finds_the_pages(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.police)
    for page in ("people", "details", "children"):
        assert (await browser.get(f"/meetings/{meeting_id}/{page}")).status_code == 403
