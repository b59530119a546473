"""Writing the record on its pages, with the script and without it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import msgspec
import pytest
import time_machine
from litestar import Litestar

from planning.meetings.actions import contribute
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.record import Nature
from planning.people.rules import Actor
from service.scripts import script_url
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.meetings.typed import item
from tests.scene import HELD, Scene


@dataclass
class Desk:
    """Chair and minute taker, each with a browser, at a running meeting of one child."""

    chair: Browser
    taker: Browser
    meeting: str
    child: UUID
    scene: Scene
    person: Actor

    @property
    def page(self) -> str:
        return f"{self.meeting}/run/children/{self.child}"


@pytest.fixture
async def desk(app: Litestar, browser: Browser, scene: Scene) -> AsyncIterator[Desk]:
    (child,) = await scene.concerns("N-1")
    taker = await make_actor(agency_id=scene.chair.agency_id, name="Priya Nair")
    asked = msgspec.structs.replace(scene.convening([child.id]), minute_taker_id=taker.person_id)
    meeting_id = (await scene.convene(asked)).meeting_id
    async with Browser(app) as second:
        with time_machine.travel(HELD, tick=False):
            await browser.sign_in_as(scene.chair)
            await second.sign_in_as(taker)
            yield Desk(browser, second, f"/meetings/{meeting_id}", child.id, scene, taker)


async def test_two_texts_of_one_item_are_shown_side_by_side_and_settled(desk: Desk) -> None:
    assert (await desk.chair.submit(desk.page, item("analysis", "High"))).status_code == 303
    assert (await desk.taker.submit(desk.page, item("analysis", "Low"))).status_code == 303
    for browser, other in ((desk.chair, "Priya Nair, 4 March 2026, 11am"), (desk.taker, "Person")):
        shown = (await browser.get(desk.page)).text
        assert "Two versions of this text" in shown
        assert other in shown
        assert "High" in shown
        assert "Low" in shown
    refused = (await desk.chair.get(f"{desk.meeting}/close")).text
    assert "there are two versions of this text" in refused
    agreed = item("analysis", "Agreed", read="2", others="3")
    await desk.chair.submit(desk.page, {**agreed, "settle": "item-0-"})
    after = (await desk.taker.get(desk.page)).text
    assert "Agreed" in after
    assert "Two versions" not in after


async def test_the_other_text_is_taken_as_it_is(desk: Desk) -> None:
    await desk.chair.submit(desk.page, item("analysis", "High"))
    await desk.taker.submit(desk.page, item("analysis", "Low"))
    mine = item("analysis", "Low", read="3", others="2")
    await desk.taker.submit(desk.page, {**mine, "take": "item-0-:2"})
    after = (await desk.chair.get(desk.page)).text
    assert "High" in after
    assert "Low" not in after
    unknown = await desk.taker.submit(desk.page, {**mine, "take": "item-0-:99"})
    assert unknown.status_code == 303


async def test_two_outcomes_stand_side_by_side(desk: Desk) -> None:
    theirs = {
        "version": "1",
        "outcome": "adjourned_no_decision",
        "no_decision_reason": "information_outstanding",
        "reason_agency_id": str(desk.scene.health.agency_id),
        "next_on-day": "10",
        "next_on-month": "3",
        "next_on-year": "2026",
        "authorised_by": str(desk.scene.manager.person_id),
    }
    await desk.chair.submit(desk.page, theirs)
    told = await desk.taker.submit(
        f"{desk.meeting}/run/items",
        {"concern_id": str(desk.child), "version": "1", "outcome": "no_s47_early_help"},
    )
    (saved,) = told.json()["items"]
    assert (saved["name"], saved["read"], saved["others"]) == ("outcome", 3, "2")
    for words in ("Information outstanding, owed by ", "next on 10 March 2026, authorised by "):
        assert words in saved["beside"]
    page = (await desk.chair.get(desk.page)).text
    assert 'data-item="outcome"' in page
    assert "No section 47: early help" in page.split("Two versions of this text")[1]


async def test_the_script_saves_items_by_themselves_and_tells_of_the_other_text(desk: Desk) -> None:
    door = f"{desk.meeting}/run/items"
    first = await desk.chair.submit(door, item("joint_other", "Chair’s", at=3))
    assert first.headers["content-type"].startswith("application/json")
    assert first.json() == {
        "message": "Saved 11am",
        "items": [{"name": "item-3-", "read": 2, "others": "", "beside": ""}],
    }
    again = item("joint_other", "Chair’s, longer", at=3, read="2")
    assert (await desk.chair.submit(door, again)).json()["items"][0]["read"] == 3
    (beside,) = (await desk.taker.submit(door, item("joint_other", "Taker’s"))).json()["items"]
    assert (beside["read"], beside["others"]) == (4, "3")
    assert "Chair’s, longer" in beside["beside"]
    assert re.findall(r'value="(item-0-[^"]*)" name="(\w+)"', beside["beside"]) == [
        ("item-0-:3", "take"),
        ("item-0-", "settle"),
    ]


async def test_what_cannot_be_saved_is_told_at_its_input(desk: Desk) -> None:
    door = f"{desk.meeting}/run/items"
    unknown = {"item-0-agency_id": str(desk.child), "item-0-nature": "fact"}
    for typed, fault in (
        (item("joint_other", "x" * 50_001), ("item-0-body", 422)),
        (item("information", "Seen") | unknown, ("item-0-agency_id", 422)),
        (item("tea", "Tea"), ("item-0-section", 422)),
        ({"concern_id": str(desk.child), "version": "1", "authorised_by": "x"}, None),
    ):
        refused = await desk.chair.submit(door, typed)
        if fault:
            (error,) = refused.json()["errors"]
            assert (error["field"], refused.status_code) == fault
    assert (await desk.chair.submit(door, {"concern_id": "x"})).status_code == 422


async def test_nobody_else_reaches_the_script_s_door(desk: Desk, app: Litestar) -> None:
    async with Browser(app) as other:
        for actor, status in ((desk.scene.stranger, 404), (desk.scene.police, 403)):
            await other.sign_in_as(actor)
            said = await other.submit(f"{desk.meeting}/run/items", item("joint_other", "Mine"))
            assert said.status_code == status
            assert (await other.get(f"{desk.meeting}/run/joint")).status_code == 404


async def test_what_was_sent_in_writing_is_taken_into_the_record_once(desk: Desk) -> None:
    with time_machine.travel(NOW, tick=False):
        await contribute(
            meeting_id=UUID(desk.meeting.rsplit("/", 1)[1]),
            items=[Written(nature=Nature.OPINION, text="We worry", concern_id=desk.child)],
            actor=desk.scene.police,
            now=NOW,
        )
    page = (await desk.chair.get(desk.page)).text
    assert "We worry" in page
    (sent,) = re.findall(r'name="include" value="([^"]+)"', page) or re.findall(
        r'value="([^"]+)"\s+name="include"', page
    )
    for _ in range(2):
        assert (await desk.chair.submit(desk.page, {"include": sent})).status_code == 303
    after = (await desk.taker.get(desk.page)).text
    assert "In the record." in after
    assert f'value="{desk.scene.police.name}"' in after
    assert after.count("We worry") == 2


async def test_exploitation_is_asked_about_once_it_is_ticked(desk: Desk) -> None:
    asked = "Balance of protection and prosecution"
    assert asked not in (await desk.chair.get(desk.page)).text
    ticked = item("exploitation", "", choice="yes") | {"next": "exploitation"}
    saved = await desk.chair.submit(desk.page, ticked)
    assert saved.headers["location"] == f"{desk.page}#exploitation"
    assert asked in (await desk.chair.get(desk.page)).text
    owed = (await desk.chair.get(f"{desk.meeting}/close")).text
    assert "balance of protection and prosecution" in owed


async def test_the_joint_page_leads_to_the_first_undecided_child(desk: Desk) -> None:
    on = await desk.chair.submit(f"{desk.meeting}/run/joint", {"next": "on"})
    assert on.headers["location"] == desk.page


async def test_the_script_is_served_for_ever_and_only_under_its_own_name(desk: Desk) -> None:
    assert script_url("record.js") in (await desk.chair.get(desk.page)).text
    served = await desk.chair.get(script_url("record.js"))
    assert served.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in served.headers["cache-control"]
    assert (await desk.chair.get("/scripts/record.js")).status_code == 404
