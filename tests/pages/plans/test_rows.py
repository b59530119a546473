"""Registers and long tables: each row on a page of its own, with no script, however many."""

from uuid import uuid4

import pytest

from planning.plans.actions import edit_section
from planning.plans.rules.templates import PlanKind
from planning.plans.rules.values import ROWS_AT_MOST, Row
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, text_of
from tests.pages.plans.test_sections import fields_of, here, section
from tests.planning.operation_world import World

FIELD = "contingencies"
FIRST = f"{FIELD}-0"


@pytest.fixture
async def member(browser: Browser, world: World) -> Browser:
    await browser.sign_in_as(world.health)
    return browser


async def register(world: World) -> list[Row]:
    value = (await section(world, "register")).content[FIELD]
    assert isinstance(value, list)
    return value


def at(world: World, *rest: str) -> str:
    return here(world, "sections", "register", "rows", FIELD, *rest)


async def test_the_register_is_a_list_that_opens_each_row(member: Browser, world: World) -> None:
    text = text_of(await member.get(here(world, "sections", "register")))
    assert "More victims than planned for 4 5" in text
    (first, *_) = await register(world)
    shown = await member.get(at(world, first["id"]))
    assert "<h1" in shown.text
    assert "More victims than planned for" in text_of(shown)
    typed = fields_of(shown.text)
    assert (typed[f"{FIRST}-likelihood"], typed[f"{FIRST}-hours_to_respond"]) == ("4", "24")


async def test_a_row_is_changed_in_its_place(member: Browser, world: World) -> None:
    before = await register(world)
    path = at(world, before[1]["id"])
    typed = fields_of((await member.get(path)).text)
    typed |= {f"{FIRST}-impact": "2", f"{FIRST}-tested_on-day": "1"}
    typed |= {f"{FIRST}-tested_on-month": "3", f"{FIRST}-tested_on-year": "2026"}
    saved = await member.submit(path, typed)
    assert saved.headers["location"] == here(world, "sections", "register")
    after = await register(world)
    assert after[1] == before[1] | {"impact": "2", "tested_on": "2026-03-01"}
    assert [row["id"] for row in after] == [row["id"] for row in before]
    late = await member.submit(path, typed)
    assert late.status_code == 409
    assert "Somebody else changed this" in faults_of(late)[0]


async def test_rows_are_added_one_after_another_and_taken_out(
    member: Browser, world: World
) -> None:
    before = await register(world)
    new = {f"{FIRST}-trigger": "The river floods", f"{FIRST}-likelihood": "2", "_version": "1"}
    added = await member.submit(at(world), new | {"_another": "yes"})
    assert added.headers["location"] == at(world)
    again = await member.submit(at(world), new | {"_version": "2"})
    assert again.headers["location"] == here(world, "sections", "register")
    after = await register(world)
    assert [row["trigger"] for row in after[len(before) :]] == ["The river floods"] * 2
    gone = await member.submit(at(world, after[0]["id"]), {"_version": "3", "_step": "remove"})
    assert gone.status_code == 303
    assert await register(world) == after[1:]
    assert (await member.get(at(world, after[0]["id"]))).status_code == 404


async def test_faults_of_a_row_stand_at_its_inputs(member: Browser, world: World) -> None:
    wrong = {
        "_version": "1", f"{FIRST}-trigger": "Rain", f"{FIRST}-likelihood": "6",
        f"{FIRST}-hours_to_respond": "soon",
    }  # fmt: skip
    refused = await member.submit(at(world), wrong)
    assert (refused.status_code, faults_of(refused)) == (
        422, ["Likelihood must be one of the answers shown",
              "Hours to respond must be a number, like 7.5"],
    )  # fmt: skip
    assert 'value="soon"' in refused.text
    nobody = {"_version": "1", f"{FIRST}-trigger": "Rain", f"{FIRST}-lead_agency": str(uuid4())}
    unknown = await member.submit(at(world), nobody)
    assert faults_of(unknown) == ["Choose from the list."]
    assert f'href="#{FIRST}-lead_agency"' in unknown.text
    empty = await member.submit(at(world), {"_version": "1"})
    assert faults_of(empty) == ["Enter something, or cancel."]


async def test_what_is_no_table_or_hidden_has_no_rows(member: Browser, world: World) -> None:
    for path in (
        here(world, "sections", "register", "rows", "rehearsal"),
        here(world, "sections", "police_annex", "rows", "methods"),
        here(world, "sections", "nothing", "rows", FIELD),
        at(world, str(uuid4())),
    ):
        assert (await member.get(path)).status_code == 404
        assert (await member.submit(path, {"_version": "1"})).status_code == 404


async def test_saving_the_rest_of_a_section_keeps_its_register(
    member: Browser, world: World
) -> None:
    before = await register(world)
    path = here(world, "sections", "register")
    typed = fields_of((await member.get(path)).text) | {"watching": "The duty manager, daily"}
    assert (await member.submit(path, typed)).status_code == 303
    assert await register(world) == before


async def test_a_register_of_500_rows_is_read_and_changed(member: Browser, world: World) -> None:
    await edit_section(
        plan_id=world.plan_ids[PlanKind.CONTINGENCY],
        key="register",
        content={FIELD: [{"trigger": f"Thing {n}", "impact": "3"} for n in range(ROWS_AT_MOST)]},
        version=1,
        actor=world.lead,
        now=NOW,
    )
    shown = await member.get(here(world, "sections", "register"))
    assert shown.text.count('href="' + at(world)) == ROWS_AT_MOST + 1
    assert len(shown.content) < 400_000
    last = (await register(world))[-1]
    changed = {"_version": "2", f"{FIRST}-trigger": "The last thing", f"{FIRST}-impact": "1"}
    assert (await member.submit(at(world, last["id"]), changed)).status_code == 303
    assert (await register(world))[-1] == {
        "id": last["id"], "trigger": "The last thing", "impact": "1",
    }  # fmt: skip
    full = await member.submit(at(world), changed | {"_version": "3"})
    assert faults_of(full) == ["Keep to 500 rows or fewer."]


async def test_a_long_table_of_any_kind_is_listed_too(member: Browser, world: World) -> None:
    await edit_section(
        plan_id=world.plan_ids[PlanKind.CONTINGENCY],
        key="responsibilities",
        content={
            "agencies": [{"does": f"Work {n}"} for n in range(41)],
            "voluntary": [{"organisation": "Safe Harbour", "agreed_on": "2026-02-02"}],
        },
        version=1,
        actor=world.lead,
        now=NOW,
    )
    path = here(world, "sections", "responsibilities")
    shown = await member.get(path)
    assert shown.text.count(f'href="{path}/rows/agencies') == 42
    assert "voluntary-0-organisation" in shown.text
    assert "Nothing yet Work 7" in text_of(shown)
