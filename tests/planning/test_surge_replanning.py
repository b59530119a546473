"""When somebody cannot come, what must move is moved, and the rest stays."""

from datetime import date, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.errors import Blocked, NotFound
from planning.meetings.actions import cancel
from planning.meetings.queries import meeting
from planning.meetings.rules.scheduling import LocalTimes
from planning.people.rules import AgencyCategory, Role
from planning.surge.actions import ask_run, confirm_batch, confirm_replan, report_absence
from planning.surge.queries import batch
from planning.surge.rules.batches import RunKind
from planning.surge.rules.confirming import AGAIN, NOTHING
from planning.surge.rules.seen import BatchView, Confirmed
from tests.factories import NOW, make_actor
from tests.planning.surge_world import (
    Queued,
    SurgeWorld,
    answered,
    close_everybody_else,
    make_surge_world,
)

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)
_seconds = count(1)


@pytest.fixture
async def world() -> SurgeWorld:
    """Three meetings, convened on three days."""
    await close_everybody_else()
    return await make_surge_world("a", "b", "c")


async def convened(world: SurgeWorld) -> UUID:
    batch_id = await world.batch()
    scheduler = world.scene.scheduler
    run_id = await ask_run(batch_id=batch_id, seconds=20, actor=scheduler, now=NOW, queue=Queued())
    await answered(run_id, scheduler.person_id)
    await confirm_batch(
        batch_id=batch_id, run_id=run_id, actor=scheduler, now=NOW, enqueue=world.scene.sent
    )
    return batch_id


async def absent(world: SurgeWorld, batch_id: UUID, person_id: UUID, **days: Any) -> UUID:
    asked: dict[str, Any] = {"from_on": WEDNESDAY, "until_on": WEDNESDAY, "seconds": 5, **days}
    return await report_absence(
        batch_id=batch_id,
        person_id=person_id,
        actor=world.scene.scheduler,
        now=NOW + timedelta(seconds=next(_seconds)),
        queue=Queued(),
        **asked,
    )


async def confirm(world: SurgeWorld, batch_id: UUID, run_id: UUID) -> Confirmed:
    return await confirm_replan(
        batch_id=batch_id,
        run_id=run_id,
        actor=world.scene.scheduler,
        now=NOW,
        enqueue=world.scene.sent,
    )


async def see(world: SurgeWorld, batch_id: UUID) -> BatchView:
    return await batch(batch_id=batch_id, actor=world.scene.scheduler, now=NOW)


async def invited(world: SurgeWorld, meeting_id: UUID) -> set[UUID]:
    seen = await meeting(meeting_id=meeting_id, actor=world.scene.scheduler, now=NOW)
    return {one.person_id for one in seen.attendees}


async def test_only_the_meeting_that_nobody_else_can_chair_moves(world: SurgeWorld) -> None:
    batch_id, chair = await convened(world), world.scene.chair
    before = {one.id: one.starts_at for one in (await see(world, batch_id)).meetings}
    run_id = await absent(world, batch_id, chair.person_id)
    await answered(run_id, world.scene.scheduler.person_id)
    seen = await see(world, batch_id)
    assert seen.run is not None
    assert (seen.run.kind, seen.run.moved, seen.run.price) == (RunKind.REPLAN, 1, 5)
    (moving,) = [one for one in seen.meetings if one.moves]
    assert (moving.must_move, moving.price) == (True, 5)
    assert [(one.name, one.from_on) for one in seen.absences] == [(chair.name, WEDNESDAY)]
    made = await confirm(world, batch_id, run_id)
    assert len(made.meetings) == 3
    after = {one.id: one.starts_at for one in (await see(world, batch_id)).meetings}
    assert [key for key in before if before[key] != after[key]] == [moving.id]
    sent = len(world.scene.sent.messages)
    assert await confirm(world, batch_id, run_id) == made
    assert len(world.scene.sent.messages) == sent


async def test_somebody_else_stands_in_where_one_is_free(world: SurgeWorld) -> None:
    batch_id, health = await convened(world), world.scene.health
    nurse = await make_actor(category=AgencyCategory.HEALTH)
    run_id = await absent(world, batch_id, health.person_id)
    await answered(run_id, world.scene.scheduler.person_id)
    first = (await see(world, batch_id)).meetings
    on_wednesday = next(one for one in first if one.starts_at and one.starts_at.date() == WEDNESDAY)
    assert on_wednesday.meeting_id is not None
    assert on_wednesday.moves is False
    assert (on_wednesday.comes, on_wednesday.goes) == ([nurse.name], [health.name])
    assert [one.comes + one.goes for one in first if one is not on_wednesday] == [[], []]
    await confirm(world, batch_id, run_id)
    there = await invited(world, on_wednesday.meeting_id)
    assert (nurse.person_id in there, health.person_id in there) == (True, False)
    done = await see(world, batch_id)
    assert done.run is not None
    assert (done.run.confirmed, [one.comes for one in done.meetings]) == (True, [[], [], []])


