"""The partnership's board: what it was told of, how far it is, what is overdue."""

from datetime import timedelta

import pytest

from planning.errors import NotAllowed
from planning.go_live.actions import confirm_go_live, go_live_without_sign_off
from planning.operations.actions import tell_partnership
from planning.operations.rules import OperationState, PartnershipEvent
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.rules.templates import PlanKind
from planning.procedures.actions import install_shipped_profile
from planning.sign_offs.queries import board
from planning.sign_offs.queries.board import BOARD_PAGE, BoardRow
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world, sign_as, submitted_world

pytestmark = pytest.mark.usefixtures("rolled_back")


async def office() -> Actor:
    await install_shipped_profile(now=NOW)
    return await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)


async def tell(world: World) -> None:
    await tell_partnership(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
    )


async def row(actor: Actor, days: int = 0) -> BoardRow:
    (found,) = (await board(actor=actor, now=NOW + timedelta(days=days))).items
    return found


async def test_it_counts_what_is_awaited_and_from_when_on_it_is_overdue() -> None:
    reader = await office()
    world, versions = await submitted_world()
    assert (await board(actor=reader, now=NOW)).items == []
    await tell(world)
    assert ((await row(reader)).missing, (await row(reader)).overdue) == (4, 0)
    await sign_as(world.health, versions[PlanKind.CONTINGENCY])
    late = await row(reader, days=8)
    assert (late.missing, late.overdue, late.without_sign_off) == (3, 3, False)
    assert (await row(reader, days=7)).overdue == 0
    assert [(one.kind, one.receipts) for one in late.notices] == [(PartnershipEvent.OPENED, [])]


async def test_live_without_sign_off_is_on_it_at_once() -> None:
    reader = await office()
    world, _ = await submitted_world()
    await go_live_without_sign_off(
        operation_id=world.operation_id,
        reason="A child is at risk now",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    found = await row(reader)
    assert (found.state, found.without_sign_off, found.confirmed) == (
        OperationState.LIVE, True, False,
    )  # fmt: skip
    await confirm_go_live(operation_id=world.operation_id, actor=world.health, now=NOW)
    assert (await row(reader)).confirmed


async def test_what_was_never_submitted_is_missing_too() -> None:
    reader = await office()
    world = await make_world()
    await tell(world)
    assert (await row(reader)).missing == 4
    await world.submit()
    assert (await row(reader)).missing == 4


async def test_it_is_for_the_partnership_and_is_paged() -> None:
    reader = await office()
    for _ in range(BOARD_PAGE + 1):
        await tell(await make_world())
    first = await board(actor=reader, now=NOW)
    second = await board(actor=reader, now=NOW, cursor=first.next)
    assert (len(first.items), len(second.items), second.next) == (BOARD_PAGE, 1, None)
    with pytest.raises(NotAllowed):
        await board(actor=await make_actor(Role.OPERATION_LEAD), now=NOW)
