"""Roles and resource lines, submitting, comparing versions."""

import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from planning.plans.actions import change_resource, change_role
from planning.plans.rules.templates import PlanKind
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, text_of
from tests.pages.plans.test_sections import fields_of, here
from tests.planning.operation_world import World, resource, role_draft

DAYS = {
    "from_on-day": "1",
    "from_on-month": "4",
    "from_on-year": "2026",
    "until_on-day": "31",
    "until_on-month": "7",
    "until_on-year": "2026",
}


def a_role(world: World, **changes: Any) -> dict[str, Any]:
    return {"agency_id": str(world.health.agency_id), "title": "Nurse", **DAYS, **changes}


def a_resource(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "agency_id": str(world.health.agency_id),
        "kind": "Nurses",
        "unit": "people",
        "requested": "3",
        "committed": "1.5",
        "phase": "during",
        **DAYS,
        **changes,
    }


@pytest.fixture
async def member(browser: Browser, world: World) -> Browser:
    await browser.sign_in_as(world.health)
    return browser


async def test_a_role_is_added_changed_accepted_and_removed(member: Browser, world: World) -> None:
    holder = {"holder_id": str(world.health.person_id)}
    assert (
        await member.submit(here(world, "roles", "new"), a_role(world, **holder))
    ).status_code == 303
    (role,) = [one for one in (await world.seen()).roles if one.title == "Nurse"]
    path = here(world, "roles", str(role.id))
    assert "Not accepted yet" in text_of(await member.get(here(world)))
    assert (await member.submit(f"{path}/accept")).status_code == 303
    (role,) = [one for one in (await world.seen()).roles if one.title == "Nurse"]
    assert role.accepted_at == NOW
    shown = fields_of((await member.get(path)).text)
    assert (shown["title"], shown["version"], shown["until_on-month"]) == ("Nurse", "1", "7")
    assert (await member.submit(path, {**shown, "title": "Senior nurse"})).status_code == 303
    stale = await member.submit(path, {**shown, "title": "Chief nurse"})
    assert stale.status_code == 409
    assert 'value="Chief nurse"' in stale.text
    other = f"/plans/{world.plan_ids[PlanKind.VICTIM_SUPPORT]}/roles/{role.id}"
    assert (await member.submit(f"{other}/remove", {"version": "2"})).status_code == 404
    assert (await member.submit(f"{path}/remove", {"version": "1"})).status_code == 409
    assert (await member.submit(f"{path}/remove", {"version": "2"})).status_code == 303
    assert (await member.get(path)).status_code == 404
    assert (await member.submit(path, shown)).status_code == 404


async def test_every_fault_of_a_role_is_told(member: Browser, world: World) -> None:
    answer = await member.submit(
        here(world, "roles", "new"), {"responsibilities": "kept", "holder_id": "me"}
    )
    assert answer.status_code == 422
    assert faults_of(answer) == [
        "Select the agency",
        "Enter a title",
        "Holder must be one of the answers shown",
        "Enter the first day",
        "Enter the last day",
    ]
    assert ">kept</textarea>" in answer.text
    outside = a_role(world, holder_id=str(world.police.person_id))
    refused = await member.submit(here(world, "roles", "new"), outside)
    assert refused.status_code == 422
    assert faults_of(refused) == [
        "Choose somebody of this agency who has been added to the operation."
    ]


async def test_nobody_adds_or_takes_out_for_another_agency(member: Browser, world: World) -> None:
    for path, fields in (("roles", a_role(world)), ("resources", a_resource(world))):
        other = {**fields, "agency_id": str(world.police.agency_id)}
        assert (await member.submit(here(world, path, "new"), other)).status_code == 403
    mandatory = next(one for one in (await world.seen()).roles if one.mandatory)
    page = await member.get(here(world, "roles", str(mandatory.id)))
    assert "This role is mandatory." in text_of(page)


