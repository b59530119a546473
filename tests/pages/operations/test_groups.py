"""Groups by page: seated, declared, convened; what a conflict shuts, and who leads."""

import html
import re
from datetime import timedelta

import httpx

from planning.clock import london_date
from planning.groups.queries import groups_of, interests_of
from planning.groups.rules import Group
from planning.operations.queries import operation
from planning.people.rules import Actor, Role
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.planning.group_world import Groups, make_groups, seat_everybody, steered
from tests.planning.operation_world import World

TODAY = london_date(NOW)


def dated(field: str, on: str = "3 3 2026") -> dict[str, str]:
    """A date as three inputs."""
    parts = ("day", "month", "year")
    return {f"{field}-{part}": typed for part, typed in zip(parts, on.split(), strict=True)}


def seat_fields(person: Actor, **changes: str) -> dict[str, str]:
    """A member's seat as it is typed."""
    return {
        "group": "strategic", "person_id": str(person.person_id), "seat": "member",
        "reason": "Speaks for the agency", **dated("from_on"), **changes,
    }  # fmt: skip


async def test_the_lead_seats_and_unseats(browser: Browser, world: World) -> None:
    here = f"/operations/{world.operation_id}/groups"
    person = await make_actor(name="Kit Adeyemi")
    await browser.sign_in_as(world.lead)
    shown = text_of(await browser.get(here))
    assert shown.count("Not constituted") == 2
    assert shown.count("It still needs a chair") == 2
    refused = await browser.submit(f"{here}/seats", {"reason": "Knows the area"})
    assert (refused.status_code, faults_of(refused)) == (
        422,
        ["Select the group", "Select the person", "Select what they do in it", "Enter from when"],
    )
    assert "Knows the area" in refused.text
    early = await browser.submit(
        f"{here}/seats", seat_fields(person, **dated("from_on", "2 3 2026"))
    )
    assert faults_of(early) == [
        "Enter a date from 3 March 2026, when the operation was opened, within ten years."
    ]
    seated = await browser.submit(f"{here}/seats", seat_fields(person))
    assert (seated.status_code, seated.headers["location"]) == (303, here)
    assert "Kit Adeyemi" in text_of(await browser.get(f"/operations/{world.operation_id}"))
    found = await groups_of(operation_id=world.operation_id, on=TODAY, actor=world.lead)
    end = f"{here}/seats/{found.seats[0].id}"
    assert "They sit in it because: Speaks for the agency" in text_of(await browser.get(end))
    assert (await browser.submit(end, {"reason": ""})).status_code == 422
    assert (await browser.submit(end, {"reason": "Left"})).status_code == 303
    assert (await browser.get(end)).status_code == 404


async def test_a_member_reads_and_a_stranger_finds_nothing(browser: Browser, world: World) -> None:
    groups = await steered(world)
    here = f"/operations/{world.operation_id}"
    await browser.sign_in_as(world.health)
    shown = text_of(await browser.get(f"{here}/groups"))
    assert shown.count("Constituted") == 2
    assert "Seat somebody" not in shown
    assert "Its meetings that you are in" not in shown
    await browser.sign_in_as(groups.chair)
    assert text_of(await browser.get(f"{here}/groups")).count("Held with quorum") == 2
    await browser.sign_in_as(await make_actor(*Role))
    for page in ("groups", "groups/seats", "interests", "interests/declare", "conflicts",
                 "details", "lead"):  # fmt: skip
        assert (await browser.get(f"{here}/{page}")).status_code == 404
    convene = f"/meetings/convene?operation={world.operation_id}&group=strategic"
    assert (await browser.get(convene)).status_code == 404


