"""Choosing what to place together, and what a batch asks for."""

import re
from uuid import uuid4

from planning.people.rules import Role
from tests.clients import Browser
from tests.factories import make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.pages.surge.batches import begun, seen
from tests.planning.surge_world import SurgeWorld


async def test_those_ticked_become_a_batch(browser: Browser, world: SurgeWorld) -> None:
    await browser.sign_in_as(world.scene.scheduler)
    shown = text_of(await browser.get("/surge"))
    assert "Schedule all 3 shown" in shown
    assert "No meeting yet Friday 6 March 2026, in 3 working days" in shown
    ticked = [str(one) for one in world.concern_ids[:2]]
    answer = await browser.submit("/surge", {"waiting": ticked}, key="double")
    again = await browser.submit("/surge", {"waiting": ticked}, key="double")
    assert answer.status_code == 303
    assert again.headers["location"] == answer.headers["location"]
    assert len((await seen(world, answer.headers["location"])).meetings) == 2
    listed = text_of(await browser.get("/surge"))
    assert "Tuesday 3 March 2026, 2pm Not convened yet 2" in listed


async def test_all_that_are_shown_become_a_batch(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    assert len((await seen(world, address)).meetings) == 3
    await browser.sign_in_as(world.scene.scheduler)
    bad = await browser.submit("/surge?due_by=2026-03-05", {"which": "all"})
    assert (bad.status_code, faults_of(bad)) == (409, ["Choose at least one meeting."])


async def test_faults_are_shown_and_what_was_ticked_stays(
    browser: Browser, world: SurgeWorld
) -> None:
    await browser.sign_in_as(world.scene.scheduler)
    one = str(world.concern_ids[0])
    gone = await browser.submit("/surge", {"waiting": [one, str(uuid4())]})
    assert (gone.status_code, len(faults_of(gone))) == (409, 1)
    assert re.search(f'value="{one}" checked', gone.text)
    bad = await browser.submit("/surge", {"waiting": ["x"]})
    assert (bad.status_code, faults_of(bad)) == (
        422, ["Meetings must be one of the answers shown"],
    )  # fmt: skip


async def test_only_those_due_by_a_date_or_of_an_operation(
    browser: Browser, world: SurgeWorld
) -> None:
    await browser.sign_in_as(world.scene.scheduler)
    for query in ("due_by=5+March+2026", f"operation={uuid4()}"):
        shown = text_of(await browser.get(f"/surge?{query}"))
        assert "No meeting that waits fits these filters" in shown
    assert "Schedule all 3 shown" in text_of(await browser.get("/surge?due_by=6/3/26"))
    wrong = text_of(await browser.get("/surge?due_by=soon"))
    assert "Due by must be a date, like 27 3 2026" in wrong


async def test_only_schedulers_are_led_to_batches(browser: Browser, world: SurgeWorld) -> None:
    await browser.sign_in_as(world.scene.police)
    assert (await browser.get("/surge")).status_code == 403
    assert "/surge" not in (await browser.get("/meetings")).text
    await browser.sign_in_as(world.scene.scheduler)
    assert (await browser.get("/meetings")).text.count('href="/surge"') == 2


async def test_nobody_else_s_batch_exists(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    meeting = (await seen(world, address)).meetings[0].id
    await browser.sign_in_as(await make_actor(Role.SCHEDULER))
    absent = (await browser.get(f"/surge/{uuid4()}")).text
    for part in ("", "/run", "/rules", "/confirm", "/absence", "/moves", "/what-if"):
        hidden = await browser.get(address + part)
        assert hidden.status_code == 404
        assert hidden.text == absent
    assert (await browser.get(f"{address}/meetings/{meeting}")).status_code == 404
    for part in (
        "run",
        "rules",
        "confirm",
        "absence",
        "moves",
        "what-if",
        f"meetings/{meeting}/pin",
    ):
        fields = {"seconds": "10", "person_id": str(uuid4())}
        assert (await browser.submit(f"{address}/{part}", fields)).status_code in {404, 422}


async def test_a_meeting_is_pinned_moved_and_left_out(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    meeting = (await seen(world, address)).meetings[0].id
    at = f"{address}/meetings/{meeting}"
    pin = {
        "on-day": "10", "on-month": "3", "on-year": "2026", "starts": "10am",
        "room_id": str(world.room_id),
    }  # fmt: skip
    assert (await browser.submit(f"{at}/pin", pin)).status_code == 303
    shown = text_of(await browser.get(at))
    assert "Pinned to Tuesday 10 March 2026, 10am, Civic Centre, Oak" in shown
    assert 'value="10:00"' in (await browser.get(at)).text
    assert (await browser.submit(f"{at}/unpin")).status_code == 303
    assert "Pinned to" not in text_of(await browser.get(at))
    assert (await browser.submit(f"{at}/site", {"site": ""})).status_code == 303
    assert "Where people meet Online" in text_of(await browser.get(at))
    assert (await browser.submit(f"{at}/exclude")).status_code == 303
    assert "Excluded" in text_of(await browser.get(address))
    assert "goes on waiting" in text_of(await browser.get(at))
    assert (await browser.submit(f"{at}/include")).status_code == 303
    assert "Excluded" not in text_of(await browser.get(address))


async def test_every_fault_of_a_pin_is_shown_and_what_was_typed_stays(
    browser: Browser, world: SurgeWorld
) -> None:
    address = await begun(browser, world)
    at = f"{address}/meetings/{(await seen(world, address)).meetings[0].id}"
    empty = await browser.submit(f"{at}/pin", {"starts": "ten"})
    assert (empty.status_code, faults_of(empty)) == (
        422, ["Enter the day", "Start must be a time, like 2pm or 14:30"],
    )  # fmt: skip
    assert 'value="ten"' in empty.text
    sunday = {"on-day": "8", "on-month": "3", "on-year": "2026", "starts": "10:05"}
    bad = await browser.submit(f"{at}/pin", sunday)
    assert (bad.status_code, len(faults_of(bad))) == (409, 2)
    assert 'value="10:05"' in bad.text
    assert (await browser.submit(f"{at}/site", {"site": "Nowhere"})).status_code == 409
    other = f"{address}/meetings/{uuid4()}"
    assert (await browser.get(other)).status_code == 404


async def test_by_what_meetings_are_placed_is_changed(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    rules = {
        "minutes": "45", "saturdays": "yes", "extra_chairs": "1", "extra_minute_takers": "0",
        "travel_minutes": "20",
    }  # fmt: skip
    assert (await browser.submit(f"{address}/rules", rules)).status_code == 303
    assert "45 minutes Saturdays Used too" in text_of(await browser.get(address))
    bad = await browser.submit(f"{address}/rules", rules | {"minutes": "x", "extra_chairs": ""})
    assert faults_of(bad) == [
        "Minutes of each meeting must be a whole number, like 12",
        "Enter a number: more chairs",
    ]
    assert 'value="x"' in bad.text
    odd = await browser.submit(f"{address}/rules", rules | {"minutes": "20", "extra_chairs": "99"})
    assert (odd.status_code, len(faults_of(odd))) == (422, 2)


async def test_your_work_leads_to_a_batch_once_five_wait(
    browser: Browser, world: SurgeWorld
) -> None:
    await browser.sign_in_as(world.scene.scheduler)
    assert "Schedule the meetings that wait" not in text_of(await browser.get("/work"))
    await world.scene.concerns("N-4", "N-5")
    shown = text_of(await browser.get("/work"))
    assert "Schedule the meetings that wait At least 5 wait." in shown
