"""Going live: the gate's lines, the refusal, and the way without sign-off."""

from datetime import date, timedelta

import pytest

from planning.errors import Blocked, NotAllowed, NotFound, ReauthenticationNeeded
from planning.go_live.actions import (
    confirm_go_live,
    declare_ready,
    go_live,
    go_live_without_sign_off,
)
from planning.go_live.queries import gate_of, go_live_record_of
from planning.go_live.rules import Route
from planning.operations.queries import operation
from planning.operations.rules import OperationState
from planning.people.rules import AgencyCategory, Role
from tests.factories import NOW, make_actor
from tests.planning.operation_world import (
    World,
    fresh,
    make_world,
)
from tests.ready import open_gate


async def state(world: World) -> OperationState:
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    return seen.state


async def test_a_complete_operation_is_declared_ready_and_goes_live_through_the_gate() -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    world, _ = await open_gate()
    gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert [line for line in gate.lines if not line.met] == []
    assert gate.open
    await declare_ready(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert await state(world) is OperationState.READY
    world.sent.messages.clear()
    await go_live(operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent)
    assert await state(world) is OperationState.LIVE
    kept = await go_live_record_of(operation_id=world.operation_id, actor=world.lead)
    assert kept is not None
    assert (kept.route, kept.confirm_by) == (Route.THROUGH_GATE, None)
    assert kept.gate_lines == gate.lines
    assert office.person_id in {message.recipient.person_id for message in world.notices}


async def test_the_gate_names_every_missing_thing_and_refuses_with_all_of_them() -> None:
    world = await make_world()
    await world.submit()
    gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    unmet = [line.key for line in gate.lines if not line.met]
    assert unmet == [
        "signed_contingency", "signed_victim_support", "mandatory_roles", "resource_gaps",
        "information_sharing", "risk_approach", "protection_rule", "media_lines",
        "staff_welfare", "out_of_hours", "groups", "groups_met", "conflicts_declared",
        "partnership_told", "surge_capacity", "reviewed",
    ]  # fmt: skip
    with pytest.raises(Blocked) as refused:
        await go_live(
            operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
        )
    assert [blocker.field for blocker in refused.value.blockers] == unmet
    with pytest.raises(Blocked):
        await declare_ready(operation_id=world.operation_id, actor=world.lead, now=NOW)


async def test_going_live_is_the_leads_with_a_fresh_password() -> None:
    world = await make_world()
    stale = NOW + timedelta(minutes=6)
    with pytest.raises(ReauthenticationNeeded):
        await go_live(
            operation_id=world.operation_id, actor=world.lead, now=stale, enqueue=world.sent
        )
    with pytest.raises(NotAllowed):
        await go_live(
            operation_id=world.operation_id, actor=world.health, now=NOW, enqueue=world.sent
        )
    stranger = fresh(await make_actor(Role.OPERATION_LEAD))
    with pytest.raises(NotFound):
        await go_live(operation_id=world.operation_id, actor=stranger, now=NOW, enqueue=world.sent)
    with pytest.raises(NotFound):
        await gate_of(operation_id=world.operation_id, actor=stranger, now=NOW)


async def test_an_emergency_goes_live_at_once_and_the_partnership_is_told() -> None:
    office = fresh(await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP))
    world = await make_world()
    await go_live_without_sign_off(
        operation_id=world.operation_id,
        reason="A child is in danger tonight",
        actor=world.police,
        now=NOW,
        enqueue=world.sent,
    )
    assert await state(world) is OperationState.LIVE
    kept = await go_live_record_of(operation_id=world.operation_id, actor=office)
    assert kept is not None
    assert (kept.route, kept.sign_off_due_on, kept.confirmed_at, kept.confirm_by) == (
        Route.WITHOUT_SIGN_OFF, date(2026, 3, 5), None, NOW + timedelta(hours=24),
    )  # fmt: skip
    assert office.person_id in {message.recipient.person_id for message in world.notices}
    with pytest.raises(Blocked, match="another agency"):
        await confirm_go_live(operation_id=world.operation_id, actor=world.lead, now=NOW)
    await confirm_go_live(operation_id=world.operation_id, actor=world.health, now=NOW)
    with pytest.raises(Blocked, match="already"):
        await confirm_go_live(operation_id=world.operation_id, actor=world.health, now=NOW)


async def test_an_emergency_needs_a_reason_and_an_operation_that_is_not_live() -> None:
    world = await make_world()
    with pytest.raises(Blocked) as refused:
        await go_live_without_sign_off(
            operation_id=world.operation_id,
            reason=" ",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
    assert [blocker.field for blocker in refused.value.blockers] == ["reason"]
    with pytest.raises(Blocked, match="did not go live"):
        await confirm_go_live(operation_id=world.operation_id, actor=world.health, now=NOW)
    assert await go_live_record_of(operation_id=world.operation_id, actor=world.lead) is None
