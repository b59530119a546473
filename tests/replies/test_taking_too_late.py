"""A reply to a meeting that moved, that is off, or that its sender may not see any more."""

from datetime import date, time
from uuid import UUID

import asyncpg
import pytest

from planning.access.actions import declare_conflict
from planning.errors import NotFound
from planning.meetings.actions import (
    cancel,
    change_people,
    reschedule,
    send_deputy,
)
from planning.meetings.queries import AttendeeSeen, meeting
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes
from planning.people.rules import Actor
from planning.replies.queries import answered_by_calendar
from planning.replies.rules import (
    ReplyState,
    Why,
)
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.replying import Invited, invited, kept, reply_to, take
from tests.scene import Scene


async def line_of(scene: Scene, meeting_id: UUID, person: Actor) -> AttendeeSeen:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    return next(one for one in seen.attendees if one.person_id == person.person_id)


async def answer_of(scene: Scene, meeting_id: UUID) -> Answer:
    return (await line_of(scene, meeting_id, scene.police)).answer


async def remove(scene: Scene, meeting_id: UUID, *, add: Actor | None = None) -> None:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    await change_people(
        meeting_id=meeting_id,
        change=PeopleChange(
            add=[Ticked(add.person_id)] if add else [],
            remove=[] if add else [scene.police.person_id],
            ask_although_busy=[scene.police.person_id],
        ),
        version=seen.version,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )


async def test_after_the_meeting_moved_only_answers_to_its_new_time_count(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await reschedule(
        meeting_id=meeting_id,
        times=LocalTimes(date(2026, 3, 6), time(10), time(11)),
        version=1,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )
    assert await take(worker_pool, police, reply_to(police)) is ReplyState.NOTED
    again = await invited(meeting_id, scene.police, scene.chair)
    assert await take(worker_pool, again, reply_to(again)) is ReplyState.APPLIED
    assert await answer_of(scene, meeting_id) is Answer.ACCEPTED


async def test_a_cancelled_meeting_takes_no_answer_and_keeps_what_is_said(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await cancel(
        meeting_id=meeting_id, reason="Not needed", actor=scene.chair, now=NOW, enqueue=scene.sent
    )
    assert await take(worker_pool, police, reply_to(police)) is ReplyState.NOTED
    said = reply_to(police, comment="Why?")
    assert await take(worker_pool, police, said) is ReplyState.WAITING
    assert {why for row in await kept(meeting_id, scene.chair) for why in row.reasons} == {
        Why.CANCELLED,
        Why.COMMENT,
    }


async def test_whoever_was_taken_off_changes_nothing_and_is_kept_for_those_who_arrange(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await remove(scene, meeting_id)
    assert await take(worker_pool, police, reply_to(police)) is ReplyState.NOTED
    (row,) = await kept(meeting_id, scene.chair)
    assert row.reasons == [Why.TAKEN_OFF]
    await remove(scene, meeting_id, add=scene.police)
    with pytest.raises(NotFound):
        await take(worker_pool, police, reply_to(police))
    again = await invited(meeting_id, scene.police, scene.chair)
    assert await take(worker_pool, again, reply_to(again)) is ReplyState.APPLIED


async def test_a_conflict_of_interest_ends_answering_by_mail_too(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    async with transaction(scene.chair.person_id):
        compartment_id = await fetch_value(
            "select compartment_id from strategy_meeting where id = $1", meeting_id
        )
    await declare_conflict(
        compartment_id=compartment_id,
        person_id=scene.police.person_id,
        reason="A cousin of the child",
        actor=scene.chair,
        now=NOW,
    )
    assert await take(worker_pool, police, reply_to(police)) is ReplyState.NOTED
    assert await kept(meeting_id, scene.police) == []


async def test_a_declining_by_mail_asks_for_a_deputy_as_one_on_the_page_does(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await take(worker_pool, police, reply_to(police, Answer.DECLINED))
    deputy = await make_actor(agency_id=scene.police.agency_id)
    async with transaction(scene.police.person_id):
        owed = await fetch_value(
            "select count(*) from reminder_fact where kind = 'instead' and subject_id = $1"
            " and person_id = $2",
            meeting_id,
            scene.police.person_id,
        )
    assert owed == 1
    await send_deputy(
        meeting_id=meeting_id,
        person_id=deputy.person_id,
        instead_of_id=scene.police.person_id,
        actor=scene.police,
        now=NOW,
        enqueue=scene.sent,
    )


async def test_a_token_of_nobody_s_is_not_found(
    scene: Scene, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    nobody = Invited("nobody", police.address, police.uid, 0)
    with pytest.raises(NotFound):
        await take(worker_pool, nobody, reply_to(police))


async def test_those_outside_the_meeting_see_none_of_its_replies(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await take(worker_pool, police, reply_to(police))
    assert await kept(meeting_id, scene.stranger) == []
    assert await answered_by_calendar(meeting_id=meeting_id, actor=scene.stranger) == {}
