"""A batch is placed by the worker, a step at a time, and shown with what was found."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from planning.errors import Blocked, NotFound
from planning.surge.actions import (
    ask_run,
    exclude_meeting,
    pin_meeting,
    set_rules,
    set_site,
    stop_run,
)
from planning.surge.actions.running import Step, end_run, note_step, take_run
from planning.surge.queries import batch, batches, run
from planning.surge.rules.batches import BatchRules, Pin, RunKind, RunState
from planning.surge.rules.seen import BatchView
from planning.surge.rules.what_if import WhatIf
from tests.factories import NOW
from tests.planning.surge_world import (
    Queued,
    SurgeWorld,
    answered,
    close_everybody_else,
    make_surge_world,
    one_after_another,
)

_seconds = count()
"""Of two runs the later one is shown."""
THURSDAY = date(2026, 3, 5)


@pytest.fixture
async def world() -> SurgeWorld:
    await close_everybody_else()
    return await make_surge_world("a", "b", "c")


async def ask(world: SurgeWorld, batch_id: UUID, **more: WhatIf) -> UUID:
    return await ask_run(
        batch_id=batch_id,
        seconds=20,
        actor=world.scene.scheduler,
        now=NOW + timedelta(seconds=next(_seconds)),
        queue=Queued(),
        **more,
    )


async def see(world: SurgeWorld, batch_id: UUID) -> BatchView:
    return await batch(batch_id=batch_id, actor=world.scene.scheduler, now=NOW)


async def test_a_proposal_shows_who_meets_where_and_when(world: SurgeWorld) -> None:
    owner = world.scene.scheduler.person_id
    batch_id = await world.batch()
    before = await see(world, batch_id)
    assert (before.run, before.people, len(before.days) >= 20) == (None, [], True)
    await set_site(
        batch_id=batch_id,
        meeting_id=before.meetings[0].id,
        site="Civic Centre",
        actor=world.scene.scheduler,
        now=NOW,
    )
    run_id = await ask(world, batch_id)
    asked = await answered(run_id, owner)
    assert {need.category for need in asked.problem.meetings[0].quorum} == {
        "chair",
        "minute_taker",
        "social_care",
        "police",
        "health",
    }
    seen = await see(world, batch_id)
    assert seen.run is not None
    assert (seen.run.state, seen.run.lateness, seen.run.gap_percent, seen.run.stale) == (
        RunState.DONE,
        4,
        25,
        False,
    )
    first = seen.meetings[0].place
    assert first is not None
    assert (first.room_name, first.starts_at.date()) == ("Civic Centre, Oak", date(2026, 3, 4))
    assert [one.part for one in first.people] == [
        "Chair",
        "Minute taker",
        "Children’s social care",
        "Police",
        "Health",
    ]
    assert {one.id for one in first.people} <= {one.id for one in seen.people}
    assert (await run(run_id=run_id, actor=world.scene.scheduler)) == seen.run
    (line,) = (await batches(actor=world.scene.scheduler)).items
    assert (line.id, line.meetings) == (batch_id, 3)


async def test_what_is_changed_afterwards_makes_the_proposal_stale(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    await answered(await ask(world, batch_id), scheduler.person_id)
    (first, *_) = (await see(world, batch_id)).meetings
    pin = Pin(THURSDAY, time(10), world.room_id)
    await pin_meeting(batch_id=batch_id, meeting_id=first.id, pin=pin, actor=scheduler, now=NOW)
    seen = await see(world, batch_id)
    assert (seen.run is not None and seen.run.stale, seen.meetings[0].pinned) == (True, pin)
    assert seen.meetings[0].pinned_room_name == "Civic Centre, Oak"
    await answered(await ask(world, batch_id), scheduler.person_id)
    again = await see(world, batch_id)
    assert again.run is not None
    assert again.run.stale is False
    await set_rules(batch_id=batch_id, rules=BatchRules(90), actor=scheduler, now=NOW)
    last = (await see(world, batch_id)).run
    assert last is not None
    assert last.stale is True


async def test_what_would_be_if_lies_beside_the_proposal(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    await answered(await ask(world, batch_id), scheduler.person_id)
    for what_if in WhatIf:
        await answered(await ask(world, batch_id, what_if=what_if), scheduler.person_id)
    seen = await see(world, batch_id)
    assert seen.run is not None
    assert seen.run.kind is RunKind.PROPOSAL
    assert {one.what_if for one in seen.what_ifs} == set(WhatIf)
    assert [one.stale for one in seen.what_ifs] == [False] * 3


async def test_a_run_goes_a_step_at_a_time_until_it_is_stopped(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    run_id = await ask(world, batch_id)
    taken = await take_run(run_id=run_id, owner_id=scheduler.person_id, now=NOW)
    assert taken is not None
    mine: dict[str, Any] = {"run_id": run_id, "owner_id": scheduler.person_id}
    assert await note_step(**mine, step=Step(1, "first")) is True
    await stop_run(run_id=run_id, actor=scheduler, now=NOW)
    assert await note_step(**mine, step=Step(2)) is False
    seen = await run(run_id=run_id, actor=scheduler)
    assert (seen.state, seen.stop_asked, seen.stage, seen.spent_seconds, seen.lateness) == (
        RunState.RUNNING,
        True,
        "first",
        2,
        None,
    )
    await end_run(**mine, spent_seconds=3, answer=None, found=True, now=NOW)
    assert (await run(run_id=run_id, actor=scheduler)).state is RunState.STOPPED
    assert await take_run(**mine, now=NOW) is None
    assert one_after_another(taken.asked.problem).meetings.keys() == {
        str(one.id) for one in (await see(world, batch_id)).meetings
    }


async def test_a_new_proposal_stops_the_one_that_waits(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    first, _ = await ask(world, batch_id), await ask(world, batch_id)
    assert (await run(run_id=first, actor=scheduler)).state is RunState.STOPPED


async def test_a_fault_of_ours_is_told_as_one(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    run_id = await ask(world, batch_id)
    mine: dict[str, Any] = {"run_id": run_id, "owner_id": scheduler.person_id}
    await take_run(**mine, now=NOW)
    await end_run(**mine, spent_seconds=None, answer=None, found=False, now=NOW)
    assert (await run(run_id=run_id, actor=scheduler)).state is RunState.FAILED


async def test_a_run_stopped_while_no_worker_had_it_ends_there(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    run_id = await ask(world, batch_id)
    mine: dict[str, Any] = {"run_id": run_id, "owner_id": scheduler.person_id}
    await take_run(**mine, now=NOW)
    await stop_run(run_id=run_id, actor=scheduler, now=NOW)
    assert await take_run(**mine, now=NOW) is None
    assert (await run(run_id=run_id, actor=scheduler)).state is RunState.STOPPED


async def test_only_so_many_searches_wait_at_once(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    for _ in range(6):
        await ask(world, batch_id, what_if=WhatIf.CHAIRS)
    with pytest.raises(Blocked):
        await ask(world, batch_id, what_if=WhatIf.CHAIRS)


async def test_nothing_is_searched_for_when_all_are_left_out(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    one, other, convened = (await see(world, batch_id)).meetings
    for left_out in (one, other):
        await exclude_meeting(batch_id=batch_id, meeting_id=left_out.id, actor=scheduler, now=NOW)
    await world.scene.meet(convened.children[0].concern_id)
    assert [row.taken for row in (await see(world, batch_id)).meetings] == [False, False, True]
    with pytest.raises(Blocked):
        await ask(world, batch_id)
    with pytest.raises(Blocked):
        await ask_run(batch_id=batch_id, seconds=121, actor=scheduler, now=NOW, queue=Queued())


async def test_pins_that_contradict_are_told_before_any_search(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    for row in (await see(world, batch_id)).meetings[:2]:
        await pin_meeting(
            batch_id=batch_id,
            meeting_id=row.id,
            pin=Pin(THURSDAY, time(10), world.room_id),
            actor=scheduler,
            now=NOW,
        )
    with pytest.raises(Blocked) as refused:
        await ask(world, batch_id)
    assert [one.message for one in refused.value.blockers] == [
        "Civic Centre, Oak is in two meetings that are pinned to overlap. Move one."
    ]


async def test_what_others_have_or_nobody_has_is_not_there(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    for about in (batch_id, uuid4()):
        with pytest.raises(NotFound):
            await batch(batch_id=about, actor=world.scene.stranger, now=NOW)
    with pytest.raises(NotFound):
        await run(run_id=uuid4(), actor=world.scene.stranger)
    with pytest.raises(NotFound):
        await stop_run(run_id=uuid4(), actor=world.scene.stranger, now=NOW)
    with pytest.raises(NotFound):
        await batch(batch_id=batch_id, run_id=uuid4(), actor=world.scene.scheduler, now=NOW)
