"""The gates of many operations cost as many statements as one's, and say the same as alone."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from planning.capacity.actions import declare_capacity
from planning.capacity.rules.declaring import Declaration
from planning.go_live.queries import gate_of, gates_of
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor, Role
from planning.plans.actions import add_resource
from planning.transactions import Connection
from tests.factories import NOW, make_actor
from tests.planning.operation_world import (
    World,
    ready_world,
    resource,
    sign_everything,
    submitted_world,
)
from tests.scene import noting_statements

WEEK = date(2026, 4, 6)


async def _stretched(world: World) -> World:
    """With more committed in a week than is declared."""
    agency = world.health
    have = Declaration("social_workers", WEEK, WEEK, Decimal(2))
    await declare_capacity(lines=[have], actor=agency, now=NOW)
    line = resource(agency.agency_id, type_key="social_workers")
    await add_resource(plan_id=world.contingency, draft=line, actor=world.lead, now=NOW)
    return world


async def _reader(*worlds: World) -> Actor:
    """Somebody who is in all of them."""
    reader = await make_actor(Role.PARTNERSHIP)
    for world in worlds:
        await add_members(
            operation_id=world.operation_id,
            person_ids=[reader.person_id],
            tier=Tier.SAFEGUARDING,
            reason="Reads",
            actor=world.lead,
            now=NOW,
        )
    return reader


async def test_the_gates_of_many_take_as_many_statements_and_are_each_ones_own(
    rolled_back: Connection,
) -> None:
    signed, versions = await ready_world()
    await sign_everything(signed, versions)
    waiting, _ = await submitted_world()
    worlds = [await _stretched(signed), await _stretched(waiting)]
    reader = await _reader(*worlds)
    ids = [world.operation_id for world in worlds]
    alone = {one: await gate_of(operation_id=one, actor=reader, now=NOW) for one in ids}
    with noting_statements(rolled_back) as few:
        await gate_of(operation_id=ids[0], actor=reader, now=NOW)
    with noting_statements(rolled_back) as many:
        together = await gates_of(operation_ids=ids, actor=reader, now=NOW)
    assert together == alone
    assert together[ids[0]].lines != together[ids[1]].lines
    assert len(many) == len(few)


async def test_a_hidden_operation_is_in_no_answer(rolled_back: Connection) -> None:
    shown, hidden = (await submitted_world())[0], (await submitted_world())[0]
    ids = [shown.operation_id, hidden.operation_id, UUID(int=0)]
    found = await gates_of(operation_ids=ids, actor=shown.lead, now=NOW)
    assert list(found) == [shown.operation_id]
    assert await gates_of(operation_ids=[], actor=shown.lead, now=NOW) == {}
