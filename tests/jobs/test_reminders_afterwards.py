"""After a meeting people are told of its minutes, actions and next date, while these wait."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from planning.chains.actions import move_next_date
from planning.clock import in_london
from planning.meetings.actions import (
    acknowledge_minutes,
    add_action,
    approve_minutes,
    complete_action,
)
from planning.meetings.rules.scheduling import Mode
from planning.reminders.queries import waiting_here
from planning.reminders.rules.kinds import Kind
from tests.reminding import at, meeting_on, remind_at
from tests.scene import HELD, Scene, decided, make_scene


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


async def test_closing_and_approving_are_the_chairs_and_reading_the_others(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    child, meeting_id = await meeting_on(scene, 4)
    who = scene.chair, scene.police
    assert await remind_at(worker_pool, at(4, 11, 59), *who) == {}
    assert await remind_at(worker_pool, at(4, 12), *who) == {scene.chair.email: 1}
    assert await remind_at(worker_pool, at(4, 12, 5), *who) == {}
    assert await remind_at(worker_pool, at(5, 8), *who) == {scene.chair.email: 1}
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, decided())
    await scene.close(meeting_id, now=at(5, 10))
    assert await remind_at(worker_pool, at(9, 17), *who) == {}
    assert await remind_at(worker_pool, at(10, 8), *who) == {scene.chair.email: 1}
    assert await remind_at(worker_pool, at(11, 17), *who) == {}
    assert await remind_at(worker_pool, at(12, 8), *who) == {scene.chair.email: 1}
    await approve_minutes(
        meeting_id=meeting_id, actor=scene.chair, now=at(12, 9), enqueue=scene.sent
    )
    assert await remind_at(worker_pool, at(16, 7, 59), *who) == {}
    assert await remind_at(worker_pool, at(16, 8), *who) == {scene.police.email: 1}
    await acknowledge_minutes(meeting_id=meeting_id, version=1, actor=scene.police, now=at(16, 9))
    assert await remind_at(worker_pool, at(17, 8), *who) == {}


async def acted(scene: Scene, due_on: date) -> UUID:
    child, meeting_id = await meeting_on(scene, 4)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, decided())
    action_id = await add_action(
        meeting_id=meeting_id,
        concern_id=child.id,
        what="Visit the child",
        owner_id=scene.police.person_id,
        due_on=due_on,
        actor=scene.chair,
        now=HELD,
    )
    await scene.close(meeting_id)
    await approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent)
    await acknowledge_minutes(meeting_id=meeting_id, version=1, actor=scene.police, now=HELD)
    return action_id


async def test_an_action_is_told_before_it_is_due_and_three_times_late_then_to_the_chair(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    await acted(scene, date(2026, 4, 2))
    told = {}
    day = date(2026, 3, 30)
    while day < date(2026, 6, 1):
        told[day] = await remind_at(worker_pool, in_london(day, time(9)), scene.police, scene.chair)
        day += timedelta(days=1)
    assert {day: list(people) for day, people in told.items() if people} == {
        date(2026, 4, 1): [scene.police.email],
        date(2026, 4, 7): [scene.police.email],
        date(2026, 4, 14): [scene.police.email],
        date(2026, 4, 21): [scene.police.email],
        date(2026, 4, 28): [scene.chair.email],
        date(2026, 5, 6): [scene.chair.email],
    }
    (left,) = await waiting_here(actor=scene.chair, now=at(6, 9, month=5))
    assert (left.kind, left.day, left.what) == (
        Kind.ACTION_LEFT, date(2026, 4, 2), "Visit the child",
    )  # fmt: skip


async def test_an_action_done_is_told_to_nobody(scene: Scene, worker_pool: asyncpg.Pool) -> None:
    action_id = await acted(scene, date(2026, 3, 6))
    await complete_action(action_id=action_id, evidence="Seen", actor=scene.police, now=at(4, 15))
    for day in (5, 9, 31):
        assert await remind_at(worker_pool, at(day, 9), scene.police, scene.chair) == {}


async def test_a_worker_that_was_down_for_a_month_tells_each_thing_once(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    await acted(scene, date(2026, 3, 6))
    await meeting_on(scene, 12)
    assert await remind_at(worker_pool, at(1, 9, month=4), scene.police) == {scene.police.email: 1}
    assert await remind_at(worker_pool, at(2, 9, month=4), scene.police) == {}


async def test_a_next_date_without_a_meeting_is_told_to_the_manager(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    await scene.hold(child.id, scene.adjourned(next_on=date(2026, 3, 10)))
    assert await remind_at(worker_pool, at(6, 17), scene.manager) == {}
    assert await remind_at(worker_pool, at(9, 8), scene.manager) == {scene.manager.email: 1}
    (owed,) = await waiting_here(actor=scene.manager, now=at(9, 8))
    assert (owed.kind, owed.subject_id, owed.day) == (Kind.NEXT_DATE, child.id, date(2026, 3, 10))
    await move_next_date(
        concern_id=child.id,
        next_on=date(2026, 3, 17),
        reason="The scan is late",
        actor=scene.manager,
        now=at(9, 9),
        enqueue=scene.sent,
    )
    assert await remind_at(worker_pool, at(11, 8), scene.manager) == {}
    assert await remind_at(worker_pool, at(16, 8), scene.manager) == {scene.manager.email: 1}
    await scene.convene(scene.convening([child.id], on=date(2026, 3, 17)), now=at(16, 9))
    assert await waiting_here(actor=scene.manager, now=at(16, 10)) == []
    assert await remind_at(worker_pool, at(18, 8), scene.manager) == {}


async def test_a_conference_is_told_to_the_manager_before_it_is_due_and_once_late(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    await scene.hold(child.id, decided())
    days = [day for day in range(20, 32) if await remind_at(worker_pool, at(day, 9), scene.manager)]
    assert days == [20, 26]
    (owed,) = await waiting_here(actor=scene.manager, now=at(26, 9))
    assert (owed.kind, owed.subject_id, owed.until_at) == (Kind.CONFERENCE, child.id, at(26, 0))


async def test_a_full_meeting_is_owed_after_a_phone_until_one_is_convened(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    by_phone = msgspec.structs.replace(scene.convening([child.id]), mode=Mode.PHONE)
    meeting_id = (await scene.convene(by_phone)).meeting_id
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, decided())
    await scene.close(meeting_id)
    await approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent)
    await acknowledge_minutes(meeting_id=meeting_id, version=1, actor=scene.chair, now=HELD)
    assert await remind_at(worker_pool, at(9, 17), scene.chair) == {}
    assert await remind_at(worker_pool, at(10, 8), scene.chair) == {scene.chair.email: 1}
    await scene.convene(scene.convening([child.id], on=date(2026, 3, 20)), now=at(10, 9))
    assert await remind_at(worker_pool, at(12, 9), scene.chair) == {scene.chair.email: 1}
