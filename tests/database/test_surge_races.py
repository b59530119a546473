"""Two confirmations at one time: nobody is booked twice, and no batch is convened in part."""

import asyncio
from uuid import UUID

import pytest

from planning.errors import Blocked
from planning.surge.actions import ask_run, confirm_batch
from planning.surge.rules.seen import Confirmed
from planning.transactions import fetch_value, transaction
from tests.factories import NOW
from tests.planning.surge_world import Queued, SurgeWorld, answered, make_surge_world

pytestmark = pytest.mark.usefixtures("committed")
_DOUBLE = """
select count(*) from person_booking one join person_booking other
on one.person_id = other.person_id and one.meeting_id < other.meeting_id
and one.during && other.during
"""


async def proposed(world: SurgeWorld) -> tuple[UUID, UUID]:
    batch_id, scheduler = await world.batch(), world.scene.scheduler
    run_id = await ask_run(batch_id=batch_id, seconds=5, actor=scheduler, now=NOW, queue=Queued())
    await answered(run_id, scheduler.person_id)
    return batch_id, run_id


async def confirm(world: SurgeWorld, batch_id: UUID, run_id: UUID) -> Confirmed:
    return await confirm_batch(
        batch_id=batch_id,
        run_id=run_id,
        actor=world.scene.scheduler,
        now=NOW,
        enqueue=world.scene.sent,
    )


async def convened(world: SurgeWorld) -> int:
    async with transaction(world.scene.scheduler.person_id):
        assert await fetch_value(_DOUBLE) == 0
        return int(await fetch_value("select count(*) from strategy_meeting"))


async def test_of_two_batches_that_want_the_same_people_one_is_convened_whole() -> None:
    worlds = [await make_surge_world("a", "b", "c") for _ in range(2)]
    asked = [await proposed(world) for world in worlds]
    results = await asyncio.gather(
        *(confirm(world, *one) for world, one in zip(worlds, asked, strict=True)),
        return_exceptions=True,
    )
    lost = [one for one in results if isinstance(one, BaseException)]
    assert [type(one) for one in lost] == [Blocked]
    assert sorted([await convened(world) for world in worlds]) == [0, 3]


async def test_one_batch_confirmed_many_times_at_once_is_convened_once() -> None:
    world = await make_surge_world("a", "b")
    asked = await proposed(world)
    results = await asyncio.gather(*(confirm(world, *asked) for _ in range(4)))
    assert len({str(one.meetings) for one in results}) == 1
    assert await convened(world) == 2
