"""Plans: sections, roles, resources, and who is in the way of whom."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from planning.operations.actions import move_operation
from planning.operations.rules import Act
from planning.people.rules import AgencyCategory
from planning.plans.actions import (
    accept_role,
    add_resource,
    add_role,
    change_resource,
    change_role,
    edit_section,
    remove_resource,
    remove_role,
)
from planning.plans.queries.plans import RoleSeen
from tests.factories import NOW, make_actor, make_agency
from tests.planning.operation_world import World, make_world, resource, role_draft


async def edit(world: World, key: str, content: dict[str, Any], **changes: Any) -> int:
    asked: dict[str, Any] = {"version": 1, "actor": world.lead, **changes}
    return await edit_section(plan_id=world.contingency, key=key, content=content, now=NOW, **asked)


async def the_role(world: World, title: str) -> RoleSeen:
    return next(role for role in (await world.seen()).roles if role.title == title)


async def test_a_section_keeps_canonical_values_and_its_rows_keep_their_ids() -> None:
    world = await make_world()
    health = str(world.health.agency_id)
    assert await edit(
        world, "responsibilities", {"agencies": [{"agency": health, "does": " Cares\r\nwell "}]}
    ) == 2  # fmt: skip
    seen = next(
        one for one in (await world.seen()).sections if one.section.key == "responsibilities"
    )
    rows = seen.content["agencies"]
    assert isinstance(rows, list)
    (row,) = rows
    assert (row["agency"], row["does"]) == (health, "Cares\nwell")
    assert (seen.version, seen.edited_by_name) == (2, world.lead.name)
    await edit(world, "responsibilities", {"agencies": [row]}, version=2)
    with pytest.raises(Stale):
        await edit(world, "responsibilities", {}, version=2)


async def test_every_fault_of_a_section_is_named_with_its_place() -> None:
    world = await make_world()
    with pytest.raises(Invalid) as refused:
        await edit(
            world,
            "register",
            {
                "contingencies": [
                    {"trigger": "x", "likelihood": "Often", "lead_agency": str(uuid4())},
                    "no row",
                ]
            },
        )
    assert [blocker.field for blocker in refused.value.blockers] == ["contingencies"]
    with pytest.raises(Invalid) as refused:
        await edit(
            world,
            "register",
            {
                "contingencies": [
                    {"trigger": "x", "likelihood": "Often", "lead_agency": str(uuid4())}
                ]
            },
        )
    assert [blocker.field for blocker in refused.value.blockers] == [
        "contingencies.0.likelihood", "contingencies.0.lead_agency",
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        await edit(world, "control_sheet", {"owner": str(uuid4())})
    assert [blocker.field for blocker in refused.value.blockers] == ["owner"]


async def test_a_police_section_is_absent_for_the_safeguarding_tier() -> None:
    world = await make_world()
    assert await edit(world, "police_annex", {"methods": "Covert"}) == 2
    for actor, key in ((world.health, "police_annex"), (world.lead, "no_such_section")):
        with pytest.raises(NotFound):
            await edit(world, key, {}, actor=actor)
    with pytest.raises(NotFound):
        await edit_section(
            plan_id=uuid4(), key="media", content={}, version=1, actor=world.lead, now=NOW
        )


async def test_nothing_changes_in_an_operation_that_is_over() -> None:
    world = await make_world()
    await move_operation(
        operation_id=world.operation_id,
        act=Act.STAND_DOWN,
        reason="No offence found",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    with pytest.raises(Blocked, match="stood down"):
        await edit(world, "media", {"lines": "None"})


async def test_a_role_is_held_accepted_and_accepted_anew_after_other_terms() -> None:
    world = await make_world()
    role = await the_role(world, "Health lead")
    assert role.agency_id == world.health.agency_id
    held = role_draft(role, holder_id=world.health.person_id)
    await change_role(role_id=role.id, draft=held, version=1, actor=world.lead, now=NOW)
    with pytest.raises(NotAllowed):
        await accept_role(role_id=role.id, actor=world.lead, now=NOW)
    for _ in range(2):
        await accept_role(role_id=role.id, actor=world.health, now=NOW)
    assert (await the_role(world, "Health lead")).accepted_at == NOW
    contact = role_draft(await the_role(world, "Health lead"), contact_24h="01632 960001")
    await change_role(role_id=role.id, draft=contact, version=2, actor=world.health, now=NOW)
    assert (await the_role(world, "Health lead")).accepted_at == NOW
    other = role_draft(await the_role(world, "Health lead"), authority_limit="None")
    await change_role(role_id=role.id, draft=other, version=3, actor=world.health, now=NOW)
    assert (await the_role(world, "Health lead")).accepted_at is None


async def test_a_mandatory_role_stays_and_another_can_be_taken_out() -> None:
    world = await make_world()
    role = await the_role(world, "Health lead")
    with pytest.raises(Blocked, match="mandatory"):
        await remove_role(role_id=role.id, version=1, actor=world.lead, now=NOW)
    extra = role_draft(role, title="Nurse")
    extra_id = await add_role(plan_id=world.contingency, draft=extra, actor=world.health, now=NOW)
    with pytest.raises(Stale):
        await remove_role(role_id=extra_id, version=9, actor=world.health, now=NOW)
    await remove_role(role_id=extra_id, version=1, actor=world.health, now=NOW)
    for gone in (extra_id, uuid4()):
        with pytest.raises(NotFound):
            await accept_role(role_id=gone, actor=world.health, now=NOW)


async def test_holders_are_of_the_agency_and_in_the_operation() -> None:
    world = await make_world()
    role = await the_role(world, "Health lead")
    outsider = await make_actor(agency_id=world.health.agency_id)
    wrong = role_draft(
        role, holder_id=world.police.person_id, deputy_id=outsider.person_id, agency_id=uuid4()
    )
    with pytest.raises(Invalid) as refused:
        await change_role(role_id=role.id, draft=wrong, version=1, actor=world.lead, now=NOW)
    assert [blocker.field for blocker in refused.value.blockers] == [
        "agency_id", "holder_id", "deputy_id",
    ]  # fmt: skip


async def test_an_agency_changes_its_own_lines_and_the_lead_all() -> None:
    world = await make_world()
    line = await add_resource(
        plan_id=world.contingency,
        draft=resource(world.health.agency_id, committed=Decimal("2.50")),
        actor=world.lead,
        now=NOW,
    )
    (seen,) = (await world.seen()).resources
    assert (seen.committed, seen.gap) == (Decimal("2.50"), Decimal("1.50"))
    with pytest.raises(NotAllowed):
        await remove_resource(resource_id=line, version=1, actor=world.police, now=NOW)
    with pytest.raises(NotAllowed):
        await add_resource(
            plan_id=world.contingency,
            draft=resource(world.health.agency_id),
            actor=world.police,
            now=NOW,
        )
    changed = resource(world.health.agency_id)
    for version in (1, 2):
        await change_resource(
            resource_id=line, draft=changed, version=version, actor=world.health, now=NOW
        )
    await remove_resource(resource_id=line, version=3, actor=world.health, now=NOW)
    assert (await world.seen()).resources == []
    for gone in (line, uuid4()):
        with pytest.raises(NotFound):
            await remove_resource(resource_id=gone, version=4, actor=world.health, now=NOW)


async def test_absurd_resources_are_refused_with_every_fault() -> None:
    world = await make_world()
    closed = uuid4()
    wrong = resource(closed, kind="", requested=Decimal(-1), committed=Decimal("1e12"))
    with pytest.raises(Invalid) as refused:
        await add_resource(plan_id=world.contingency, draft=wrong, actor=world.lead, now=NOW)
    assert [blocker.field for blocker in refused.value.blockers] == [
        "kind", "requested", "committed", "agency_id",
    ]  # fmt: skip


async def test_a_starter_role_without_an_agency_of_its_category_is_the_leads() -> None:
    world = await make_world()
    role = await the_role(world, "Safeguarding lead")
    assert role.agency_id == world.lead.agency_id
    social_care = await make_agency(AgencyCategory.SOCIAL_CARE)
    moved = role_draft(role, agency_id=social_care)
    await change_role(role_id=role.id, draft=moved, version=1, actor=world.lead, now=NOW)
    assert (await the_role(world, "Safeguarding lead")).agency_id == social_care
