"""Operations that the version before sign-off in full left stand as they stood, and go on."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from planning.errors import Blocked
from planning.escalations.queries import waiting_for
from planning.go_live.actions import confirm_go_live, go_live
from planning.go_live.queries import gate_of, go_live_record_of
from planning.go_live.rules import Route
from planning.operations.queries import operation, operation_children
from planning.operations.rules import OperationState
from planning.people.rules import Actor
from planning.plans.queries import plan, plans_of
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import sign, submit_for_sign_off
from planning.sign_offs.queries import sign_off_states
from planning.sign_offs.rules import Answer, Status
from service.database.mirror import differences
from tests.database.upgrading import Upgraded, in_use, upgrade
from tests.factories import NOW, Sent
from tests.planning.operation_world import fresh

LATER = NOW + timedelta(minutes=4)
"""While everybody's password is fresh, and the second person's day runs."""


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[Upgraded]:
    async with upgrade(server, "drift", last="accord_0004_drift") as upgraded:
        yield upgraded


@pytest.fixture
async def upgraded(database: Upgraded) -> AsyncIterator[Upgraded]:
    async with in_use(database.database):
        yield database


async def test_the_tables_are_those_of_a_fresh_database(upgraded: Upgraded) -> None:
    owner = await asyncpg.connect(upgraded.database.owner)
    assert await differences(owner) == []
    await owner.close()


async def test_each_operation_stands_where_it_stood(upgraded: Upgraded) -> None:
    states = {
        name: (await operation(operation_id=id_, actor=await lead(upgraded, name), now=LATER)).state
        for name, id_ in upgraded.left.operations.items()
    }
    assert states == {
        "live": OperationState.LIVE,
        "waiting": OperationState.SIGN_OFF,
        "unsigned": OperationState.LIVE,
        "proposed": OperationState.PROPOSED,
    }


async def test_every_plan_can_be_opened_by_its_lead(upgraded: Upgraded) -> None:
    for name, operation_id in upgraded.left.operations.items():
        leading = await lead(upgraded, name)
        plans = await plans_of(operation_id=operation_id, actor=leading)
        assert {one.kind for one in plans} == set(PlanKind)
        for one in plans:
            assert (await plan(plan_id=one.id, actor=leading, now=LATER)).id == one.id


async def test_children_are_seen_by_those_who_are_in_both(upgraded: Upgraded) -> None:
    manager = await upgraded.actor("manager")
    children = await operation_children(
        operation_id=upgraded.left.operations["live"], actor=manager, now=LATER
    )
    assert {one.concern_id for one in children} == set(upgraded.left.concerns)


async def test_a_signature_counts_as_it_counted(upgraded: Upgraded) -> None:
    assert await standings(upgraded, "live") == {
        (kind, agency): Status.HOLDS for kind in PlanKind for agency in ("police", "health")
    }
    assert await standings(upgraded, "waiting") == {
        (PlanKind.CONTINGENCY, "police"): Status.CONDITIONS,
        (PlanKind.CONTINGENCY, "health"): Status.SUPERSEDED,
        (PlanKind.VICTIM_SUPPORT, "police"): Status.HOLDS,
        (PlanKind.VICTIM_SUPPORT, "health"): Status.REFUSED,
    }


async def test_a_blocking_condition_still_keeps_the_gate_shut(upgraded: Upgraded) -> None:
    leading = await lead(upgraded, "waiting")
    waiting = upgraded.left.operations["waiting"]
    gate = await gate_of(operation_id=waiting, actor=leading, now=LATER)
    (line,) = (line for line in gate.lines if line.key == "blocking_conditions")
    assert (gate.open, line.met) == (False, False)
    assert "A custody officer is on call" in line.evidence
    with pytest.raises(Blocked):
        await go_live(operation_id=waiting, actor=leading, now=LATER, enqueue=Sent())


async def test_an_escalation_of_a_plan_still_waits_for_its_owner(upgraded: Upgraded) -> None:
    waiting = await waiting_for(actor=await lead(upgraded, "waiting"))
    assert [str(one.id) for one in waiting] == [upgraded.left.tables["escalation"][0]["id"]]


async def test_how_an_operation_went_live_is_still_told_and_can_be_confirmed(
    upgraded: Upgraded,
) -> None:
    unsigned = upgraded.left.operations["unsigned"]
    leading, second = await lead(upgraded, "unsigned"), await upgraded.actor("unsigned_health")
    through = await go_live_record_of(
        operation_id=upgraded.left.operations["live"], actor=await lead(upgraded, "live")
    )
    assert through
    assert (through.route, [line.met for line in through.gate_lines]) == (
        Route.THROUGH_GATE,
        [True] * len(upgraded.left.tables["go_live_record"][0]["gate_lines"]),
    )
    await confirm_go_live(operation_id=unsigned, actor=fresh(second), now=LATER)
    record = await go_live_record_of(operation_id=unsigned, actor=leading)
    assert record
    assert (record.route, record.confirmed_at) == (Route.WITHOUT_SIGN_OFF, LATER)


async def test_who_changed_last_and_what_the_partnership_knew_is_read_from_what_was_kept(
    upgraded: Upgraded,
) -> None:
    administrator = await asyncpg.connect(upgraded.database.administrator)
    (forgotten, remembered) = await administrator.fetchrow(
        "select count(*) filter (where last_editor_id is null and material_editor_ids <> '{}'),"
        " count(last_editor_id) from plan_version"
    )
    (untold, told) = await administrator.fetchrow(
        "select count(*) filter (where not exists (select from partnership_notice n"
        " where n.operation_id = o.id and n.kind = 'opened' and n.told_at = partnership_told_at)),"
        " count(*) from operation o where partnership_told_at < now()"
    )
    await administrator.close()
    assert (forgotten, untold) == (0, 0)
    assert remembered > 0
    assert told > 0


async def test_a_plan_is_submitted_again_and_signed(upgraded: Upgraded) -> None:
    leading, signing = await lead(upgraded, "waiting"), await upgraded.actor("waiting_health")
    waiting, sent = upgraded.left.operations["waiting"], Sent()
    (strategy,) = (
        one
        for one in await plans_of(operation_id=waiting, actor=leading)
        if one.kind is PlanKind.VICTIM_SUPPORT
    )
    submitted = await submit_for_sign_off(
        plan_id=strategy.id, actor=leading, now=LATER, enqueue=sent
    )
    assert submitted.number == 2
    await sign(
        plan_version_id=submitted.version_id, answer=Answer.SIGNED, note="", conditions=[],
        actor=fresh(signing), now=LATER,
    )  # fmt: skip
    found = await standings(upgraded, "waiting")
    assert found[PlanKind.VICTIM_SUPPORT, "health"] is Status.HOLDS


async def lead(upgraded: Upgraded, name: str) -> Actor:
    return fresh(await upgraded.actor(f"{name}_lead"))


async def standings(upgraded: Upgraded, name: str) -> dict[tuple[PlanKind, str], Status]:
    agencies = {
        (await upgraded.actor(f"{name}_{agency}")).agency_id: agency
        for agency in ("police", "health")
    }
    found = await sign_off_states(
        operation_id=upgraded.left.operations[name], actor=await lead(upgraded, name)
    )
    return {(one.kind, agencies[one.agency_id]): one.status for one in found}
