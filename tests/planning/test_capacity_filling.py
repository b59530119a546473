"""Filling what is short: who could give, and that nothing is given before the giver commits."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.capacity.actions import accept_proposal, set_precedence
from planning.capacity.queries import agency_capacity, operation_capacity
from planning.capacity.queries.boards import OperationCapacity
from planning.capacity.rules.proposals import From, Proposal
from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.operations.actions import add_members, move_operation
from planning.operations.rules import Act, Tier
from planning.people.rules import Actor
from planning.plans.actions import change_resource
from planning.plans.queries.plans import ResourceSeen
from planning.plans.rules.lines import ResourceStatus
from tests.factories import NOW
from tests.planning.capacity_world import APRIL, commit, declare
from tests.planning.operation_world import World, make_world, resource

pytestmark = pytest.mark.usefixtures("rolled_back")
LAST = APRIL + timedelta(days=27)


async def seen(world: World, actor: Actor | None = None) -> OperationCapacity:
    return await operation_capacity(
        operation_id=world.operation_id, actor=actor or world.lead, now=NOW
    )


async def proposed(world: World) -> list[Proposal]:
    return [one.proposal for one in (await seen(world)).proposals]


async def accept(world: World, proposal: Proposal, actor: Actor | None = None) -> UUID:
    return await accept_proposal(
        operation_id=world.operation_id, proposal=proposal, actor=actor or world.lead, now=NOW
    )


async def short_world(gap: int = 2) -> World:
    """Police lack some of four in four weeks from 6 April; health has five."""
    world = await make_world()
    await commit(world, world.police.agency_id, 4 - gap, requested=Decimal(4))
    await declare(world.health, 5)
    return world


async def lines_of(world: World) -> list[tuple[UUID, Decimal, Decimal, ResourceStatus]]:
    return [
        (one.agency_id, one.requested, one.committed, one.status)
        for one in (await world.seen()).resources
    ]


async def only_offer(world: World) -> ResourceSeen:
    (offered,) = [
        one for one in (await world.seen()).resources if one.status is ResourceStatus.OFFERED
    ]
    return offered


async def test_spare_capacity_of_another_agency_is_proposed_and_changes_nothing() -> None:
    world = await short_world()
    before = await lines_of(world)
    (one,) = (await seen(world)).proposals
    assert one.proposal == Proposal(
        one.proposal.resource_id, world.health.agency_id, From.SPARE, None, Decimal(2), APRIL,
        LAST, Decimal(3),
    )  # fmt: skip
    assert (one.kind, one.unit, one.operation_name) == ("Social workers", "people", None)
    assert await lines_of(world) == before


async def test_accepting_only_asks_and_the_giving_agency_commits() -> None:
    world = await short_world()
    (proposal,) = await proposed(world)
    await accept(world, proposal)
    assert sorted(await lines_of(world), key=lambda line: line[3]) == [
        (world.police.agency_id, Decimal(2), Decimal(2), ResourceStatus.COMMITTED),
        (world.health.agency_id, Decimal(2), Decimal(0), ResourceStatus.OFFERED),
    ]
    offer = await only_offer(world)
    committed = resource(
        world.health.agency_id, type_key="social_workers", requested=Decimal(2),
        committed=Decimal(2), from_on=APRIL, until_on=LAST,
    )  # fmt: skip
    with pytest.raises(Invalid, match="Somebody of the agency"):
        await change_resource(
            resource_id=offer.id, draft=committed, version=1, actor=world.lead, now=NOW
        )
    await change_resource(
        resource_id=offer.id, draft=committed, version=1, actor=world.health, now=NOW
    )
    assert (await seen(world)).short == []


async def test_what_is_offered_is_not_proposed_again() -> None:
    world = await short_world(gap=4)
    await commit(world, world.police.agency_id, 0, requested=Decimal(4), phase="after")
    first, second = await proposed(world)
    assert {first.amount, second.amount} == {Decimal(4), Decimal(1)}
    await accept(world, max(first, second, key=lambda one: one.amount))
    assert [one.amount for one in await proposed(world)] == [Decimal(1)]


async def test_a_proposal_is_accepted_once_by_the_lead_and_as_it_was_shown() -> None:
    world = await short_world()
    (proposal,) = await proposed(world)
    with pytest.raises(NotAllowed):
        await accept(world, proposal, world.health)
    with pytest.raises(Blocked):
        await accept(world, msgspec.structs.replace(proposal, amount=Decimal(1)))
    with pytest.raises(Blocked):
        await accept(world, msgspec.structs.replace(proposal, resource_id=uuid4()))
    await accept(world, proposal)
    with pytest.raises(Blocked):
        await accept(world, proposal)


async def test_a_line_is_parted_where_an_offer_is_shorter() -> None:
    world = await make_world()
    await commit(world, world.police.agency_id, 1, requested=Decimal(4))
    second = APRIL + timedelta(days=7)
    await declare(world.health, 2, weeks=1, first=second)
    (proposal,) = await proposed(world)
    assert (proposal.amount, proposal.from_on, proposal.until_on) == (
        Decimal(2), second, second + timedelta(days=6),
    )  # fmt: skip
    await accept(world, proposal)
    parts = sorted(
        (one.from_on, one.until_on, one.requested, one.committed)
        for one in (await world.seen()).resources
        if one.agency_id == world.police.agency_id
    )
    assert parts == [
        (APRIL, second - timedelta(days=1), Decimal(4), Decimal(1)),
        (second, second + timedelta(days=6), Decimal(2), Decimal(1)),
        (second + timedelta(days=7), LAST, Decimal(4), Decimal(1)),
    ]


async def test_a_line_of_which_nothing_is_left_leaves_the_plan() -> None:
    world = await short_world(gap=4)
    (proposal,) = await proposed(world)
    await accept(world, proposal)
    assert await lines_of(world) == [
        (world.health.agency_id, Decimal(4), Decimal(0), ResourceStatus.OFFERED)
    ]


async def both(world: World, other: World) -> None:
    """Lets the lead of one operation into the other."""
    await add_members(
        operation_id=other.operation_id,
        person_ids=[world.lead.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Shares people",
        actor=other.lead,
        now=NOW,
    )


async def shared_world() -> tuple[World, World]:
    """Two operations that the lead of the first sees; the second has four of the first’s health."""
    world, other = await make_world(), await make_world()
    await both(world, other)
    await commit(world, world.police.agency_id, 0, requested=Decimal(3))
    await commit(other, world.health.agency_id, 4)
    return world, other


async def test_an_operation_of_lower_precedence_gives_way() -> None:
    world, other = await shared_world()
    assert await proposed(world) == []
    await set_precedence(operation_id=world.operation_id, precedence=2, actor=world.lead, now=NOW)
    (proposal,) = await proposed(world)
    assert (proposal.kind, proposal.operation_id, proposal.amount, proposal.left) == (
        From.PRECEDENCE, other.operation_id, Decimal(3), Decimal(1),
    )  # fmt: skip
    await accept(world, proposal)
    assert (await other.seen()).resources[0].committed == 4


async def test_what_another_operation_has_beyond_its_need_comes_before_what_it_needs() -> None:
    world, other = await shared_world()
    await commit(other, world.health.agency_id, 2, requested=Decimal(1))
    await set_precedence(operation_id=world.operation_id, precedence=2, actor=world.lead, now=NOW)
    kinds = {one.kind: one.amount for one in await proposed(world)}
    assert kinds == {From.SURPLUS: Decimal(1), From.PRECEDENCE: Decimal(2)}


async def test_an_operation_that_the_lead_is_not_in_is_no_source() -> None:
    world, hidden = await make_world(), await make_world()
    await commit(world, world.police.agency_id, 0, requested=Decimal(3))
    await commit(hidden, world.health.agency_id, 5, requested=Decimal(1))
    await set_precedence(operation_id=world.operation_id, precedence=1, actor=world.lead, now=NOW)
    assert await proposed(world) == []


async def test_money_comes_from_a_sum_that_stays() -> None:
    world = await make_world()
    await commit(world, world.police.agency_id, 0, type_key="money", requested=Decimal(900))
    await declare(world.health, 700, key="money")
    (proposal,) = await proposed(world)
    assert (proposal.amount, proposal.left) == (Decimal(700), Decimal(0))
    await commit(world, world.health.agency_id, 300, type_key="money", from_on=LAST)
    assert [one.amount for one in await proposed(world)] == [Decimal(400)]


async def test_an_operation_that_is_over_proposes_nothing() -> None:
    world = await short_world()
    (proposal,) = await proposed(world)
    await move_operation(
        operation_id=world.operation_id, act=Act.STAND_DOWN, reason="No longer needed",
        actor=world.lead, now=NOW, enqueue=world.sent,
    )  # fmt: skip
    assert await proposed(world) == []
    with pytest.raises(Blocked):
        await accept(world, proposal)


async def test_precedence_is_the_lead_s_and_within_bounds() -> None:
    world = await make_world()
    for wrong in (0, 10):
        with pytest.raises(Invalid):
            await set_precedence(
                operation_id=world.operation_id, precedence=wrong, actor=world.lead, now=NOW
            )
    with pytest.raises(NotAllowed):
        await set_precedence(
            operation_id=world.operation_id, precedence=1, actor=world.health, now=NOW
        )


async def test_the_year_of_an_agency_shows_its_own_operations_and_one_sum_of_the_others() -> None:
    world, hidden = await make_world(), await make_world()
    await declare(world.health, 5)
    await declare(world.police, 9)
    await commit(world, world.health.agency_id, 3)
    await commit(hidden, world.health.agency_id, 4)
    board = await agency_capacity(actor=world.health, now=NOW)
    (line,) = board.lines
    (span,) = line.spans
    assert line.elsewhere_known
    assert (span.from_on, span.until_on) == (APRIL, LAST)
    figures = [span.declared, span.committed, span.elsewhere, span.over, span.spare]
    assert figures == [Decimal(one) for one in (5, 3, 4, 2, 0)]
    assert [one.id for one in board.operations] == [world.operation_id]


async def test_whoever_is_in_no_operation_sees_what_was_declared_and_no_more() -> None:
    world = await make_world()
    await declare(world.health, 5, weeks=1)
    await declare(world.health, 5, weeks=1, first=APRIL + timedelta(days=14))
    board = await agency_capacity(actor=world.health, now=NOW, from_on=APRIL)
    (line,) = board.lines
    assert [(one.from_on, one.spare) for one in line.spans] == [
        (APRIL, Decimal(5)), (APRIL + timedelta(days=14), Decimal(5)),
    ]  # fmt: skip
    assert not line.elsewhere_known


async def test_a_hidden_operation_has_no_capacity_and_no_date_is_too_far() -> None:
    world, stranger = await make_world(), await make_world()
    with pytest.raises(NotFound):
        await seen(world, stranger.lead)
    with pytest.raises(Invalid):
        await agency_capacity(actor=world.lead, now=NOW, from_on=date(9999, 12, 31))


async def test_an_operation_names_what_it_overdraws_and_with_whom() -> None:
    world, other = await shared_world()
    await declare(world.health, 5)
    await commit(world, world.health.agency_id, 2)
    found = await seen(world)
    assert {one.committed for one in found.over} == {Decimal(6)}
    (line,) = [one for one in found.board.lines if one.agency_id == world.health.agency_id]
    assert {share.operation_id for share in line.spans[0].shares} == {
        world.operation_id, other.operation_id,
    }  # fmt: skip
