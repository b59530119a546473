"""Capacity for the surge: confirmed by social care and police for what is forecast now."""

import pytest

from planning.errors import Blocked, NotFound
from planning.go_live.actions import confirm_surge
from planning.go_live.queries import gate_of, surge_of
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.transactions import Connection, execute, transaction
from tests.database.past_our_actions import block
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world
from tests.ready import confirm_the_surge


@pytest.fixture
async def world() -> World:
    return await make_world()


async def let_in(world: World, *, signatory: bool = True) -> Actor:
    """Somebody of social care."""
    care = await make_actor(signatory=signatory)
    await add_members(
        operation_id=world.operation_id,
        person_ids=[care.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Chairs",
        actor=world.lead,
        now=NOW,
    )
    return care


async def plan_for(world: World, victims: int) -> None:
    async with transaction(world.lead.person_id):
        await execute(
            "update operation set victims_planning = $2 where id = $1", world.operation_id, victims
        )


async def met(world: World) -> bool:
    gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    return next(line.met for line in gate.lines if line.key == "surge_capacity")


async def test_it_holds_until_the_number_rises_by_more_than_a_tenth(world: World) -> None:
    assert not await met(world)
    await confirm_the_surge(world, await let_in(world))
    assert await met(world)
    await plan_for(world, 33)
    assert await met(world)
    await plan_for(world, 34)
    assert not await met(world)
    seen = await surge_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert (seen.meetings_forecast, seen.working_days) == (114, 42)
    assert [(one.meetings_forecast, one.stands) for one in seen.confirmations] == [(100, False)] * 2


async def test_who_is_in_conflict_has_confirmed_nothing(
    world: World, rolled_back: Connection
) -> None:
    await confirm_the_surge(world, await let_in(world))
    await block(rolled_back, world, world.police)
    assert not await met(world)


async def test_who_speaks_for_neither_cannot_confirm(world: World) -> None:
    deputy = await let_in(world, signatory=False)
    for person in (world.health, deputy):
        seen = await surge_of(operation_id=world.operation_id, actor=person, now=NOW)
        assert not seen.may_confirm
        with pytest.raises(Blocked) as refused:
            await confirm_surge(
                operation_id=world.operation_id, victims_planning=20, how="", actor=person, now=NOW
            )
        assert [(one.field, one.message) for one in refused.value.blockers] == [
            ("how", "Enter how the meetings will be held."),
            ("", (
                "Somebody who speaks for social care or police in the operation confirms this:"
                " its lead, a signatory, or the holder of a mandatory role."
            )),
            ("", "The number to plan for is now 30. Read the new forecast."),
        ]  # fmt: skip


async def test_a_stranger_learns_no_forecast(world: World) -> None:
    with pytest.raises(NotFound):
        await surge_of(operation_id=world.operation_id, actor=await make_actor(), now=NOW)
