"""The number of statements does not grow with the agencies, the answers or the operations."""

from planning.go_live.queries import gate_of
from planning.operations.actions import add_members, require_agency
from planning.operations.rules import Tier
from planning.people.rules import AgencyCategory
from planning.sign_offs.queries import sign_off_states, waiting_for
from planning.transactions import Connection
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, fresh, sign_everything, submitted_world
from tests.scene import noting_statements


async def count(connection: Connection, world: World) -> tuple[int, int, int]:
    with noting_statements(connection) as gate:
        await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    with noting_statements(connection) as states:
        await sign_off_states(operation_id=world.operation_id, actor=world.lead)
    with noting_statements(connection) as waiting:
        await waiting_for(actor=world.health, now=NOW)
    return len(gate), len(states), len(waiting)


async def test_reading_the_gate_and_the_sign_offs_takes_as_many_statements(
    rolled_back: Connection,
) -> None:
    world, versions = await submitted_world()
    await count(rolled_back, world)  # the profile is read once
    gate, _, waiting = await count(rolled_back, world)
    await sign_everything(world, versions)
    await require_others(world, 1)
    one = await count(rolled_back, world)  # from here on there are versions to compare
    await require_others(world, 3)
    assert await count(rolled_back, world) == one
    assert (one[0], one[2]) == (gate, waiting)


async def require_others(world: World, number: int) -> None:
    """Schools that must sign too, and a version for them."""
    for _ in range(number):
        other = fresh(await make_actor(category=AgencyCategory.EDUCATION, signatory=True))
        await require_agency(
            operation_id=world.operation_id,
            agency_id=other.agency_id,
            reason="Its pupils",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
    await world.submit()


async def test_submitting_and_letting_people_in_takes_as_many_statements(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    with noting_statements(rolled_back) as few:
        await world.submit()
    people = [await make_actor(category=AgencyCategory.HEALTH) for _ in range(5)]
    with noting_statements(rolled_back):
        await add_members(
            operation_id=world.operation_id,
            person_ids=[person.person_id for person in people],
            tier=Tier.SAFEGUARDING,
            reason="Observe",
            actor=world.lead,
            now=NOW,
        )
    for person in people:
        await require_agency(
            operation_id=world.operation_id,
            agency_id=person.agency_id,
            reason="More",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
    with noting_statements(rolled_back) as many:
        await world.submit()
    assert len(many) == len(few)
