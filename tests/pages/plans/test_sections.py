"""A plan's task list, and editing a section whose form its template makes."""

import re
from typing import Any
from uuid import uuid4

import pytest

from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.plans.actions import edit_section
from planning.plans.queries.plans import SectionSeen
from planning.plans.rules.templates import PlanKind
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import faults_of, reference_free, text_of
from tests.planning.operation_world import World


def here(world: World, *rest: str) -> str:
    return "/".join([f"/plans/{world.contingency}", *rest])


async def section(world: World, key: str) -> SectionSeen:
    return next(one for one in (await world.seen()).sections if one.section.key == key)


def fields_of(page: str) -> dict[str, Any]:
    """The form as the page shows it, so that a test sends back what a browser would."""
    inputs = re.findall(r"<input\b[^>]*>", page)
    found = [
        (re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one))
        for one in inputs
        if 'type="checkbox"' not in one and 'type="radio"' not in one
    ]
    typed = {name[1]: value[1] if value else "" for name, value in found if name}
    areas = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', page)
    selects = re.findall(r'<select[^>]*name="([^"]*)".*?</select>', page, re.DOTALL)
    chosen = re.findall(
        r'<select[^>]*name="([^"]*)"(?:(?!</select>).)*?value="([^"]*)" selected', page, re.DOTALL
    )
    picked = {**dict.fromkeys(selects, ""), **dict(chosen)}
    everything = {**typed, **dict(areas), **picked}
    return {name: value for name, value in everything.items() if name not in {"_csrf", "_key"}}


@pytest.fixture
async def member(browser: Browser, world: World) -> Browser:
    await browser.sign_in_as(world.health)
    return browser


async def test_the_task_list_says_what_is_not_started_in_progress_and_complete(
    member: Browser, world: World
) -> None:
    await member.submit(
        here(world, "sections", "risk_approach"), {"_version": "1", "tool": "The agreed tool"}
    )
    text = text_of(await member.get(here(world)))
    assert "Draft Operation Larch" in text
    assert "Control sheet Still needed: Owner of the plan" in text
    assert (
        "Agreed approach to risk Still needed: How capacity and consent are assessed, Agreed on."
        " The gate reads this section. Edited by" in text
    )
    assert re.search(r"Edited by [^.]*, 3 March 2026, 2pm\. In progress", text)
    welfare = {"supervision": "Each week", "support": "Debriefs", "_finished": "yes"}
    await member.submit(here(world, "sections", "staff_welfare"), {"_version": "1", **welfare})
    text = text_of(await member.get(here(world)))
    assert re.search(r"Staff welfare The gate reads this section\. Edited by .{0,60}Complete", text)
    assert "Legal Not started" in text