async def test_an_interest_shuts_the_operation_until_the_lead_lifts_it(
    browser: Browser, world: World
) -> None:
    here = f"/operations/{world.operation_id}"
    declare = f"{here}/interests/declare"
    await browser.sign_in_as(world.police)
    none = await browser.submit(declare, {"interest": "none", "words": "not kept"})
    assert none.headers["location"] == f"{here}/interests"
    assert "No interest" in text_of(await browser.get(f"{here}/interests"))
    await browser.sign_in_as(world.health)
    assert "Declare your interests" in text_of(await browser.get(f"{here}/interests"))
    assert faults_of(await browser.submit(declare, {})) == ["Select whether you have an interest"]
    assert faults_of(await browser.submit(declare, {"interest": "interest"})) == [
        "Enter what the interest is."
    ]
    said = {"interest": "interest", "words": "My brother is a suspect"}
    gone = await browser.submit(declare, said)
    assert (gone.status_code, gone.headers["location"]) == (303, "/operations")
    assert (await browser.get(here)).status_code == 404
    await browser.sign_in_as(world.lead)
    lift = f"{here}/conflicts/{world.health.person_id}"
    assert "They declared: My brother is a suspect" in text_of(await browser.get(lift))
    assert (await browser.submit(lift, {"reason": " "})).status_code == 422
    assert (await browser.submit(lift, {"reason": "Steps back from him"})).status_code == 303
    assert "Steps back from him" in text_of(await browser.get(f"{here}/interests"))
    assert (await browser.get(lift)).status_code == 404
    await browser.sign_in_as(world.health)
    assert (await browser.get(here)).status_code == 200


async def test_the_lead_records_another_person_s_conflict(browser: Browser, world: World) -> None:
    here = f"/operations/{world.operation_id}"
    await browser.sign_in_as(world.lead)
    assert faults_of(await browser.submit(f"{here}/conflicts", {"reason": "Related"})) == [
        "Select the person"
    ]
    form = {"person_id": str(world.police.person_id), "reason": "Related to a suspect"}
    recorded = await browser.submit(f"{here}/conflicts", form)
    assert recorded.headers["location"] == f"{here}/interests"
    assert "Related to a suspect" in text_of(await browser.get(f"{here}/interests"))
    await browser.sign_in_as(world.health)
    assert "It stands" in text_of(await browser.get(f"{here}/interests"))
    refused = await browser.submit(f"{here}/conflicts", form)
    assert refused.status_code == 403
    found = await interests_of(operation_id=world.operation_id, on=TODAY, actor=world.lead)
    assert [one.name for one in found.conflicts] == [world.police.name]


async def test_details_change_with_a_reason_and_two_editors_are_told(
    browser: Browser, world: World
) -> None:
    here = f"/operations/{world.operation_id}"
    await browser.sign_in_as(world.lead)
    page = await browser.get(f"{here}/details")
    assert 'value="Operation Larch"' in page.text
    form = {
        "version": "1", "name": "Operation Ash", "summary": "As before",
        "victims_known": "9", "victims_suspected": "12", "victims_planning": "30",
        "planned_live_on-day": "", "planned_live_on-month": "", "planned_live_on-year": "",
    }  # fmt: skip
    assert faults_of(await browser.submit(f"{here}/details", form)) == ["Enter why it changes"]
    changed = await browser.submit(f"{here}/details", form | {"reason": "Renamed"})
    assert (changed.status_code, changed.headers["location"]) == (303, here)
    assert "Operation Ash" in text_of(await browser.get(here))
    earlier = text_of(await browser.get(f"{here}/details"))
    assert "Renamed Name: Operation Larch" in earlier
    assert "Victims known: 5" in earlier
    assert "Covert: yes" in earlier
    assert "Planned go-live date: 14 April 2026" in earlier
    stale = await browser.submit(f"{here}/details", form | {"reason": "Again", "name": "Elm"})
    assert stale.status_code == 409
    assert 'value="Elm"' in stale.text


async def test_the_lead_hands_over(browser: Browser, world: World) -> None:
    here = f"/operations/{world.operation_id}"
    next_lead = await make_actor(Role.OPERATION_LEAD)
    await browser.sign_in_as(world.lead)
    assert faults_of(await browser.submit(f"{here}/lead", {"reason": "Leave"})) == [
        "Select who leads it from now on"
    ]
    form = {"person_id": str(next_lead.person_id), "reason": "Leave"}
    assert (await browser.submit(f"{here}/lead", form)).status_code == 303
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert seen.lead_id == next_lead.person_id
    assert "Hand the operation over" not in text_of(await browser.get(here))


