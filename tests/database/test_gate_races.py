"""The gate decides under the operation's lock: what happens at the same moment waits or loses."""

import asyncio
from contextvars import Context

import pytest

from planning.errors import Blocked
from planning.go_live.actions import go_live
from planning.go_live.queries import go_live_record_of
from planning.operations.queries import operation
from planning.operations.rules import OperationState
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import withdraw
from planning.transactions import transaction
from tests.factories import NOW
from tests.planning.operation_world import World, sign_as
from tests.ready import open_gate

pytestmark = pytest.mark.usefixtures("committed")


async def leave(world: World) -> object:
    return await go_live(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
    )


async def test_a_withdrawal_under_way_is_waited_for_and_shuts_the_gate() -> None:
    world, versions = await open_gate()
    last = await sign_as(world.health, versions[PlanKind.CONTINGENCY])
    async with transaction(world.health.person_id):
        await withdraw(sign_off_id=last, reason="No beds", actor=world.health, now=NOW)
        leaving = asyncio.get_running_loop().create_task(leave(world), context=Context())
        await asyncio.sleep(0.2)
        assert not leaving.done()
    with pytest.raises(Blocked) as refused:
        await leaving
    assert [blocker.field for blocker in refused.value.blockers] == ["signed_contingency"]
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert seen.state is OperationState.SIGN_OFF
    assert await go_live_record_of(operation_id=world.operation_id, actor=world.lead) is None


async def test_an_operation_goes_live_once() -> None:
    world, _ = await open_gate()
    results = await asyncio.gather(*(leave(world) for _ in range(4)), return_exceptions=True)
    lost = [result for result in results if isinstance(result, BaseException)]
    assert [(type(error), str(error)) for error in lost] == [
        (Blocked, "You cannot go live: the operation’s state is “live”.")
    ] * 3