async def test_another_chair_takes_over(world: SurgeWorld) -> None:
    batch_id, chair = await convened(world), world.scene.chair
    other = await make_actor(Role.CHAIR, name="Zadie")
    run_id = await absent(world, batch_id, chair.person_id)
    await answered(run_id, world.scene.scheduler.person_id)
    await confirm(world, batch_id, run_id)
    chairs = []
    for one in (await see(world, batch_id)).meetings:
        assert one.meeting_id is not None
        seen = await meeting(meeting_id=one.meeting_id, actor=world.scene.scheduler, now=NOW)
        chairs.append(seen.chair_id)
    assert sorted(chairs) == sorted([other.person_id, chair.person_id, chair.person_id])


async def test_before_it_is_confirmed_an_absence_asks_for_a_new_proposal(
    world: SurgeWorld,
) -> None:
    batch_id = await world.batch()
    run_id = await absent(world, batch_id, world.scene.chair.person_id)
    asked = await answered(run_id, world.scene.scheduler.person_id)
    (chair,) = [one for one in asked.problem.people if one.id == str(world.scene.chair.person_id)]
    assert (chair.busy, asked.standing) == (((0, 16),), None)
    with pytest.raises(NotFound):
        await confirm(world, batch_id, run_id)


@pytest.mark.parametrize(
    "days",
    [
        {"until_on": date(2026, 3, 3)},
        {"from_on": date(2026, 3, 1), "until_on": date(2026, 3, 2)},
        {"until_on": date(2027, 3, 2)},
        {"seconds": 0},
    ],
)
async def test_impossible_absences_are_told(world: SurgeWorld, days: dict[str, Any]) -> None:
    batch_id = await convened(world)
    with pytest.raises(Blocked):
        await absent(world, batch_id, world.scene.chair.person_id, **days)


async def test_nobody_unknown_is_absent(world: SurgeWorld) -> None:
    with pytest.raises(Blocked):
        await absent(world, await convened(world), uuid4())


async def test_a_meeting_changed_since_is_told_and_nothing_moves(world: SurgeWorld) -> None:
    batch_id = await convened(world)
    run_id = await absent(world, batch_id, world.scene.chair.person_id)
    with pytest.raises(Blocked, match=NOTHING):
        await confirm(world, batch_id, run_id)
    await answered(run_id, world.scene.scheduler.person_id)
    gone = (await see(world, batch_id)).meetings[0].meeting_id
    assert gone is not None
    await cancel(
        meeting_id=gone,
        reason="Snow",
        actor=world.scene.scheduler,
        now=NOW,
        enqueue=world.scene.sent,
    )
    with pytest.raises(Blocked, match=AGAIN):
        await confirm(world, batch_id, run_id)


async def test_whoever_is_taken_by_now_keeps_everything_as_it_was(world: SurgeWorld) -> None:
    batch_id = await convened(world)
    run_id = await absent(world, batch_id, world.scene.chair.person_id)
    await answered(run_id, world.scene.scheduler.person_id)
    before = [one.starts_at for one in (await see(world, batch_id)).meetings]
    target = next(one for one in (await see(world, batch_id)).meetings if one.moves).place
    assert target is not None
    child = await world.scene.concerns("d")
    convening = world.scene.convening([child[0].id], on=target.starts_at.date())
    early = msgspec.structs.replace(
        convening, times=LocalTimes(target.starts_at.date(), time(9), time(10))
    )
    await world.scene.convene(early)
    with pytest.raises(Blocked, match="is busy at that time"):
        await confirm(world, batch_id, run_id)
    assert [one.starts_at for one in (await see(world, batch_id)).meetings] == before


async def test_without_a_meeting_ahead_there_is_nothing_to_plan_anew(world: SurgeWorld) -> None:
    batch_id = await convened(world)
    for one in (await see(world, batch_id)).meetings:
        assert one.meeting_id is not None
        await cancel(
            meeting_id=one.meeting_id,
            reason="Snow",
            actor=world.scene.scheduler,
            now=NOW,
            enqueue=world.scene.sent,
        )
    with pytest.raises(Blocked):
        await absent(world, batch_id, world.scene.chair.person_id)
