"""Declaring what an agency has, what an operation lacks, asking for it, and the types of it."""

import re
from decimal import Decimal
from html import unescape

import pytest

from planning.people.rules import Role
from planning.plans.rules.lines import ResourceStatus
from tests.clients import Browser
from tests.factories import make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.planning.capacity_world import commit, declare
from tests.planning.operation_world import World

AMOUNT = re.compile(r'name="lines-(\d+)-type_key" value="(\w+)"')


async def asked(browser: Browser, **amounts: str) -> dict[str, str]:
    """What is posted to declare these amounts, as the form names its lines."""
    found = AMOUNT.findall((await browser.get("/capacity/declare")).text)
    lines = {f"lines-{number}-type_key": key for number, key in found}
    return lines | {f"lines-{number}-amount": amounts.get(key, "") for number, key in found}


async def test_a_signatory_declares_many_weeks_at_once(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.health)
    fields = await asked(browser, health_staff="4.5", money="1,000")
    weeks = {"first_on": "2026-04-06", "last_on": "2026-04-27"}
    assert (await browser.submit("/capacity/declare", fields | weeks)).status_code == 303
    told = text_of(await browser.get("/capacity"))
    assert "6 April 2026 to 3 May 2026 4.5" in told
    assert "Money (pounds) 6 April 2026 to" in told
    assert "4.5 spare" in told


async def test_a_declaration_begins_with_this_week(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.health)
    shown = (await browser.get("/capacity/declare")).text
    assert re.findall(r'<option value="([^"]*)" selected', shown) == ["2026-03-02"]


async def test_every_fault_of_a_declaration_is_shown_and_what_was_typed_stays(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.health)
    fields = await asked(browser, health_staff="lots")
    bad = await browser.submit("/capacity/declare", fields)
    assert bad.status_code == 422
    assert faults_of(bad) == [
        "Select the first week",
        "Health practitioners must be a number, like 7.5",
    ]
    assert 'value="lots"' in bad.text
    fields = await asked(browser, health_staff="4")
    backwards = {"first_on": "2026-04-27", "last_on": "2026-04-06"}
    bad = await browser.submit("/capacity/declare", fields | backwards)
    assert faults_of(bad) == ["The last week cannot be before the first."]
    bad = await browser.submit("/capacity/declare", {"first_on": "2026-04-06"})
    assert faults_of(bad) == ["Enter what your agency has in at least one line."]


async def test_whoever_does_not_speak_for_the_agency_is_not_asked(
    browser: Browser, world: World
) -> None:
    nurse = await make_actor(agency_id=world.health.agency_id)
    await browser.sign_in_as(nurse)
    assert "Declare capacity" not in text_of(await browser.get("/capacity"))
    fields = await asked(browser, health_staff="4") | {"first_on": "2026-04-06"}
    assert (await browser.submit("/capacity/declare", fields)).status_code == 403


async def test_the_lead_asks_for_what_is_proposed(browser: Browser, world: World) -> None:
    await commit(world, world.police.agency_id, 1, requested=Decimal(3))
    await declare(world.health, 5)
    await browser.sign_in_as(world.lead)
    here = f"/operations/{world.operation_id}/capacity"
    shown = await browser.get(here)
    assert "3 left spare in the tightest week." in text_of(shown)
    (value,) = re.findall(r'name="proposal" value="([^"]+)"', shown.text)
    sent = {"proposal": unescape(value)}
    assert (await browser.submit(f"{here}/offers", sent)).status_code == 303
    states = {one.status for one in (await world.seen()).resources}
    assert states == {ResourceStatus.COMMITTED, ResourceStatus.OFFERED}
    again = await browser.submit(f"{here}/offers", sent)
    assert faults_of(again) == ["This is not proposed any more. Look at what is short now."]
    made_up = await browser.submit(f"{here}/offers", {"proposal": "{}"})
    assert faults_of(made_up) == ["This is not proposed. Look at what is short now."]


async def test_a_member_sees_proposals_and_asks_nobody(browser: Browser, world: World) -> None:
    await commit(world, world.police.agency_id, 1, requested=Decimal(3))
    await declare(world.health, 5)
    await browser.sign_in_as(world.health)
    shown = await browser.get(f"/operations/{world.operation_id}/capacity")
    assert "has declared more than it commits" in text_of(shown)
    assert 'name="proposal"' not in shown.text
    assert "Save the precedence" not in shown.text


async def test_too_much_is_pictured_and_told(browser: Browser, world: World) -> None:
    await commit(world, world.health.agency_id, 7)
    await declare(world.health, 5)
    await browser.sign_in_as(world.health)
    shown = await browser.get(f"/operations/{world.operation_id}/capacity")
    assert "at most 2 people more than declared" in text_of(shown)
    assert "2 too much" in text_of(shown)
    assert shown.text.count("<svg") == 1


async def test_precedence_is_saved_and_its_fault_is_shown(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.lead)
    here = f"/operations/{world.operation_id}"
    saved = await browser.submit(f"{here}/precedence", {"precedence": "2"})
    assert saved.status_code == 303
    bad = await browser.submit(f"{here}/precedence", {"precedence": "12"})
    assert faults_of(bad) == ["Precedence must be 9 or fewer"]
    assert 'value="12"' in bad.text


async def test_a_hidden_operation_has_no_capacity_page(browser: Browser, world: World) -> None:
    await browser.sign_in_as(await make_actor(Role.OPERATION_LEAD))
    here = f"/operations/{world.operation_id}"
    assert (await browser.get(f"{here}/capacity")).status_code == 404
    for path in (f"{here}/capacity/offers", f"{here}/precedence"):
        assert (await browser.submit(path, {"proposal": "x"})).status_code == 404


@pytest.fixture
async def administrator(browser: Browser, world: World) -> Browser:
    await browser.sign_in_as(await make_actor(Role.ADMINISTRATOR))
    return browser


async def test_an_administrator_adds_words_and_closes_a_type(administrator: Browser) -> None:
    new = {"words": "Appropriate adults", "unit": "people", "per": "week"}
    assert (await administrator.submit("/resource-types", new)).status_code == 303
    here = "/resource-types/appropriate_adults"
    assert 'value="Appropriate adults"' in (await administrator.get(here)).text
    changed = {"words": "Appropriate adults on call", "unit": "people"}
    assert (await administrator.submit(here, changed)).status_code == 303
    assert (await administrator.submit(f"{here}/close")).status_code == 303
    assert "Appropriate adults on call people In each week Closed" in text_of(
        await administrator.get("/resource-types")
    )
    assert (await administrator.get(here)).status_code == 404
    assert (await administrator.submit(here, changed)).status_code == 404


async def test_the_faults_of_a_type_are_shown(administrator: Browser) -> None:
    bad = await administrator.submit("/resource-types", {"words": "", "unit": ""})
    assert faults_of(bad) == ["Select how it counts", "Enter its name", "Enter the unit"]
    taken = {"words": "Money", "unit": "euros", "per": "total"}
    bad = await administrator.submit("/resource-types", taken)
    assert faults_of(bad) == ["There is a resource of that name already."]
    bad = await administrator.submit("/resource-types", taken | {"words": "123"})
    assert faults_of(bad) == ["Use letters in the resource’s name."]


async def test_types_are_an_administrator_s(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.lead)
    assert (await browser.get("/resource-types")).status_code == 403
