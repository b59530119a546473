"""Any two versions against each other: whole, for one agency, and with the police tier's part."""

from uuid import UUID

import pytest

from planning.access.actions import declare_conflict
from planning.errors import NotFound
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.plans.actions import change_resource, edit_section
from planning.plans.queries import compare_versions, texts_of, version
from planning.plans.queries.comparison import Comparison
from planning.plans.rules.differences import Difference
from planning.plans.rules.templates import PlanKind
from planning.transactions import fetch_value, transaction
from tests.factories import NOW
from tests.planning.operation_world import World, resource, submitted_world
from tests.planning.test_plans import edit


async def changed_world() -> tuple[World, UUID, UUID]:
    """Version 2 changes a signed field, an unsigned one, a line of health's and the annex."""
    world, versions = await submitted_world()
    await edit(world, "media", {"lines": "Protection comes first", "spokesperson": "The chief"})
    await edit(world, "sign_off_sheet", {"note": "Read the annex"})
    await edit(world, "police_annex", {"methods": "Watch the square"})
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(world.health.agency_id, committed=line.committed - 1),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )
    return world, versions[PlanKind.CONTINGENCY], await world.submit()


async def compared(
    world: World, actor: Actor, agency_id: UUID | None = None, newer: int = 2
) -> Comparison:
    return await compare_versions(
        plan_id=world.contingency, older=1, newer=newer, agency_id=agency_id, actor=actor
    )


async def test_the_whole_is_compared_and_says_what_is_signed() -> None:
    world, _, _ = await changed_world()
    found = await compared(world, world.health)
    assert (found.older.number, found.newer.number) == (1, 2)
    assert {one.place: one.signed for one in found.shared} == {
        "Media and community, Agreed lines": True,
        "Media and community, Who speaks": True,
        "Sign-off sheet, Note to signatories": False,
    }
    (health,) = found.schedules
    assert (health.agency_id, [one.after for one in health.changes]) == (
        world.health.agency_id,
        ["3"],
    )


async def test_an_agency_is_compared_as_it_signs() -> None:
    world, _, _ = await changed_world()
    police = await compared(world, world.lead, world.police.agency_id)
    assert [one.signed for one in police.shared] == [True, True]
    assert (police.schedules, police.police) == ([], None)
    health = await compared(world, world.lead, world.health.agency_id)
    assert [one.agency_id for one in health.schedules] == [world.health.agency_id]


async def test_only_the_police_tier_sees_what_changed_in_it() -> None:
    world, older, newer = await changed_world()
    said = [
        Difference("Police-sensitive annex, Methods and tactics", "", "Watch the square",
                   signed=False)
    ]  # fmt: skip
    assert (await compared(world, world.lead)).police == said
    assert (await compared(world, world.health)).police is None
    hidden = await version(plan_version_id=newer, actor=world.health)
    assert (hidden.police, hidden.says("police_annex")) == (None, {})
    seen = [await version(plan_version_id=one, actor=world.lead) for one in (older, newer)]
    assert [one.says("police_annex") for one in seen] == [{}, {"methods": "Watch the square"}]


async def test_the_police_part_is_kept_though_who_submits_does_not_see_it() -> None:
    world, _ = await submitted_world()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[world.police.person_id],
        tier=Tier.POLICE,
        reason="Investigates",
        actor=world.lead,
        now=NOW,
    )
    await edit(world, "police_annex", {"methods": "Watch the square"}, actor=world.police)
    async with transaction(world.police.person_id):
        hidden = await fetch_value("select police_compartment_id from operation")
    await declare_conflict(
        compartment_id=hidden,
        person_id=world.lead.person_id,
        reason="Knows a suspect",
        actor=world.police,
        now=NOW,
    )
    newer = await world.submit()
    assert (await version(plan_version_id=newer, actor=world.lead)).police is None
    kept = await version(plan_version_id=newer, actor=world.police)
    assert kept.says("police_annex") == {"methods": "Watch the square"}


async def test_a_version_that_is_not_there_is_absent() -> None:
    world, _ = await submitted_world()
    with pytest.raises(NotFound):
        await compared(world, world.lead)
    assert (await compared(world, world.lead, newer=1)).shared == []


async def test_every_text_of_a_section_is_read_again_by_its_tier() -> None:
    world, _ = await submitted_world()
    for number in (1, 2):
        await edit_section(
            plan_id=world.contingency,
            key="police_annex",
            content={"methods": f"Plan {number}"},
            version=number,
            actor=world.lead,
            now=NOW,
        )
    found = await texts_of(plan_id=world.contingency, key="police_annex", actor=world.lead)
    assert [(one.version, one.content) for one in found] == [
        (3, {"methods": "Plan 2"}),
        (2, {"methods": "Plan 1"}),
    ]
    older = await texts_of(
        plan_id=world.contingency, key="police_annex", before=3, actor=world.lead
    )
    assert [one.version for one in older] == [2]
    with pytest.raises(NotFound):
        await texts_of(plan_id=world.contingency, key="police_annex", actor=world.health)