async def test_police_sections_are_absent_for_people_outside_that_tier(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.health)
    assert "Police-sensitive" not in text_of(await browser.get(here(world)))
    hidden = await browser.get(here(world, "sections", "police_annex"))
    absent = await browser.get(here(world, "sections", "no_such_section"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert reference_free(hidden) == reference_free(absent)
    sent = await browser.submit(here(world, "sections", "police_annex"), {"_version": "1"})
    assert sent.status_code == 404
    await add_members(
        operation_id=world.operation_id,
        person_ids=[world.police.person_id],
        tier=Tier.POLICE,
        reason="Investigates",
        actor=world.lead,
        now=NOW,
    )
    await browser.sign_in_as(world.police)
    shown = text_of(await browser.get(here(world, "sections", "police_annex")))
    assert "Only people in the police-sensitive tier see this section." in shown


async def test_every_kind_of_answer_is_kept_and_shown_again(member: Browser, world: World) -> None:
    path = here(world, "sections", "control_sheet")
    sent = {
        "_version": "1",
        "owner": str(world.lead.person_id),
        "precedence": "This one first\r\nthen the others",
        "next_review-day": "1",
        "next_review-month": "June",
        "next_review-year": "2026",
    }
    saved = await member.submit(path, sent)
    assert (saved.status_code, saved.headers["location"]) == (303, here(world))
    kept = (await section(world, "control_sheet")).content
    assert kept == {
        "owner": str(world.lead.person_id),
        "precedence": "This one first\nthen the others",
        "next_review": "2026-06-01",
    }
    again = fields_of((await member.get(path)).text)
    assert again["next_review-month"] == "6"
    assert again["owner"] == str(world.lead.person_id)


async def test_rows_are_changed_added_and_removed(member: Browser, world: World) -> None:
    path = here(world, "sections", "go_live_sequence")
    before = (await section(world, "go_live_sequence")).content["steps"]
    assert isinstance(before, list)
    fields = fields_of((await member.get(path)).text)
    fields |= {
        "steps-0-step": "Both plans are read aloud",
        "steps-1-_remove": "yes",
        f"steps-{len(before)}-day": "T+2",
        f"steps-{len(before)}-agency": str(world.health.agency_id),
        "out_of_hours": "A duty rota",
        "_stay": "yes",
    }
    saved = await member.submit(path, fields)
    assert (saved.status_code, saved.headers["location"]) == (303, path)
    after = (await section(world, "go_live_sequence")).content["steps"]
    assert isinstance(after, list)
    assert [row["id"] for row in after[:-1]] == [before[0]["id"], *(r["id"] for r in before[2:])]
    assert after[0]["step"] == "Both plans are read aloud"
    new = {key: value for key, value in after[-1].items() if key != "id"}
    assert new == {"day": "T+2", "agency": str(world.health.agency_id)}


async def test_every_fault_stands_at_its_place_and_what_was_typed_is_kept(
    member: Browser, world: World
) -> None:
    path = here(world, "sections", "surge")
    fields = fields_of((await member.get(path)).text)
    fields |= {"stages-1-_remove": "yes", "stages-2-hours": "soon", "meetings_a_week": "-3"}
    answer = await member.submit(path, fields)
    assert answer.status_code == 422
    assert faults_of(answer) == [
        "Strategy meetings a week at the peak must be 0 or more",
        "There within, in hours must be a number, like 7.5",
    ]
    assert 'href="#stages-2-hours"' in answer.text
    assert 'value="soon"' in answer.text
    assert answer.text.count('<details class="govuk-details" open>') == 1
    unknown = {**fields_of((await member.get(path)).text), "stages-1-_remove": "yes"}
    unknown["stages-2-agency"] = str(uuid4())
    refused = await member.submit(path, unknown)
    assert (refused.status_code, faults_of(refused)) == (422, ["Choose from the list."])
    assert 'href="#stages-2-agency"' in refused.text


async def test_when_somebody_saved_meanwhile_both_texts_are_shown(
    member: Browser, world: World
) -> None:
    path = here(world, "sections", "media")
    await edit_section(
        plan_id=world.contingency,
        key="media",
        content={"lines": "Theirs"},
        version=1,
        actor=world.lead,
        now=NOW,
    )
    answer = await member.submit(path, {"_version": "1", "lines": "Mine"})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "What is saved now" in text
    assert "Theirs" in text
    assert ">Mine</textarea>" in answer.text
    assert (await section(world, "media")).content == {"lines": "Theirs"}
    assert (await member.submit(path, fields_of(answer.text))).status_code == 303
    assert (await section(world, "media")).content == {"lines": "Mine"}


async def test_a_double_click_saves_once(member: Browser, world: World) -> None:
    path = here(world, "sections", "media")
    for _ in range(2):
        answer = await member.submit(path, {"_version": "1", "lines": "Ours"}, key="twice")
        assert answer.status_code == 303
    assert (await section(world, "media")).version == 2


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "/sections/media",
        "/roles/new",
        "/resources/new",
        "/submit",
        "/versions",
        "/schedule",
        "/schedule/answer",
        "/schedule/withdraw",
    ],
)
async def test_hidden_and_absent_are_the_same_page(
    browser: Browser, world: World, rest: str
) -> None:
    await browser.sign_in_as(await make_actor())
    hidden = await browser.get(here(world) + rest)
    absent = await browser.get(f"/plans/{uuid4()}{rest}")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert reference_free(hidden) == reference_free(absent)


@pytest.mark.parametrize("kind", list(PlanKind))
async def test_every_section_of_the_shipped_templates_can_be_opened_and_saved_as_it_is(
    browser: Browser, world: World, kind: PlanKind
) -> None:
    await browser.sign_in_as(world.lead)
    for one in (await world.seen(kind)).sections:
        path = f"/plans/{world.plan_ids[kind]}/sections/{one.section.key}"
        page = await browser.get(path)
        assert (one.section.key, page.status_code) == (one.section.key, 200)
        saved = await browser.submit(path, fields_of(page.text))
        assert (one.section.key, saved.status_code) == (one.section.key, 303)
    after = (await world.seen(kind)).sections
    assert [one.version for one in after] == [2] * len(after)
