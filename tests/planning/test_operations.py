"""Operations: two tiers, required agencies, the lifecycle, and what a stranger finds."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.operations.actions import (
    add_members,
    move_operation,
    release_agency,
    require_agency,
    tell_partnership,
)
from planning.operations.queries import operation, operation_members, operations
from planning.operations.rules import Act, OperationState, Tier
from planning.people.rules import AgencyCategory, Role
from planning.plans.actions import start_operation
from planning.plans.queries import plan, plans_of
from planning.plans.rules.templates import PlanKind
from planning.plans.templates import shipped_template
from tests.factories import NOW, make_actor, make_agency
from tests.planning.operation_world import draft, make_world


async def test_an_operation_starts_with_both_plans_and_its_lead_in_both_tiers() -> None:
    world = await make_world()
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert (seen.state, seen.lead_name, seen.in_police_tier) == (
        OperationState.PROPOSED, world.lead.name, True,
    )  # fmt: skip
    assert [agency.reason for agency in seen.agencies] == ["Cares", "Investigates"]
    assert set(world.plan_ids) == set(PlanKind)
    for kind in PlanKind:
        plan_seen = await world.seen(kind)
        template = shipped_template(kind)
        assert [one.section for one in plan_seen.sections] == template.sections
        assert sorted(role.title for role in plan_seen.roles) == sorted(
            role.title for role in template.roles
        )


async def test_a_member_of_the_safeguarding_tier_sees_no_police_section() -> None:
    world = await make_world()
    seen = await plan(plan_id=world.contingency, actor=world.health, now=NOW)
    assert {one.section.tier for one in seen.sections} == {Tier.SAFEGUARDING}
    assert len(seen.sections) == len(shipped_template(PlanKind.CONTINGENCY).sections) - 1
    about = await operation(operation_id=world.operation_id, actor=world.health, now=NOW)
    assert about.in_police_tier is False
    members = await operation_members(operation_id=world.operation_id, actor=world.health)
    assert [one.police for one in members] == [False] * len(members)
    mine = await operation_members(operation_id=world.operation_id, actor=world.lead)
    assert [one.person_id for one in mine if one.police] == [world.lead.person_id]


async def test_to_a_stranger_the_operation_does_not_exist() -> None:
    world = await make_world()
    stranger = await make_actor(Role.OPERATION_LEAD)
    assert (await operations(actor=stranger)).items == []
    for question in (
        operation(operation_id=world.operation_id, actor=stranger, now=NOW),
        operation_members(operation_id=world.operation_id, actor=stranger),
        plans_of(operation_id=world.operation_id, actor=stranger),
        plan(plan_id=world.contingency, actor=stranger, now=NOW),
        tell_partnership(
            operation_id=world.operation_id, actor=stranger, now=NOW, enqueue=world.sent
        ),
    ):
        with pytest.raises(NotFound):
            await question


async def test_a_conflict_of_interest_hides_the_operation_from_a_member() -> None:
    world = await make_world()
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    await declare_conflict(
        compartment_id=seen.compartment_id,
        person_id=world.health.person_id,
        reason="Related to a suspect",
        actor=world.lead,
        now=NOW,
    )
    with pytest.raises(NotFound):
        await operation(operation_id=world.operation_id, actor=world.health, now=NOW)


async def test_operations_are_listed_a_page_at_a_time_newest_first() -> None:
    lead = await make_actor(Role.OPERATION_LEAD)
    made = [
        await start_operation(draft=draft({lead.agency_id: "Leads"}), actor=lead, now=NOW)
        for _ in range(3)
    ]
    first = await operations(actor=lead, limit=2)
    rest = await operations(actor=lead, limit=2, cursor=first.next)
    assert {row.id for row in [*first.items, *rest.items]} == set(made)
    assert ([len(first.items), len(rest.items)], rest.next) == ([2, 1], None)
    assert first.items[0].agencies_required == 1


async def test_only_an_operation_lead_creates_and_every_fault_is_named() -> None:
    scheduler = await make_actor(Role.SCHEDULER)
    with pytest.raises(NotAllowed):
        await start_operation(draft=draft({}), actor=scheduler, now=NOW)
    lead = await make_actor(Role.OPERATION_LEAD)
    faulty = msgspec.structs.replace(
        draft({uuid4(): " "}), name="", victims_known=-1, planned_live_on=None
    )
    with pytest.raises(Invalid) as refused:
        await start_operation(draft=faulty, actor=lead, now=NOW)
    assert [blocker.field for blocker in refused.value.blockers] == [
        "name", "victims_known", "agencies.0.reason", "agencies",
    ]  # fmt: skip


async def test_the_lead_requires_and_releases_agencies_with_reasons() -> None:
    world = await make_world()
    school = await make_agency(AgencyCategory.EDUCATION)
    about: dict[str, Any] = {
        "operation_id": world.operation_id,
        "now": NOW,
        "enqueue": world.sent,
    }
    await require_agency(
        **about, agency_id=school, reason="Its pupils are victims", actor=world.lead
    )
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert school in [agency.agency_id for agency in seen.agencies]
    with pytest.raises(Blocked, match="already"):
        await require_agency(**about, agency_id=school, reason="Again", actor=world.lead)
    with pytest.raises(NotAllowed):
        await release_agency(**about, agency_id=school, reason="No", actor=world.health)
    await release_agency(**about, agency_id=school, reason="No pupil is involved", actor=world.lead)
    with pytest.raises(Blocked) as refused:
        await release_agency(**about, agency_id=school, reason="", actor=world.lead)
    assert [blocker.field for blocker in refused.value.blockers] == ["reason", "agency_id"]


async def test_police_tier_members_are_in_both_tiers_and_nobody_twice() -> None:
    world = await make_world()
    analyst = await make_actor(category=AgencyCategory.POLICE)
    for _ in range(2):
        await add_members(
            operation_id=world.operation_id,
            person_ids=[analyst.person_id],
            tier=Tier.POLICE,
            reason="Analyses intelligence",
            actor=world.lead,
            now=NOW,
        )
    seen = await plan(plan_id=world.contingency, actor=analyst, now=NOW)
    assert Tier.POLICE in {one.section.tier for one in seen.sections}
    members = await operation_members(operation_id=world.operation_id, actor=world.lead)
    assert [one.police for one in members if one.person_id == analyst.person_id] == [True]
    with pytest.raises(Blocked) as refused:
        await add_members(
            operation_id=world.operation_id,
            person_ids=[uuid4()],
            tier=Tier.SAFEGUARDING,
            reason="",
            actor=world.lead,
            now=NOW,
        )
    assert [blocker.field for blocker in refused.value.blockers] == ["reason", "person_ids"]


async def test_the_lifecycle_moves_only_as_its_table_says() -> None:
    world = await make_world()
    about: dict[str, Any] = {
        "operation_id": world.operation_id,
        "actor": world.lead,
        "now": NOW,
        "enqueue": world.sent,
    }
    assert await move_operation(**about, act=Act.START_PLANNING, reason="Scoped") is (
        OperationState.PLANNING
    )
    assert await move_operation(**about, act=Act.PAUSE, reason="New facts") is OperationState.PAUSED
    with pytest.raises(Blocked) as refused:
        await move_operation(**about, act=Act.CLOSE, reason="")
    assert [blocker.field for blocker in refused.value.blockers] == ["", "reason"]
    with pytest.raises(NotAllowed, match="gate"):
        await move_operation(**about, act=Act.GO_LIVE, reason="Now")


async def test_the_partnership_is_told_once_and_can_then_see_the_operation() -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    world = await make_world()
    for _ in range(2):
        await tell_partnership(
            operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
        )
    seen = await operation(operation_id=world.operation_id, actor=office, now=NOW)
    assert seen.partnership_told_at == NOW
