"""People are told what waits for them when it is due, once, and not when it is done."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.access.actions import declare_conflict
from planning.chains.actions import move_next_date
from planning.clock import in_london
from planning.concerns.rules import NewConcern
from planning.meetings.actions import (
    add_action,
    answer_invitation,
    approve_minutes,
    cancel,
    complete_action,
    reschedule,
)
from planning.meetings.queries import minutes_of
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes
from planning.people.rules import Actor
from planning.reminders.queries import waiting_here
from planning.reminders.rules.kinds import Kind
from tests.factories import NOW
from tests.reminding import candidates, remind_at
from tests.scene import HELD, Scene, decided, make_scene

STARTS = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return in_london(date(2026, month, day), time(hour, minute))


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


async def meeting_on(scene: Scene, day: int, *, month: int = 3) -> tuple[NewConcern, UUID]:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    convened = await scene.convene(scene.convening([child.id], on=date(2026, month, day)))
    return child, convened.meeting_id


async def answered(scene: Scene, meeting_id: UUID, *people: Actor, now: datetime = NOW) -> None:
    for person in people:
        await answer_invitation(
            meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=person, now=now
        )


async def test_an_invitation_is_told_after_a_day_and_again_the_day_before(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    invited = [scene.police, scene.health]
    assert await remind_at(worker_pool, at(4, 13, 59), *invited) == {}
    assert await remind_at(worker_pool, at(4, 14), *invited) == {
        scene.police.email: 1,
        scene.health.email: 1,
    }
    assert await remind_at(worker_pool, at(5, 9), *invited) == {}
    await answered(scene, meeting_id, scene.police)
    assert await remind_at(worker_pool, at(11, 9, 59), *invited) == {}
    assert await remind_at(worker_pool, at(11, 10), *invited) == {
        scene.police.email: 1,
        scene.health.email: 1,
    }
    assert await remind_at(worker_pool, at(11, 10, 5), *invited) == {}
    assert await remind_at(worker_pool, at(12, 10), *invited) == {}


async def test_a_meeting_soon_is_told_at_night_and_only_that(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    await meeting_on(scene, 4)
    await meeting_on(scene, 12)
    assert await remind_at(worker_pool, at(3, 14, 59), scene.police) == {}
    assert await remind_at(worker_pool, at(3, 15), scene.police) == {scene.police.email: 1}
    assert await candidates(worker_pool, at(3, 23), scene.police) == []
    await meeting_on(scene, 4)
    assert await remind_at(worker_pool, at(3, 23), scene.police) == {scene.police.email: 1}


async def test_a_moved_meeting_is_another_and_a_cancelled_one_none(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    assert len(await remind_at(worker_pool, at(4, 14), scene.police)) == 1
    times = LocalTimes(date(2026, 3, 16), time(9), time(10))
    await reschedule(
        meeting_id=meeting_id,
        times=times,
        version=1,
        actor=scene.scheduler,
        now=at(5, 10),
        enqueue=scene.sent,
    )
    assert await remind_at(worker_pool, at(5, 14), scene.police) == {}
    assert len(await remind_at(worker_pool, at(6, 14), scene.police)) == 1
    await cancel(
        meeting_id=meeting_id,
        reason="Not needed",
        actor=scene.scheduler,
        now=at(9, 10),
        enqueue=scene.sent,
    )
    assert await remind_at(worker_pool, at(15, 9), scene.police) == {}


async def test_several_things_are_one_mail_and_one_digest_a_day(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    for day in (12, 13, 16):
        await meeting_on(scene, day)
    assert await remind_at(worker_pool, at(5, 8), scene.police) == {scene.police.email: 3}
    (child,) = await scene.concerns("N-LATER")
    later = scene.convening([child.id], on=date(2026, 3, 17))
    await scene.convene(later, now=NOW + timedelta(hours=22))
    assert await remind_at(worker_pool, at(5, 17, 59), scene.police) == {}
    assert await remind_at(worker_pool, at(6, 7, 59), scene.police) == {}
    assert await remind_at(worker_pool, at(6, 8), scene.police) == {scene.police.email: 1}


async def test_who_may_not_see_it_any_more_is_told_nothing(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    compartment_id = await administrator.fetchval(
        "select compartment_id from strategy_meeting where id = $1", meeting_id
    )
    await declare_conflict(
        compartment_id=compartment_id,
        person_id=scene.police.person_id,
        reason="Is the uncle",
        actor=scene.chair,
        now=NOW,
    )
    assert len(await candidates(worker_pool, at(4, 14), scene.police)) == 1
    assert await remind_at(worker_pool, at(4, 14), scene.police, scene.health) == {
        scene.health.email: 1
    }


async def test_who_has_left_is_told_nothing(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await meeting_on(scene, 12)
    waiting = await candidates(worker_pool, at(4, 14), scene.police)
    await administrator.execute(
        "update person set closed_at = now() where id = $1", scene.police.person_id
    )
    assert await candidates(worker_pool, at(4, 14), scene.police) == []
    assert await remind_at(worker_pool, at(4, 14), scene.police, also=waiting) == {}


async def test_who_accepted_is_told_a_day_before_and_who_declined_is_not(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    await answered(scene, meeting_id, scene.police)
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.DECLINED, actor=scene.health, now=NOW
    )
    both = scene.police, scene.health
    assert await remind_at(worker_pool, at(11, 9, 55), *both) == {}
    assert await remind_at(worker_pool, at(11, 10), *both) == {scene.police.email: 1}
    assert await remind_at(worker_pool, at(11, 10, 5), *both) == {}


async def test_no_quorum_is_told_to_chair_and_convener_the_working_day_before(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    _, meeting_id = await meeting_on(scene, 16)
    who = scene.scheduler, scene.chair
    await answered(scene, meeting_id, scene.chair)
    assert await remind_at(worker_pool, at(13, 7, 59), *who) == {}
    await answered(scene, meeting_id, scene.police, scene.health)
    assert await remind_at(worker_pool, at(13, 8), *who) == {}
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.DECLINED, actor=scene.health, now=at(13, 9)
    )
    seen = await waiting_here(actor=scene.scheduler, now=at(13, 9))
    assert [(one.kind, one.subject_id, one.child_name) for one in seen] == [
        (Kind.QUORUM, meeting_id, None)
    ]
    assert await remind_at(worker_pool, at(13, 9), *who) == {
        scene.scheduler.email: 1,
        scene.chair.email: 1,
    }
    assert await remind_at(worker_pool, at(13, 9, 5), *who) == {}


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
    await minutes_of(meeting_id=meeting_id, actor=scene.police, now=at(16, 9))
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
    await minutes_of(meeting_id=meeting_id, actor=scene.police, now=HELD)
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
    await complete_action(action_id=action_id, note="Seen", actor=scene.police, now=at(4, 15))
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
    await scene.hold(child.id, scene.adjourned(next_on=date(2026, 3, 30)))
    assert await remind_at(worker_pool, at(26, 17), scene.manager) == {}
    assert await remind_at(worker_pool, at(27, 8), scene.manager) == {scene.manager.email: 1}
    (owed,) = await waiting_here(actor=scene.manager, now=at(27, 8))
    assert (owed.kind, owed.subject_id, owed.day) == (Kind.NEXT_DATE, child.id, date(2026, 3, 30))
    await move_next_date(
        concern_id=child.id,
        next_on=date(2026, 4, 9),
        reason="The scan is late",
        actor=scene.manager,
        now=at(27, 9),
        enqueue=scene.sent,
    )
    assert await remind_at(worker_pool, at(31, 8), scene.manager) == {}
    assert await remind_at(worker_pool, at(8, 8, month=4), scene.manager) == {
        scene.manager.email: 1
    }
    await scene.convene(scene.convening([child.id], on=date(2026, 4, 9)), now=at(8, 9, month=4))
    assert await waiting_here(actor=scene.manager, now=at(8, 10, month=4)) == []
    assert await remind_at(worker_pool, at(10, 8, month=4), scene.manager) == {}
