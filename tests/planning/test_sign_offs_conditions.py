"""Conditions of a signature: the gate stays shut until shown met and confirmed."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from planning.errors import Blocked, NotAllowed, NotFound
from planning.go_live.queries import gate_of
from planning.go_live.rules import GateLine
from planning.plans.actions import accept_role, change_role
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import confirm_condition, meet_condition, sign
from planning.sign_offs.queries import parts_of, sign_off_states
from planning.sign_offs.queries.states import SignOffState
from planning.sign_offs.rules import Answer, NewCondition, Status
from tests.factories import NOW
from tests.planning.operation_world import (
    World,
    make_world,
    role_draft,
    submitted_world,
)


async def signed_with(world: World, version_id: UUID, owner: UUID, *, blocking: bool) -> None:
    await sign(
        plan_version_id=version_id,
        answer=Answer.SIGNED_WITH_CONDITIONS,
        note="",
        conditions=[NewCondition("A night nurse is found", owner, date(2026, 3, 6), blocking)],
        actor=world.health,
        now=NOW,
    )


async def standing(world: World) -> SignOffState:
    return next(
        one
        for one in await sign_off_states(operation_id=world.operation_id, actor=world.lead)
        if one.agency_id == world.health.agency_id and one.kind is PlanKind.CONTINGENCY
    )


async def the_line(world: World) -> GateLine:
    gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    return next(line for line in gate.lines if line.key == "blocking_conditions")


async def test_a_blocking_condition_is_met_by_its_owner_and_confirmed_by_the_agency() -> None:
    world, versions = await submitted_world()
    await signed_with(world, versions[PlanKind.CONTINGENCY], world.police.person_id, blocking=True)
    found = await standing(world)
    (condition,) = found.conditions
    assert (found.status, (await the_line(world)).met) == (Status.CONDITIONS, False)
    assert "A night nurse is found" in (await the_line(world)).evidence
    about: dict[str, Any] = {"condition_id": condition.id, "now": NOW}
    with pytest.raises(Blocked, match="not shown"):
        await confirm_condition(**about, actor=world.health)
    with pytest.raises(NotAllowed):
        await meet_condition(**about, evidence="Found", actor=world.health)
    await meet_condition(**about, evidence="Rota of 2 March", actor=world.police)
    with pytest.raises(NotAllowed):
        await confirm_condition(**about, actor=world.police)
    await confirm_condition(**about, actor=world.health)
    assert ((await standing(world)).status, (await the_line(world)).met) == (Status.HOLDS, True)
    with pytest.raises(Blocked, match="confirmed"):
        await meet_condition(**about, evidence="More", actor=world.police)


async def test_a_condition_that_does_not_block_leaves_the_gate_alone() -> None:
    world, versions = await submitted_world()
    await signed_with(world, versions[PlanKind.CONTINGENCY], world.health.person_id, blocking=False)
    assert (await the_line(world)).met
    (condition,) = (await standing(world)).conditions
    about: dict[str, Any] = {"condition_id": condition.id, "now": NOW, "actor": world.health}
    waiting = (await parts_of(actor=world.health)).conditions
    assert [(one.id, one.blocking) for one in waiting] == [(condition.id, False)]
    await meet_condition(**about, evidence="Done")
    assert (await parts_of(actor=world.health)).conditions == []
    with pytest.raises(NotAllowed, match="another signatory"):
        await confirm_condition(**about)
    with pytest.raises(NotFound):
        await confirm_condition(condition_id=uuid4(), actor=world.health, now=NOW)


async def test_a_role_waits_for_its_holder_until_it_is_accepted() -> None:
    world = await make_world()
    role = next(
        one for one in (await world.seen()).roles if one.agency_id == world.health.agency_id
    )
    held = role_draft(role, holder_id=world.health.person_id)
    await change_role(role_id=role.id, draft=held, version=role.version, actor=world.lead, now=NOW)
    waiting = (await parts_of(actor=world.health)).roles
    assert [(one.id, one.title) for one in waiting] == [(role.id, role.title)]
    await accept_role(role_id=role.id, actor=world.health, now=NOW)
    assert (await parts_of(actor=world.health)).roles == []
