"""Operations: the list, a new one, readiness, who is in, which agencies sign."""

import re
from typing import Any
from uuid import uuid4

import pytest

from planning.operations.queries import operation, operation_members, operations
from planning.operations.rules import OperationState
from planning.people.rules import AgencyCategory, Role
from tests.clients import Browser
from tests.factories import NOW, make_actor, make_agency
from tests.pages.operations.world import faults_of, reference_free, text_of
from tests.planning.operation_world import World, ready_world, submitted_world

NEW: dict[str, Any] = {
    "name": "Operation Larch",
    "summary": "What is believed",
    "covert": "yes",
    "victims_known": "5",
    "victims_suspected": "12",
    "victims_planning": "30",
    "planned_live_on-day": "14",
    "planned_live_on-month": "4",
    "planned_live_on-year": "2026",
}


@pytest.fixture
async def lead_browser(browser: Browser, world: World) -> Browser:
    await browser.sign_in_as(world.lead)
    return browser


def here(world: World, *rest: str) -> str:
    return "/".join([f"/operations/{world.operation_id}", *rest])


async def test_a_lead_starts_an_operation_once_however_often_the_form_is_sent(
    browser: Browser,
) -> None:
    lead = await make_actor(Role.OPERATION_LEAD, category=AgencyCategory.POLICE)
    health = await make_agency(AgencyCategory.HEALTH)
    await browser.sign_in_as(lead)
    fields = {**NEW, "agencies-1-agency_id": str(health), "agencies-1-reason": "Cares"}
    first = await browser.submit("/operations/new", fields, key="once")
    second = await browser.submit("/operations/new", fields, key="once")
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    (made,) = (await operations(actor=lead)).items
    assert (made.name, made.agencies_required) == ("Operation Larch", 1)
    shown = await browser.get(first.headers["location"])
    assert "The operation and its two plans are open." in text_of(shown)
    assert re.search(r"<title>Operation – Accord</title>", shown.text)
    assert "in 28 working days" in text_of(shown)
    assert "Operation Larch" in text_of(await browser.get("/operations"))


async def test_every_fault_of_a_new_operation_is_told_and_what_was_typed_is_kept(
    browser: Browser,
) -> None:
    await browser.sign_in_as(await make_actor(Role.OPERATION_LEAD))
    fields = {
        "name": "",
        "summary": "<b>kept</b>",
        "victims_known": "many",
        "victims_suspected": "-1",
        "planned_live_on-day": "31",
        "planned_live_on-month": "2",
        "planned_live_on-year": "2026",
        "agencies-0-reason": "Because",
        "agencies-1-agency_id": "nonsense",
    }
    answer = await browser.submit("/operations/new", fields)
    assert answer.status_code == 422
    assert faults_of(answer) == [
        "Enter a name",
        "Victims known must be a whole number, like 12",
        "Victims suspected must be 0 or more",
        "Number to plan for: enter a number, 0 if none",
        "Planned go-live date must be a real date",
        "Select the agency",
        "Agency must be one of the answers shown",
        "Enter why this agency must sign",
    ]
    assert "&lt;b&gt;kept&lt;/b&gt;" in answer.text
    assert 'value="Because"' in answer.text


async def test_what_the_rules_refuse_stands_at_its_row(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor(Role.OPERATION_LEAD))
    health = str(await make_agency(AgencyCategory.HEALTH))
    row = {"agencies-2-agency_id": health, "agencies-2-reason": "Cares"}
    twice = {**NEW, **row, "agencies-5-agency_id": health, "agencies-5-reason": "Again"}
    answer = await browser.submit("/operations/new", {**twice, "victims_planning": "1"})
    assert answer.status_code == 422
    assert faults_of(answer) == [
        "Plan for at least as many victims as are known.",
        "Choose each agency once.",
    ]


async def test_rows_for_more_agencies_come_with_what_was_typed_and_start_nothing(
    browser: Browser,
) -> None:
    lead = await make_actor(Role.OPERATION_LEAD)
    await browser.sign_in_as(lead)
    typed = {**NEW, "agencies-0-reason": "Cares", "step": "agencies"}
    answer = await browser.submit("/operations/new", typed)
    assert answer.status_code == 200
    assert len(re.findall(r'name="agencies-\d+-agency_id"', answer.text)) == 1 + 6
    assert 'value="Cares"' in answer.text
    assert faults_of(answer) == []
    assert (await operations(actor=lead)).items == []


