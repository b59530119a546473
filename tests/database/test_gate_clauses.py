"""Clauses of the gate's functions that only a rare history meets, or a forged one."""

from datetime import date

import asyncpg
import pytest

from planning.operations.actions import tell_partnership
from planning.people.rules import Role
from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection
from tests.database.past_our_actions import (
    LIVE,
    as_,
    block,
    put,
    put_all,
    record,
    signed,
    withdraw,
)
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, submitted_world

CONDITION = """
insert into sign_off_condition
    (id, compartment_id, sign_off_id, condition, owner_id, due_on, blocking)
select gen_random_uuid(), compartment_id, id, 'A bed', person_id, $2, true
from sign_off where id = $1
"""

TAKEN_BACK = """
update signatory set until_on = '2026-12-31', delegation_reason = 'Leave', withdrawn_at = now(),
    delegated_by = (select id from person where id <> $1 limit 1)
where person_id = $1
"""
ENDED = "update signatory set until_on = '2026-03-02' where person_id = $1"


@pytest.fixture
async def world(rolled_back: Connection) -> World:
    """Both plans submitted and signed by both agencies."""
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    return world


async def test_whoever_has_a_role_has_not_no_role(rolled_back: Connection) -> None:
    """The police's schedule of the strategy has roles and no resource."""
    world, _ = await submitted_world()
    for kind in PlanKind:
        await put(rolled_back, world, world.health, kind)
    await put(rolled_back, world, world.police, PlanKind.CONTINGENCY)
    await put(rolled_back, world, world.police, PlanKind.VICTIM_SUPPORT, answer="no_role")
    assert not await signed(world)
    await put(rolled_back, world, world.police, PlanKind.VICTIM_SUPPORT)
    assert await signed(world)


async def test_what_was_signed_anew_outlasts_what_was_withdrawn(
    rolled_back: Connection, world: World
) -> None:
    anew = await put(rolled_back, world, world.health, PlanKind.CONTINGENCY, minute=2)
    await withdraw(rolled_back, world.health, anew)
    assert await signed(world)


async def test_a_conflict_of_somebody_who_signed_nothing_takes_nothing_away(
    rolled_back: Connection, world: World
) -> None:
    await block(rolled_back, world, await make_actor())
    assert await signed(world)


async def test_a_question_asked_later_takes_nothing_away(
    rolled_back: Connection, world: World
) -> None:
    await put(rolled_back, world, world.health, PlanKind.CONTINGENCY, answer="asked", minute=2)
    assert await signed(world)


async def test_a_condition_of_a_signature_that_was_withdrawn_blocks_nothing(
    rolled_back: Connection, world: World
) -> None:
    await tell_partnership(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
    )
    past = await put(rolled_back, world, world.health, PlanKind.CONTINGENCY, minute=2)
    await as_(rolled_back, world.health, CONDITION, past, date(2026, 3, 9))
    await withdraw(rolled_back, world.health, past)
    await record(rolled_back, world, "through_gate")
    assert await as_(rolled_back, world.lead, LIVE, world.operation_id, NOW) == "UPDATE 1"


@pytest.mark.parametrize(
    "forged",
    [
        "update plan set last_editor_id = $1",
        TAKEN_BACK,
        ENDED,
    ],
    ids=["last editor of anything", "delegation taken back", "a colleague signs"],
)
async def test_the_guard_of_signatures_asks_for_itself(
    rolled_back: Connection, world: World, forged: str
) -> None:
    await make_actor(agency_id=world.health.agency_id, signatory=True)
    administrator = await make_actor(Role.ADMINISTRATOR)
    forger = world.health if forged.startswith("update plan") else administrator
    await as_(rolled_back, forger, forged, world.health.person_id)
    await world.submit(PlanKind.VICTIM_SUPPORT)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await put(rolled_back, world, world.health, PlanKind.VICTIM_SUPPORT, number=2)
    assert refused.value.constraint_name == "guard_sign_off"
