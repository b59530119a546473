"""Going live with a gap: signed by the agency that is short and by the lead, for its size."""

from decimal import Decimal
from uuid import UUID

import pytest

from planning.errors import Blocked, NotFound, ReauthenticationNeeded
from planning.go_live.actions import accept_risk
from planning.go_live.queries import GapSeen, gaps_of, gate_of
from planning.go_live.rules import Side
from planning.people.rules import Actor
from planning.transactions import Connection
from tests.database.past_our_actions import block, change_line
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, fresh, submitted_world


@pytest.fixture
async def world() -> World:
    """Health commits 3 of 4 social workers in the version that is submitted."""
    world, _ = await submitted_world()
    await change_line(world, "3")
    await world.submit()
    return world


async def the_gap(world: World) -> GapSeen:
    (gap,) = await gaps_of(operation_id=world.operation_id, actor=world.lead)
    return gap


async def accept(world: World, actor: Actor, gap: str = "1", reason: str = "Agency staff") -> None:
    await accept_risk(
        operation_id=world.operation_id,
        resource_id=(await the_gap(world)).resource_id,
        gap=Decimal(gap),
        reason=reason,
        actor=actor,
        now=NOW,
    )


async def told(world: World) -> list[str]:
    """What the gate says of gaps, the plan that was not submitted aside."""
    gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    return next(line.faults for line in gate.lines if line.key == "resource_gaps")


async def test_both_sides_accept_a_gap(world: World) -> None:
    short = "Social workers: 1 people short."
    assert await told(world) == [short]
    await accept(world, world.health)
    assert await told(world) == [f"{short} The agency accepts the risk; the lead has not."]
    await accept(world, world.lead)
    assert await told(world) == []
    gap = await the_gap(world)
    assert gap.signed == [Side.AGENCY, Side.LEAD]
    assert [(one.side, one.signed_by_name, one.reason) for one in gap.acceptances] == [
        (Side.AGENCY, world.health.name, "Agency staff"),
        (Side.LEAD, world.lead.name, "Agency staff"),
    ]


async def test_the_lead_alone_is_not_enough(world: World) -> None:
    await accept(world, world.lead)
    assert await told(world) == [
        "Social workers: 1 people short. The lead accepts the risk; the agency has not."
    ]


async def test_a_larger_gap_opens_it_again_and_a_smaller_one_does_not(world: World) -> None:
    for person in (world.health, world.lead):
        await accept(world, person)
    await change_line(world, "3.5")
    await world.submit()
    assert await told(world) == []
    await change_line(world, "2")
    await world.submit()
    assert await told(world) == ["Social workers: 2 people short."]


async def test_who_is_in_conflict_has_accepted_nothing(
    world: World, rolled_back: Connection
) -> None:
    for person in (world.health, world.lead):
        await accept(world, person)
    await block(rolled_back, world, world.health)
    assert len(await told(world)) == 1


async def test_every_reason_against_accepting_is_told(world: World) -> None:
    with pytest.raises(Blocked) as refused:
        await accept(world, world.police, gap="2", reason=" ")
    assert [(one.field, one.message) for one in refused.value.blockers] == [
        ("reason", "Enter why it is safe to go live."),
        ("", "The gap is now 1 people. Read it again."),
        ("", "A signatory of the agency that is short, or the operation’s lead, signs this."),
    ]


async def test_nothing_else_can_be_accepted(world: World) -> None:
    stranger = fresh(await make_actor(signatory=True))
    with pytest.raises(NotFound):
        await gaps_of(operation_id=world.operation_id, actor=stranger)
    resource_id = (await the_gap(world)).resource_id
    for actor, line, error in (
        (stranger, resource_id, NotFound),
        (world.lead, UUID(int=1), NotFound),
        (await make_actor(), resource_id, ReauthenticationNeeded),
    ):
        with pytest.raises(error):
            await accept_risk(
                operation_id=world.operation_id,
                resource_id=line,
                gap=Decimal(1),
                reason="Agency staff",
                actor=actor,
                now=NOW,
            )
