"""What the gate rests on, on its pages: gaps, the surge; and what is owed without sign-off."""

import re
from datetime import timedelta

import httpx
import time_machine

from planning.go_live.queries import gate_of
from planning.go_live.rules import awaits_plans
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import Connection
from service.auth.accounts import set_password
from tests.clients import Browser
from tests.database.past_our_actions import change_line
from tests.factories import NOW, make_actor
from tests.pages.operations.test_going_live import LATER, PASSWORD, REASON
from tests.pages.operations.test_operations import here
from tests.pages.operations.world import faults_of, text_of
from tests.planning.operation_world import World, sign_everything, submitted_world

REVIEW = {"why": "A child was moved", "unmet": "Nothing was signed", "changes": "Sign sooner"}


async def short_world() -> World:
    """Health commits 3 of 4 social workers."""
    world, _ = await submitted_world()
    await change_line(world, "3")
    await world.submit()
    return world


async def let_in(world: World, person: Actor) -> Actor:
    await add_members(
        operation_id=world.operation_id,
        person_ids=[person.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=world.lead,
        now=NOW,
    )
    return person


def picked(page: httpx.Response) -> str:
    """The only gap that can be signed for."""
    (value,) = re.findall(r'name="gap"[^>]*value="([^"]+)"', page.text)
    return str(value)


async def test_a_gap_is_accepted_by_the_agency_and_by_the_lead(browser: Browser) -> None:
    world = await short_world()
    path = here(world, "gaps")
    for person in (world.health, world.lead):
        await browser.sign_in_as(person)
        page = await browser.get(path)
        chosen = {"gap": picked(page), "reason": "Two agency staff"}
        done = await browser.submit(path, chosen)
        assert (done.status_code, done.headers["location"]) == (303, path)
    text = text_of(await browser.get(path))
    assert f"The agency: {world.health.name}, 3 March 2026, 2pm, for 1. Two agency staff" in text
    assert f"The lead: {world.lead.name}" in text


async def test_only_who_can_sign_is_offered_a_gap(browser: Browser) -> None:
    world = await short_world()
    observer = await let_in(world, await make_actor(category=AgencyCategory.EDUCATION))
    for person in (world.police, observer):
        await browser.sign_in_as(person)
        page = await browser.get(here(world, "gaps"))
        assert 'name="gap"' not in page.text
        assert "Not accepted" in text_of(page)


async def test_a_gap_is_accepted_as_it_is_and_nothing_typed_is_lost(browser: Browser) -> None:
    world = await short_world()
    await set_password(person_id=world.lead.person_id, password=PASSWORD, now=NOW)
    await browser.sign_in_as(world.lead)
    path = here(world, "gaps")
    chosen = {"gap": picked(await browser.get(path)), "reason": "Two agency staff"}
    empty = await browser.submit(path, {})
    assert (empty.status_code, faults_of(empty)) == (
        422, ["Select the gap", "Enter why it is safe to go live"],
    )  # fmt: skip
    strange = await browser.submit(path, {**chosen, "gap": "something else"})
    assert (strange.status_code, faults_of(strange)) == (422, ["Select the gap"])
    with time_machine.travel(LATER, tick=False):
        asked = await browser.submit(path, chosen)
        assert (asked.status_code, faults_of(asked)) == (422, ["Enter your password again"])
        assert "Two agency staff" in asked.text
    await change_line(world, "2")
    await world.submit()
    larger = await browser.submit(path, chosen)
    assert (larger.status_code, faults_of(larger)) == (
        409, ["The gap is now 2 people. Read it again."],
    )  # fmt: skip


async def test_nothing_is_short(browser: Browser) -> None:
    world, _ = await submitted_world()
    await browser.sign_in_as(world.lead)
    assert "Nothing is short" in text_of(await browser.get(here(world, "gaps")))


async def test_the_surge_is_confirmed_for_what_was_read(browser: Browser, world: World) -> None:
    path = here(world, "surge")
    await browser.sign_in_as(world.health)
    assert "Confirm it for your agency" not in text_of(await browser.get(path))
    await browser.sign_in_as(world.police)
    text = text_of(await browser.get(path))
    assert "to expect in 42 working days 100 strategy meetings about 2.4 each working day" in text
    faulty = await browser.submit(path, {"victims_planning": "30"})
    assert faults_of(faulty) == ["Enter how these meetings will be held"]
    stale = await browser.submit(path, {"victims_planning": "20", "how": "Two rooms"})
    assert (stale.status_code, faults_of(stale)) == (
        409, ["The number to plan for is now 30. Read the new forecast."],
    )  # fmt: skip
    done = await browser.submit(path, {"victims_planning": "30", "how": "Two rooms"})
    assert (done.status_code, done.headers["location"]) == (303, path)
    text = text_of(await browser.get(path))
    assert "Social care Not confirmed" in text
    assert f"Police Confirmed 100 meetings for 30 victims. {world.police.name}" in text


async def test_each_line_that_is_not_met_leads_to_where_it_is_met(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.lead)
    page = await browser.get(here(world))
    links = set(re.findall(r'accord-gate__mender">.*?href="([^"]+)"', page.text))
    gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    unmet = [one for one in gate.lines if not one.met]
    assert len(links) > 6
    folded = sum(awaits_plans(one) for one in unmet)
    assert page.text.count("Who can put this right") == len(unmet) - folded + 1
    assert f"{folded} more lines, which are read in the plans" in text_of(page)
    for href in links:
        found = await browser.get(href)
        assert (href, found.status_code) == (href, 200)


async def test_somebody_else_looks_back_and_the_partnership_sees_it(
    browser: Browser, world: World, rolled_back: Connection
) -> None:
    assert rolled_back
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    await browser.sign_in_as(world.police)
    nothing = text_of(await browser.get(here(world, "review-go-live")))
    assert "there is nothing to review" in nothing
    await browser.submit(here(world, "go-live-without-sign-off"), REASON)
    assert "Write the closing review" not in text_of(await browser.get(here(world)))
    await browser.sign_in_as(office)
    listed = text_of(await browser.get("/operations/without-sign-off"))
    assert "Second person Awaited" in listed or "Awaited" in listed
    assert "Not reviewed" in listed
    assert "Write the closing review" in text_of(await browser.get(here(world)))
    path = here(world, "review-go-live")
    assert faults_of(await browser.submit(path)) == [
        "Enter why it could not wait",
        "Enter what was not met, and what came of it",
        "Enter what changes now",
    ]
    done = await browser.submit(path, REVIEW)
    assert (done.status_code, done.headers["location"]) == (303, here(world))
    shown = text_of(await browser.get(here(world)))
    assert f"What changes now Sign sooner Reviewed By {office.name}" in shown
    assert "Reviewed 3 March 2026" in text_of(await browser.get("/operations/without-sign-off"))


async def test_the_list_tells_what_is_late_and_what_came_after_all(browser: Browser) -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    world, versions = await submitted_world()
    await browser.sign_in_as(world.police)
    await browser.submit(here(world, "go-live-without-sign-off"), REASON)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        await browser.sign_in_as(office)
        assert " Late " in text_of(await browser.get("/operations/without-sign-off"))
        await browser.sign_in_as(world.health)
        await browser.submit(here(world, "confirm-go-live"))
    await sign_everything(world, versions)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        await browser.sign_in_as(office)
        listed = text_of(await browser.get("/operations/without-sign-off"))
    assert ", late" in listed
    assert "Signed 3 March 2026" in listed
    await browser.sign_in_as(await make_actor(Role.PARTNERSHIP))
    assert "appears here at once" in text_of(await browser.get("/operations/without-sign-off"))
