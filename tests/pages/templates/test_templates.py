"""The pages of the plan templates: read by all, changed by two roles, part by part or as a file."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
import time_machine

from planning.people.rules import Actor, Role
from planning.plans.actions.templates import begin_template, install_shipped_templates
from planning.plans.queries.templates import TemplateSeen, template
from planning.plans.rules.templates import FieldKind, PlanKind, Section
from planning.plans.rules.writing import to_toml
from planning.plans.templates import shipped_template
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.pages.plans.test_sections import fields_of

KIND = PlanKind.CONTINGENCY


@pytest.fixture(autouse=True)
async def at_the_time() -> AsyncIterator[None]:
    with time_machine.travel(NOW, tick=False):
        await install_shipped_templates(now=NOW)
        yield


@pytest.fixture
async def partnership(browser: Browser) -> Actor:
    actor = await make_actor(Role.PARTNERSHIP)
    await browser.sign_in_as(actor)
    return actor


@pytest.fixture
async def draft(partnership: Actor) -> UUID:
    return await begin_template(kind=KIND, actor=partnership, now=NOW)


async def seen(draft: UUID) -> TemplateSeen:
    return await template(template_id=draft, actor=await make_actor())


async def section(draft: UUID, key: str) -> Section:
    found = (await seen(draft)).template.section(key)
    assert found
    return found


async def test_everybody_reads_and_only_two_roles_are_offered_a_change(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    text = text_of(await browser.get("/templates"))
    assert "Template of the contingency plan" in text
    assert "In force" in text
    assert "Begin a new version" not in text
    refused = await browser.submit("/templates", {"kind": KIND})
    assert refused.status_code == 403


@pytest.mark.usefixtures("partnership")
async def test_a_draft_is_begun_put_in_force_and_then_stays_as_it_is(browser: Browser) -> None:
    begun = await browser.submit("/templates", {"kind": KIND})
    here = begun.headers["location"]
    assert "Draft" in text_of(await browser.get(here))
    again = await browser.submit("/templates", {"kind": KIND})
    assert (again.status_code, faults_of(again)) == (
        409, ["There is a draft of the contingency plan already."],
    )  # fmt: skip
    assert (await browser.submit("/templates", {"kind": "third"})).status_code == 422
    assert (await browser.submit("/templates", {})).status_code == 422
    stale = await browser.submit(f"{here}/in-force", {"_version": "7"})
    assert stale.status_code == 409
    done = await browser.submit(f"{here}/in-force", {"_version": "1"})
    assert done.headers["location"] == here
    text = text_of(await browser.get(here))
    assert "In force" in text
    assert "Change this section" not in text_of(await browser.get(f"{here}/sections/register"))
    assert (await browser.get(f"{here}/edit")).status_code == 409


async def test_a_draft_is_taken_back(browser: Browser, draft: UUID) -> None:
    assert (await browser.get(f"/templates/{draft}/take-back")).status_code == 200
    done = await browser.submit(f"/templates/{draft}/take-back", {"_version": "1"})
    assert done.headers["location"] == "/templates"
    assert (await browser.get(f"/templates/{draft}")).status_code == 404


async def test_title_note_and_roles(browser: Browser, draft: UUID) -> None:
    path = f"/templates/{draft}/edit"
    fields = fields_of((await browser.get(path)).text)
    assert fields["roles-0-title"] == "Senior investigating officer"
    fields |= {"title": "Our plan", "note": "Shorter", "roles-1-_remove": "yes"}
    fields |= {"roles-3-title": "School lead", "roles-3-category": "education"}
    saved = await browser.submit(path, fields)
    assert saved.status_code == 303
    kept = await seen(draft)
    assert (kept.template.title, kept.line.note) == ("Our plan", "Shorter")
    assert [role.title for role in kept.template.roles] == [
        "Senior investigating officer", "Health lead", "School lead",
    ]  # fmt: skip
    wrong = fields | {"title": "", "roles-0-category": "army", "_version": "2"}
    refused = await browser.submit(path, wrong)
    assert (refused.status_code, faults_of(refused)) == (
        422, ["Enter a title", "Agency must be one of the answers shown"],
    )  # fmt: skip
    twice = fields | {"_version": "2", "roles-3-title": "Health lead"}
    assert faults_of(await browser.submit(path, twice)) == [
        "roles: “Health lead” is there more than once."
    ]


async def test_a_section_is_added_changed_moved_and_taken_out(
    browser: Browser, draft: UUID
) -> None:
    here = f"/templates/{draft}"
    assert (await browser.get(f"{here}/new-section")).status_code == 200
    added = await browser.submit(
        f"{here}/new-section",
        {
            "_version": "1", "title": "Faith groups", "guidance": "Who speaks to whom",
            "question": "Who is asked?", "tier": "safeguarding", "after": "media",
        },
    )  # fmt: skip
    assert added.headers["location"] == f"{here}/sections/faith_groups"
    new = await section(draft, "faith_groups")
    assert (new.source, new.after, [one.label for one in new.fields]) == (
        "", ["media"], ["Who is asked?"],
    )  # fmt: skip
    edit = f"{here}/sections/faith_groups/edit"
    assert fields_of((await browser.get(edit)).text)["title"] == "Faith groups"
    moved = await browser.submit(edit, {"_version": "2", "_step": "up"})
    assert moved.headers["location"] == here
    order = [one.key for one in (await seen(draft)).template.sections]
    assert order[-2:] == ["faith_groups", "sign_off_sheet"]
    circle = {
        "_version": "3", "title": "Media", "tier": "safeguarding", "after": "faith_groups",
        "required_for_gate": "media_lines",
    }  # fmt: skip
    refused = await browser.submit(f"{here}/sections/media/edit", circle)
    assert refused.status_code == 422
    assert "wait for each other" in faults_of(refused)[0]
    assert (await browser.submit(edit, {"_version": "3", "_step": "down"})).status_code == 303
    gone = await browser.submit(edit, {"_version": "4", "_step": "remove"})
    assert gone.headers["location"] == here
    assert (await browser.get(edit)).status_code == 404
    late = await browser.submit(f"{here}/sections/media/edit", circle | {"after": ""})
    assert late.status_code == 409


async def test_a_section_without_title_or_tier_is_refused_at_its_inputs(
    browser: Browser, draft: UUID
) -> None:
    answer = await browser.submit(f"/templates/{draft}/new-section", {"_version": "1"})
    assert (answer.status_code, faults_of(answer)) == (
        422, ["Select who sees it", "Enter a title", "Enter the first question"],
    )  # fmt: skip
    police = {"_version": "1", "title": "Media", "tier": "police", "after": "",
              "required_for_gate": "media_lines"}  # fmt: skip
    told = faults_of(await browser.submit(f"/templates/{draft}/sections/media/edit", police))
    assert told == [
        "sections.14 (media): The gate cannot read a police-sensitive section.",
    ]


async def test_a_question_becomes_a_table_with_columns_and_rows_to_start_from(
    browser: Browser, draft: UUID
) -> None:
    here = f"/templates/{draft}/sections/media"
    assert (await browser.get(f"{here}/new-field")).status_code == 200
    table = {
        "_version": "1", "label": "Who is told", "kind": "table", "material": "no",
        "columns-0-label": "Who", "columns-0-kind": "agency",
        "columns-1-label": "How", "columns-1-kind": "choice", "columns-1-choices": "Phone\nLetter",
        "_stay": "yes",
    }  # fmt: skip
    added = await browser.submit(f"{here}/new-field", table)
    assert added.headers["location"] == f"{here}/fields/who_is_told"
    kept = (await section(draft, "media")).fields[-1]
    assert [(one.key, one.kind, one.choices) for one in kept.columns] == [
        ("who", FieldKind.AGENCY, []), ("how", FieldKind.CHOICE, ["Phone", "Letter"]),
    ]  # fmt: skip
    rows = f"{here}/fields/who_is_told/rows"
    assert (await browser.get(rows)).status_code == 200
    saved = await browser.submit(
        rows,
        {"_version": "2", "who_is_told-0-who": "Police", "who_is_told-0-how": "Phone"},
    )
    assert saved.headers["location"] == here
    assert (await section(draft, "media")).fields[-1].starter == [{"who": "police", "how": "Phone"}]
    assert 'value="Police" selected' in (await browser.get(rows)).text
    edit = f"{here}/fields/who_is_told"
    fields = fields_of((await browser.get(edit)).text)
    fields |= {"_version": "3", "columns-1-_remove": "yes", "material": "yes"}
    assert (await browser.submit(edit, fields)).status_code == 303
    kept = (await section(draft, "media")).fields[-1]
    assert (kept.material, [one.key for one in kept.columns], kept.starter) == (
        True, ["who"], [{"who": "police"}],
    )  # fmt: skip
    assert (await browser.submit(edit, {"_version": "4", "_step": "up"})).status_code == 303
    assert (await section(draft, "media")).fields[-2].key == "who_is_told"
    assert (await browser.submit(edit, {"_version": "5", "_step": "remove"})).status_code == 303
    assert (await browser.get(edit)).status_code == 404


async def test_faults_of_a_question_stand_at_their_inputs(browser: Browser, draft: UUID) -> None:
    path = f"/templates/{draft}/sections/media/new-field"
    wrong = {
        "_version": "1", "label": "", "kind": "table", "columns-0-label": "A",
        "columns-0-kind": "choice",
    }  # fmt: skip
    answer = await browser.submit(path, wrong)
    assert (answer.status_code, faults_of(answer)) == (
        422, ["Say whether it is signed", "Enter the question"],
    )  # fmt: skip
    again = await browser.submit(path, wrong | {"label": "Who", "material": "yes"})
    assert [one.split(": ")[-1] for one in faults_of(again)] == [
        "A choice has choices, nothing else has."
    ]
    choice = {"_version": "1", "label": "Tone", "kind": "choice", "material": "yes"}
    good = await browser.submit(path, choice | {"choices": "Calm\n\nFirm"})
    assert good.status_code == 303
    register = {"_version": "2", "label": "More", "kind": "risk", "material": "yes"}
    assert (await browser.submit(path, register)).status_code == 303
    assert len((await section(draft, "media")).fields[-1].columns) == 11
    absent = f"/templates/{draft}/sections/media/fields"
    assert (await browser.get(f"{absent}/nothing")).status_code == 404
    assert (await browser.get(f"{absent}/lines/rows")).status_code == 404


async def test_a_register_keeps_its_rows_when_its_question_is_changed(
    browser: Browser, draft: UUID
) -> None:
    edit = f"/templates/{draft}/sections/register/fields/contingencies"
    fields = fields_of((await browser.get(edit)).text)
    fields |= {"label": "What may go wrong", "material": "yes", "needed": "yes"}
    assert (await browser.submit(edit, fields)).status_code == 303
    kept = (await section(draft, "register")).fields[0]
    assert (kept.label, kept.kind, len(kept.starter)) == ("What may go wrong", FieldKind.RISK, 23)
    rows = fields_of((await browser.get(f"{edit}/rows")).text)
    rows |= {"contingencies-0-trigger": "Rain", "contingencies-0-_remove": ""}
    assert (await browser.submit(f"{edit}/rows", rows | {"_stay": "yes"})).status_code == 303
    starter = (await section(draft, "register")).fields[0].starter
    assert (starter[0]["trigger"], starter[0]["lead_agency"], len(starter)) == (
        "Rain", "social_care", 23,
    )  # fmt: skip


async def test_a_draft_is_replaced_by_a_file_or_every_fault_is_told(
    browser: Browser, draft: UUID
) -> None:
    path = f"/templates/{draft}/paste"
    content = to_toml(shipped_template(KIND))
    assert fields_of((await browser.get(path)).text)["content"].startswith("kind = ")
    wrong = content.replace('tier = "police"', 'tier = "secret"', 1).replace(
        'key = "media"', 'key = "legal"', 1
    )
    refused = await browser.submit(path, {"_version": "1", "note": "", "content": wrong})
    assert refused.status_code == 422
    told = faults_of(refused)
    assert any("sections.3 (police_annex).tier" in one for one in told)
    assert any("“legal” is there more than once" in one for one in told)
    again = content.replace('title = "Contingency plan"', 'title = "By file"', 1)
    saved = await browser.submit(path, {"_version": "1", "note": "By file", "content": again})
    assert saved.headers["location"] == f"/templates/{draft}"
    assert (await seen(draft)).template.title == "By file"
    file = await browser.get(f"/templates/{draft}/toml")
    assert file.text == to_toml((await seen(draft)).template)
    assert file.headers["content-disposition"].endswith('"contingency-2.toml"')


async def test_what_is_lacking_is_told_before_a_draft_is_put_in_force(
    browser: Browser, draft: UUID
) -> None:
    here = f"/templates/{draft}"
    await browser.submit(f"{here}/sections/media/edit", {"_version": "1", "_step": "remove"})
    text = text_of(await browser.get(here))
    assert "It cannot be put in force yet." in text
    assert "Say which section the gate reads for media lines." in text
    refused = await browser.submit(f"{here}/in-force", {"_version": "2"})
    assert refused.status_code == 409


async def test_every_section_is_shown_as_its_empty_form(browser: Browser, draft: UUID) -> None:
    for one in (await seen(draft)).template.sections:
        shown = await browser.get(f"/templates/{draft}/sections/{one.key}")
        assert shown.status_code == 200
        assert all(field.label in text_of(shown) for field in one.fields)
    assert (await browser.get(f"/templates/{draft}/sections/nothing")).status_code == 404
    assert (await browser.get(f"/templates/{uuid4()}")).status_code == 404


async def test_the_empty_plan_is_printed(browser: Browser, draft: UUID) -> None:
    printed = await browser.get(f"/templates/{draft}/print")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    await browser.sign_in_as(await make_actor())
    assert (await browser.get(f"/templates/{draft}/print")).status_code == 403
