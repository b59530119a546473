"""Versions: who submits one, who sees it."""

import pytest

from planning.errors import Blocked, NotFound, Stale
from planning.operations.actions import release_agency
from planning.plans.actions import edit_section
from planning.plans.queries import version
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries import sign_off_states
from tests.factories import NOW, make_actor
from tests.planning.operation_world import make_world, submitted_world


async def test_a_plan_is_submitted_by_the_lead_when_an_agency_must_sign() -> None:
    world = await make_world()
    for agency_id in (world.lead.agency_id, world.health.agency_id):
        await release_agency(
            operation_id=world.operation_id,
            agency_id=agency_id,
            reason="Not needed",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
    with pytest.raises(Blocked, match="which agencies"):
        await world.submit()
    assert await sign_off_states(operation_id=world.operation_id, actor=world.lead) == []


async def test_a_version_is_seen_whole_by_members_only() -> None:
    world, versions = await submitted_world()
    version_id = versions[PlanKind.CONTINGENCY]
    seen = await version(plan_version_id=version_id, actor=world.health)
    assert (seen.number, seen.is_current) == (1, True)
    assert "police_annex" not in seen.content.sections
    with pytest.raises(NotFound):
        await version(plan_version_id=version_id, actor=await make_actor())
    with pytest.raises(Stale):
        await edit_section(
            plan_id=world.contingency,
            key="media",
            content={},
            version=7,
            actor=world.lead,
            now=NOW,
        )
