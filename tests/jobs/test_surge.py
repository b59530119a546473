"""A batch is placed by the worker beside its other work, and stops when it is good enough."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from planning import clock
from planning.surge.actions import (
    ask_run,
    confirm_batch,
    confirm_replan,
    report_absence,
    stop_run,
)
from planning.surge.queries import batch, run
from planning.surge.rules.batches import GOING, RunState
from planning.surge.rules.seen import RunView
from service.surge.jobs import queue_run, surge_jobs
from tests.jobs.conftest import Working
from tests.planning.surge_world import SurgeWorld, make_surge_world

pytestmark = pytest.mark.usefixtures("committed")


async def ended(world: SurgeWorld, run_id: UUID) -> RunView:
    """The run once it goes no more."""
    async with asyncio.timeout(30):
        while True:
            seen = await run(run_id=run_id, actor=world.scene.scheduler)
            if seen.state not in GOING:
                return seen
            await asyncio.sleep(0.1)


async def ask(world: SurgeWorld, seconds: int) -> UUID:
    return await ask_run(
        batch_id=await world.batch(),
        seconds=seconds,
        actor=world.scene.scheduler,
        now=clock.now(),
        queue=queue_run,
    )


async def test_a_batch_is_placed_in_time_and_proved_best(working: Working) -> None:
    world = await make_surge_world("a", "b")
    async with working(surge_jobs()):
        seen = await ended(world, await ask(world, 10))
    assert (seen.state, seen.placed, seen.lateness, seen.gap_percent) == (RunState.DONE, 2, 0, 0)


async def test_a_search_that_is_stopped_before_it_begins_is_never_made(working: Working) -> None:
    world = await make_surge_world("a")
    run_id = await ask(world, 10)
    await stop_run(run_id=run_id, actor=world.scene.scheduler, now=clock.now())
    async with working(surge_jobs()):
        seen = await ended(world, run_id)
    assert (seen.state, seen.placed) == (RunState.STOPPED, 0)


async def test_whoever_is_ill_is_planned_round_and_only_that(working: Working) -> None:
    world = await make_surge_world("a", "b", "c")
    scheduler, sent = world.scene.scheduler, world.scene.sent
    batch_id = await world.batch()
    async with working(surge_jobs()):
        act: dict[str, Any] = {"batch_id": batch_id, "actor": scheduler}
        first = await ask_run(
            batch_id=batch_id, seconds=5, actor=scheduler, now=clock.now(), queue=queue_run
        )
        await ended(world, first)
        await confirm_batch(**act, run_id=first, now=clock.now(), enqueue=sent)
        before = await batch(**act, now=clock.now())
        starts = {one.id: one.starts_at for one in before.meetings}
        ill = next(
            one.id
            for row in before.meetings
            if row.place
            for one in row.place.people
            if one.part == "Chair" and one.id
        )
        day = min(one.date() for one in starts.values() if one)
        again = await report_absence(
            **act, person_id=ill, from_on=day, until_on=day, seconds=5, now=clock.now(),
            queue=queue_run,
        )  # fmt: skip
        found = await ended(world, again)
    assert (found.state, found.placed) == (RunState.DONE, 3)
    shown = await batch(**act, now=clock.now())
    await confirm_replan(**act, run_id=again, now=clock.now(), enqueue=sent)
    after = await batch(**act, now=clock.now())
    moved = {one.id for one in after.meetings if one.starts_at != starts[one.id]}
    assert moved == {one.id for one in shown.meetings if one.moves}
    assert len(moved) == found.moved