def typed(page: httpx.Response) -> dict[str, str | list[str]]:
    """What the form holds: hidden fields, the chosen chair, the type, who is ticked."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    ticked = re.findall(r'name="invitees" type="checkbox" value="([^"]+)"\s+checked', page.text)
    chosen = re.findall(
        r'<select[^>]*name="(\w+)"(?:(?!</select>).)*?<option value="([^"]+)" selected', page.text,
        re.DOTALL,
    )  # fmt: skip
    return {name: html.unescape(value) for name, value in [*hidden, *chosen] if name[0] != "_"} | {
        "invitees": ticked
    }


async def convening(browser: Browser, groups: Groups) -> dict[str, str | list[str]]:
    """The group's form as it opens, and what somebody types on top."""
    address = f"/meetings/convene?operation={groups.operation_id}&group=strategic"
    page = await browser.get(address)
    assert "Convene the strategic management group." in text_of(page)
    tomorrow = NOW + timedelta(days=1)
    return typed(page) | dated("on", f"{tomorrow:%d %m %Y}") | dated("decided_at") | {
        "decided_at-time": "2pm", "starts": "10am", "ends": "11am", "mode": "video",
        "purpose": "To steer",
    }  # fmt: skip


async def test_the_lead_convenes_a_group_from_its_page(browser: Browser, world: World) -> None:
    groups = await make_groups(world)
    await seat_everybody(groups)
    await browser.sign_in_as(world.lead)
    form = await convening(browser, groups)
    assert form["chair_id"] == str(groups.chair.person_id)
    assert set(form["invitees"]) == {str(one.person_id) for one in groups.seniors}
    checked = await browser.submit("/meetings/convene", form | {"step": "check"})
    assert "Check before you convene" in text_of(checked)
    times = await browser.submit("/meetings/convene", form | {"step": "times"})
    assert "Best first" in text_of(times)
    convened = await browser.submit("/meetings/convene", form | {"step": "convene"})
    assert convened.status_code == 303
    found = await groups_of(operation_id=world.operation_id, on=TODAY, actor=world.lead)
    assert [f"/meetings/{one.meeting_id}" for one in found.meetings] == [
        convened.headers["location"]
    ]
    assert found.meetings[0].group is Group.STRATEGIC
    assert "A group of Operation Larch" in text_of(await browser.get(convened.headers["location"]))
    assert "Convened" in text_of(await browser.get(f"/operations/{world.operation_id}/groups"))


async def test_whoever_sits_in_it_convenes_without_being_offered_times(
    browser: Browser, world: World
) -> None:
    groups = await make_groups(world)
    await seat_everybody(groups)
    await browser.sign_in_as(groups.seniors[0])
    form = await convening(browser, groups)
    refused = await browser.submit("/meetings/convene", form | {"step": "times"})
    assert refused.status_code == 422
    assert "Type a time." in text_of(refused)
    convened = await browser.submit("/meetings/convene", form | {"step": "convene"})
    assert convened.status_code == 303


async def test_nobody_else_convenes_it(browser: Browser, world: World) -> None:
    groups = await make_groups(world)
    await seat_everybody(groups)
    await browser.sign_in_as(world.health)
    address = f"/meetings/convene?operation={groups.operation_id}&group=strategic"
    assert (await browser.get(address)).status_code == 403


async def test_a_group_meets_again_as_the_same_group(browser: Browser, world: World) -> None:
    groups = await steered(world)
    found = await groups_of(operation_id=world.operation_id, on=TODAY, actor=groups.chair)
    held = next(one for one in found.meetings if one.group is Group.INVESTIGATION)
    await browser.sign_in_as(groups.chair)
    again = typed(await browser.get(f"/meetings/convene?follow_up={held.meeting_id}"))
    assert (again["operation_id"], again["management_group"], again["kind"]) == (
        str(world.operation_id), "investigation", "investigation_management_group",
    )  # fmt: skip
    outsider = await make_actor(Role.CHAIR)
    groups.seniors.append(outsider)
    meeting_id = (await groups.convene(Group.STRATEGIC)).meeting_id
    await browser.sign_in_as(outsider)
    assert "A group of" not in text_of(await browser.get(f"/meetings/{meeting_id}"))
    seen = typed(await browser.get(f"/meetings/convene?follow_up={meeting_id}"))
    assert (seen.get("operation_id"), seen["kind"]) == (None, "strategic_management_group")