async def test_a_resource_is_added_changed_and_removed(member: Browser, world: World) -> None:
    added = await member.submit(here(world, "resources", "new"), a_resource(world))
    assert added.status_code == 303
    (line,) = (await world.seen()).resources
    assert (line.requested, line.committed, line.gap) == (
        Decimal(3),
        Decimal("1.5"),
        Decimal("1.5"),
    )
    path = here(world, "resources", str(line.id))
    shown = fields_of((await member.get(path)).text) | {"phase": "during"}
    assert (shown["requested"], shown["committed"]) == ("3", "1.5")
    assert (await member.submit(path, {**shown, "committed": "3"})).status_code == 303
    stale = await member.submit(path, {**shown, "committed": "2"})
    assert stale.status_code == 409
    remove = await member.submit(f"{path}/remove", {"version": "2"})
    assert remove.status_code == 303
    assert (await world.seen()).resources == []
    assert (await member.get(path)).status_code == 404


async def test_every_fault_of_a_resource_is_told(member: Browser, world: World) -> None:
    bad = a_resource(world, kind="", requested="-1", committed="lots", phase="never")
    answer = await member.submit(here(world, "resources", "new"), bad)
    assert answer.status_code == 422
    assert faults_of(answer) == [
        "Phase must be one of the answers shown",
        "Enter the resource",
        "Asked for must be 0 or more",
        "Committed must be a number, like 7.5",
    ]
    backwards = a_resource(world, **{"until_on-year": "2025"})
    refused = await member.submit(here(world, "resources", "new"), backwards)
    assert faults_of(refused) == ["The last day cannot be before the first."]


async def test_submitting_says_what_is_unfinished_and_happens_once(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.lead)
    page = text_of(await browser.get(here(world, "submit")))
    assert "Media and community : Agreed lines and Who speaks" in page
    assert "Submit version 1" in page
    for _ in range(2):
        assert (await browser.submit(here(world, "submit"), key="twice")).status_code == 303
    assert (await world.seen()).number == 1
    text = text_of(await browser.get(here(world)))
    assert "Version 1 is out. The signatories are asked." in text
    assert "Waiting for an answer" in text


async def test_only_the_lead_submits(member: Browser, world: World) -> None:
    assert (await member.submit(here(world, "submit"))).status_code == 403
    assert "Submit for sign-off" not in text_of(await member.get(here(world)))


async def test_two_versions_are_compared_as_an_agency_signs_them(
    member: Browser, world: World
) -> None:
    path = here(world, "compare")
    own = f"{path}?agency={world.health.agency_id}"
    for empty in (path, here(world, "versions")):
        assert "No versions yet" in text_of(await member.get(empty))
    await member.submit(here(world, "resources", "new"), a_resource(world))
    await world.submit()
    assert "Nothing that this agency signs changed" in text_of(await member.get(own))
    assert "Make a PDF of version 1" in text_of(await member.get(here(world, "versions")))
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(world.health.agency_id, kind="Nurses"),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )
    await world.submit()
    text = text_of(await member.get(own))
    assert re.search("From version 1, submitted .* to version 2, submitted", text)
    assert "Resource “Nurses (people)”, committed 1.5 4" in text
    whole = text_of(await member.get(path))
    assert f"What {(await world.seen()).resources[0].agency_name} commits" in whole
    assert "Resource “Nurses (people)”, committed 1.5 4 Yes" in whole
    police = await member.get(f"{path}?older=1&newer=2&agency={world.police.agency_id}")
    assert "Nothing that this agency signs changed" in text_of(police)
    wrong = await member.get(f"{path}?older=7&newer=x&agency=everybody")
    assert wrong.status_code == 200
    assert faults_of(wrong) == [
        "Older version must be one of the answers shown",
        "Newer version must be one of the answers shown",
        "Agency must be one of the answers shown",
    ]


async def test_the_roles_say_who_is_missing(member: Browser, world: World) -> None:
    text = text_of(await member.get(here(world)))
    assert "Health lead" in text
    assert "Nobody holds it" in text
    lead = next(one for one in (await world.seen()).roles if one.title == "Health lead")
    changed = role_draft(lead, holder_id=world.health.person_id)
    await change_role(role_id=lead.id, draft=changed, version=1, actor=world.lead, now=NOW)
    assert f"{world.health.name}, no deputy" in text_of(await member.get(here(world)))
    assert (await member.submit(here(world, "roles", str(uuid4()), "accept"))).status_code == 404
