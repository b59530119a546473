"""States of sections, and every text that they had."""

from typing import Any

import pytest

from planning.errors import Invalid
from planning.plans.queries.plans import SectionSeen
from planning.plans.rules.sections import SectionState, state_after
from planning.transactions import fetch_value, transaction
from tests.planning.operation_world import World, make_world
from tests.planning.test_plans import edit

WELFARE = {"supervision": "Each week", "support": "Debrief on the day"}


async def section(world: World, key: str) -> SectionSeen:
    return next(one for one in (await world.seen()).sections if one.section.key == key)


async def state(world: World, key: str = "staff_welfare") -> SectionState:
    return (await section(world, key)).state


async def test_a_section_is_in_progress_once_somebody_writes_in_it() -> None:
    world = await make_world()
    assert await state(world) is SectionState.NOT_STARTED
    await edit(world, "staff_welfare", {"supervision": "Each week"})
    assert await state(world) is SectionState.IN_PROGRESS


async def test_only_a_person_calls_a_section_complete_and_only_when_nothing_needed_lacks() -> None:
    world = await make_world()
    with pytest.raises(Invalid) as refused:
        await edit(world, "staff_welfare", {"supervision": "Each week"}, complete=True)
    assert [(one.field, one.message) for one in refused.value.blockers] == [
        ("support", "Answer “Support and debriefs” before you say that the section is complete.")
    ]
    await edit(world, "staff_welfare", WELFARE)
    assert await state(world) is SectionState.IN_PROGRESS
    await edit(world, "staff_welfare", WELFARE, version=2, complete=True)
    assert await state(world) is SectionState.COMPLETE


async def test_a_material_edit_takes_a_complete_section_back() -> None:
    world = await make_world()
    await edit(world, "staff_welfare", WELFARE, complete=True)
    spaced = {**WELFARE, "support": "Debrief  on the day"}
    await edit(world, "staff_welfare", spaced, version=2)
    assert await state(world) is SectionState.COMPLETE
    await edit(world, "staff_welfare", {**WELFARE, "support": "None"}, version=3)
    assert await state(world) is SectionState.IN_PROGRESS


async def test_taking_out_what_is_needed_takes_it_back_though_nothing_signed_changed() -> None:
    world = await make_world()
    owner = {"owner": str(world.lead.person_id)}
    precedence = {"precedence": "This one"}
    await edit(world, "control_sheet", {**owner, **precedence}, complete=True)
    await edit(world, "control_sheet", {**owner, **precedence, "next_review": "2026-05-01"},
               version=2)  # fmt: skip
    assert await state(world, "control_sheet") is SectionState.COMPLETE
    await edit(world, "control_sheet", precedence, version=3)
    assert await state(world, "control_sheet") is SectionState.IN_PROGRESS


async def test_what_is_said_wins() -> None:
    complete, progress = SectionState.COMPLETE, SectionState.IN_PROGRESS
    assert state_after(complete, said=False, material=False, unfinished=False) is progress
    assert state_after(progress, said=True, material=True, unfinished=False) is complete


async def texts(world: World, **of: Any) -> Any:
    async with transaction(of["actor"].person_id):
        return await fetch_value(
            "select coalesce(array_agg(content ->> 'methods' order by version), '{}')"
            " from plan_section_text where plan_id = $1 and key = $2",
            world.contingency, of["key"],
        )  # fmt: skip


async def test_every_text_is_kept_in_the_tier_of_its_section() -> None:
    world = await make_world()
    await edit(world, "police_annex", {"methods": "Watch the square"})
    await edit(world, "police_annex", {"methods": "Watch the station"}, version=2)
    kept = await texts(world, key="police_annex", actor=world.lead)
    assert kept == ["Watch the square", "Watch the station"]
    assert await texts(world, key="police_annex", actor=world.health) == []
