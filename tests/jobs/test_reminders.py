"""People are told what waits for them when it is due, once, and not when it is done."""

from datetime import date, datetime, time, timedelta

import asyncpg
import pytest

from planning.access.actions import declare_conflict
from planning.errors import Blocked, NotAllowed, NotFound
from planning.meetings.actions import (
    answer_invitation,
    cancel,
    reschedule,
)
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes
from planning.outbox import Reminder
from planning.people.rules import Actor
from planning.reminders.actions import chase
from planning.reminders.queries import unanswered, waiting_here
from planning.reminders.rules.kinds import Kind
from tests.factories import NOW
from tests.reminding import answered, at, candidates, meeting_on, remind_at
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


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


async def test_who_accepted_is_told_a_day_before(scene: Scene, worker_pool: asyncpg.Pool) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    await answered(scene, meeting_id, scene.police)
    assert await remind_at(worker_pool, at(11, 9, 55), scene.police) == {}
    assert await remind_at(worker_pool, at(11, 10), scene.police) == {scene.police.email: 1}
    assert await remind_at(worker_pool, at(11, 10, 5), scene.police) == {}


async def test_who_declined_is_asked_for_a_deputy_or_a_contribution(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.DECLINED, actor=scene.health, now=NOW
    )
    assert await remind_at(worker_pool, at(4, 14), scene.health) == {scene.health.email: 1}
    await answered(scene, meeting_id, scene.health, now=at(11, 9))
    assert await remind_at(worker_pool, at(11, 10), scene.health) == {}


async def test_who_arranges_reminds_by_hand_once_an_hour(
    scene: Scene, worker_pool: asyncpg.Pool
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    await answered(scene, meeting_id, scene.police)
    asked = [
        (one.person_id, one.reminded_at)
        for one in await unanswered(meeting_id=meeting_id, actor=scene.scheduler)
    ]
    assert asked == [(scene.health.person_id, None), (scene.chair.person_id, None)]

    async def remind_now(now: datetime, actor: Actor = scene.scheduler) -> int:
        return await chase(meeting_id=meeting_id, actor=actor, now=now, enqueue=scene.sent)

    with pytest.raises(NotAllowed):
        await remind_now(NOW, scene.police)
    for stranger in (scene.stranger, scene.school):
        with pytest.raises(NotFound):
            await remind_now(NOW, stranger)
        with pytest.raises(NotFound):
            await unanswered(meeting_id=meeting_id, actor=stranger)
    assert await remind_now(at(4, 14, 30)) == 2
    with pytest.raises(Blocked, match="They were reminded at 14:30"):
        await remind_now(at(4, 15))
    assert await remind_at(worker_pool, at(4, 16), scene.health) == {}
    assert await remind_now(at(4, 15, 30)) == 2
    (health, chair) = await unanswered(meeting_id=meeting_id, actor=scene.chair)
    assert (chair.reminded_at, health.reminded_at) == (at(4, 15, 30), at(4, 15, 30))
    mails = [mail for mail in scene.sent.messages if isinstance(mail, Reminder)]
    assert [mail.recipient.address for mail in mails[:2]] == [
        scene.health.email, scene.chair.email,
    ]  # fmt: skip
    assert await remind_at(worker_pool, at(11, 10), scene.health) == {scene.health.email: 1}


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