async def test_only_an_operation_lead_starts_one(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor(Role.SCHEDULER))
    assert (await browser.get("/operations/new")).status_code == 403
    assert (await browser.submit("/operations/new", NEW)).status_code == 403
    listed = text_of(await browser.get("/operations"))
    assert "No operations" in listed
    assert "Start an operation" not in listed


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "/members",
        "/agencies",
        "/state",
        "/go-live",
        "/go-live-without-sign-off",
        "/confirm-go-live",
    ],
)
async def test_hidden_and_absent_are_the_same_page(
    browser: Browser, world: World, rest: str
) -> None:
    await browser.sign_in_as(await make_actor(Role.OPERATION_LEAD))
    hidden = await browser.get(f"/operations/{world.operation_id}{rest}")
    absent = await browser.get(f"/operations/{uuid4()}{rest}")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert reference_free(hidden) == reference_free(absent)


async def test_a_wrong_method_is_refused(lead_browser: Browser, world: World) -> None:
    assert (await lead_browser.get(here(world, "ready"))).status_code == 405
    assert (await lead_browser.submit(here(world))).status_code == 405


async def test_readiness_shows_what_is_not_met_first_and_who_can_mend_it(
    browser: Browser,
) -> None:
    world, _ = await ready_world()
    await browser.sign_in_as(world.health)
    text = text_of(await browser.get(here(world)))
    assert "gate lines met 12 of 19" in text
    assert "to the planned go-live 28 working days 14 April 2026" in text
    unmet = text.index("Not met The contingency plan is signed by every required agency")
    assert unmet < text.index("Met At least one agency must sign")
    assert "Who can put this right: The operation’s lead" in text
    assert "Change the state" not in text
    assert "go live without sign-off" in text


async def test_the_lead_lets_people_in_with_a_reason(lead_browser: Browser, world: World) -> None:
    new = await make_actor(category=AgencyCategory.EDUCATION)
    empty = await lead_browser.submit(here(world, "members"), {"reason": "kept"})
    assert empty.status_code == 422
    assert faults_of(empty) == ["Select who to add", "Select what they may know"]
    assert 'value="kept"' in empty.text
    fields: dict[str, Any] = {
        "person_ids": [str(new.person_id)],
        "tier": "police",
        "reason": "School lead",
    }
    done = await lead_browser.submit(here(world, "members"), fields)
    assert (done.status_code, done.headers["location"]) == (303, here(world))
    members = await operation_members(operation_id=world.operation_id, actor=world.lead)
    assert [(one.reason, one.police) for one in members if one.person_id == new.person_id] == [
        ("School lead", True)
    ]


async def test_others_than_the_lead_let_nobody_in(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.health)
    fields: dict[str, Any] = {
        "person_ids": [str(uuid4())],
        "tier": "safeguarding",
        "reason": "Why not",
    }
    assert (await browser.submit(here(world, "members"), fields)).status_code == 403


async def test_agencies_are_required_and_released_with_a_reason(
    lead_browser: Browser, world: World
) -> None:
    school = await make_agency(AgencyCategory.EDUCATION)
    fields = {"agency_id": str(school), "reason": "Knows the pupils"}
    assert (await lead_browser.submit(here(world, "agencies"), fields)).status_code == 303
    again = await lead_browser.submit(here(world, "agencies"), fields)
    assert again.status_code == 409
    assert faults_of(again) == ["The operation requires this agency already."]
    path = here(world, "agencies", str(school), "release")
    assert "Knows the pupils" in text_of(await lead_browser.get(path))
    silent = await lead_browser.submit(path)
    assert faults_of(silent) == ["Enter why this agency need not sign"]
    assert (await lead_browser.submit(path, {"reason": "No pupil there"})).status_code == 303
    assert (await lead_browser.get(path)).status_code == 404
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert school not in {one.agency_id for one in seen.agencies}


async def test_the_partnership_is_told(lead_browser: Browser, world: World) -> None:
    assert "Not told yet" in text_of(await lead_browser.get(here(world)))
    assert (await lead_browser.submit(here(world, "tell-partnership"))).status_code == 303
    assert "Told on 3 March 2026, 2pm" in text_of(await lead_browser.get(here(world)))


async def test_the_lead_moves_the_operation_on_with_a_reason(
    lead_browser: Browser, world: World
) -> None:
    path = here(world, "state")
    assert faults_of(await lead_browser.submit(path)) == ["Select what to do", "Enter why"]
    fields = {"act": "start_planning", "reason": "Agreed by the group"}
    assert (await lead_browser.submit(path, fields)).status_code == 303
    refused = await lead_browser.submit(path, fields)
    assert refused.status_code == 409
    assert "Agreed by the group" in refused.text
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert seen.state is OperationState.PLANNING


async def test_an_operation_is_not_ready_while_a_line_is_not_met(browser: Browser) -> None:
    world, _ = await submitted_world()
    await browser.sign_in_as(world.lead)
    refused = await browser.submit(here(world, "ready"))
    assert refused.status_code == 409
    assert "The partnership has been told: not met." in text_of(refused)
