"""Operations that the version before surge scheduling left stand as they stood, and go on."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pytest

from planning.capacity.queries import agency_capacity
from planning.go_live.actions import confirm_surge, go_live
from planning.go_live.queries import gaps_of, gate_of, surge_of
from planning.go_live.rules import Side
from planning.lessons.queries import lessons
from planning.operations.queries import operation, operation_children
from planning.operations.rules import OperationState
from planning.people.rules import Actor
from planning.plans.queries import comments_of, plans_of
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries import replies_to, sign_off_states, signing_list
from planning.sign_offs.rules import Status
from planning.support.queries import child_plan
from service.database.mirror import differences
from tests.database.upgrading import Upgraded, in_use, upgrade
from tests.factories import NOW, Sent
from tests.planning.capacity_world import APRIL
from tests.planning.operation_world import fresh

LATER = NOW + timedelta(minutes=4)
"""While everybody's password is fresh."""


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[Upgraded]:
    async with upgrade(server, "operations", last="accord_0005_operations") as upgraded:
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
        "open": OperationState.SIGN_OFF,
        "waiting": OperationState.SIGN_OFF,
        "unsigned": OperationState.LIVE,
    }


async def test_what_was_answered_asked_and_accepted_is_still_told(upgraded: Upgraded) -> None:
    leading, waiting = await lead(upgraded, "waiting"), upgraded.left.operations["waiting"]
    states = await sign_off_states(operation_id=waiting, actor=leading)
    contingency = {one.agency_id: one for one in states if one.kind is PlanKind.CONTINGENCY}
    police, health = [await upgraded.actor(f"waiting_{one}") for one in ("police", "health")]
    assert {key: one.status for key, one in contingency.items()} == {
        police.agency_id: Status.HOLDS,
        health.agency_id: Status.ASKED,
    }
    asked = upgraded.left.tables["sign_off_reply"][0]["sign_off_id"]
    said = await replies_to(sign_off_id=asked, actor=health)
    assert [one.text for one in said] == ["The partnership does"]
    (gap,) = await gaps_of(operation_id=waiting, actor=leading)
    assert (gap.gap, gap.signed) == (Decimal(1), [Side.AGENCY, Side.LEAD])
    signers = (await signing_list(actor=health, now=LATER)).signers
    (delegate,) = (one for one in signers if one.until_on)
    assert delegate.until_on == date(2026, 3, 20)


async def test_an_open_request_is_still_open(upgraded: Upgraded) -> None:
    leading = await lead(upgraded, "waiting")
    plans = await plans_of(operation_id=upgraded.left.operations["waiting"], actor=leading)
    (plan,) = (one for one in plans if one.kind is PlanKind.CONTINGENCY)
    (asked,) = (await comments_of(plan_id=plan.id, actor=leading)).items
    assert (asked.text, asked.open) == ("Say who decides at night", True)


async def test_declared_capacity_and_what_draws_on_it_are_as_they_were(upgraded: Upgraded) -> None:
    health = await upgraded.actor("waiting_health")
    board = await agency_capacity(actor=health, now=LATER, from_on=APRIL)
    (line,) = (one for one in board.lines if one.type_key == "social_workers")
    first = line.spans[0]
    assert (first.declared, first.committed) == (Decimal(6), Decimal(2))


async def test_a_confirmed_surge_stands_and_can_be_confirmed_again(upgraded: Upgraded) -> None:
    police, waiting = await upgraded.actor("waiting_police"), upgraded.left.operations["waiting"]
    seen = await surge_of(operation_id=waiting, actor=police, now=LATER)
    assert [(one.meetings_forecast, one.stands) for one in seen.confirmations] == [(100, True)]
    await confirm_surge(
        operation_id=waiting, victims_planning=30, how="Three rooms each day",
        actor=police, now=LATER,
    )  # fmt: skip
    seen = await surge_of(operation_id=waiting, actor=police, now=LATER)
    assert [one.how for one in seen.confirmations] == ["Three rooms each day"]


async def test_children_keep_their_key_worker_and_their_plans(upgraded: Upgraded) -> None:
    manager, charity = await upgraded.actor("manager"), await upgraded.actor("charity")
    children = await operation_children(
        operation_id=upgraded.left.operations["unsigned"], actor=manager, now=LATER
    )
    assert {one.concern_id for one in children} == set(upgraded.left.concerns)
    plans = [await child_plan(child_id=one.id, actor=charity, now=LATER) for one in children]
    assert [len(one.spells) for one in plans] == [2, 2]
    assert sorted(len(one.risks) + len(one.contacts) for one in plans) == [0, 2]
    assert sorted(len(one.reviews) for one in plans) == [0, 1]


async def test_lessons_are_kept(upgraded: Upgraded) -> None:
    found = (await lessons(actor=await lead(upgraded, "unsigned"))).items
    assert [one.learned for one in found] == ["Chairs were found too late"]


async def test_an_open_gate_is_still_open_and_the_operation_goes_live(upgraded: Upgraded) -> None:
    leading, opened = await lead(upgraded, "open"), upgraded.left.operations["open"]
    gate = await gate_of(operation_id=opened, actor=leading, now=LATER)
    assert [line.key for line in gate.lines if not line.met] == []
    await go_live(operation_id=opened, actor=leading, now=LATER, enqueue=Sent())
    seen = await operation(operation_id=opened, actor=leading, now=LATER)
    assert seen.state is OperationState.LIVE


async def lead(upgraded: Upgraded, name: str) -> Actor:
    return fresh(await upgraded.actor(f"{name}_lead"))
