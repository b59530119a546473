"""Workers, pages and those who arrange act on one invitation at the same moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.meetings.actions import answer_invitation
from planning.meetings.queries import meeting
from planning.meetings.rules.quorum import Answer
from planning.replies.rules import ReplyState, Why
from tests.conftest import TestDatabase
from tests.factories import NOW, Sent
from tests.replying import AFTER, Invited, invited, kept, reply_to, take
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("committed")
LATER = AFTER + timedelta(hours=1)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
async def meeting_id(scene: Scene) -> UUID:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    return await scene.meet(child.id)


@pytest.fixture
async def police(scene: Scene, meeting_id: UUID) -> Invited:
    return await invited(meeting_id, scene.police, scene.chair)


async def answer_of(scene: Scene, meeting_id: UUID) -> Answer:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    (answer,) = (one.answer for one in seen.attendees if one.person_id == scene.police.person_id)
    return answer


@asynccontextmanager
async def held(database: TestDatabase, meeting_id: UUID) -> AsyncIterator[asyncpg.Connection]:
    """The meeting's row, held by somebody who changes it; let go at the end."""
    connection = await asyncpg.connect(database.administrator)
    async with connection.transaction():
        await connection.execute(
            "select from strategy_meeting where id = $1 for update", meeting_id
        )
        yield connection
    await connection.close()


async def until_waiting(connection: asyncpg.Connection) -> None:
    """Until some worker waits for the row."""
    waiting = (
        "select count(*) from pg_stat_activity where usename = 'accord_worker'"
        " and wait_event_type = 'Lock' and datname = current_database()"
    )
    async with asyncio.timeout(20):
        while not await connection.fetchval(waiting):  # noqa: ASYNC110 - a lock has no event
            await asyncio.sleep(0.02)


async def test_two_workers_with_the_same_mail_take_it_once(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    mail, sent = uuid4(), Sent()
    said = reply_to(police, comment="Late")
    states = await asyncio.gather(
        *(take(worker_pool, police, said, incoming_id=mail, sent=sent) for _ in range(3))
    )
    assert states == [ReplyState.WAITING] * 3
    assert (len(await kept(meeting_id, scene.chair)), len(sent.messages)) == (1, 1)


async def test_of_many_replies_at_once_the_one_written_last_is_the_answer(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    answers = [Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE] * 4
    replies = [
        reply_to(police, answer, at=AFTER + timedelta(seconds=number))
        for number, answer in enumerate(answers)
    ]
    await asyncio.gather(
        *(take(worker_pool, police, reply, now=LATER) for reply in reversed(replies))
    )
    assert await answer_of(scene, meeting_id) is Answer.TENTATIVE
    assert len(await kept(meeting_id, scene.chair)) == 12


async def test_a_page_and_a_calendar_at_once_leave_the_later_answer(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await asyncio.gather(
        take(worker_pool, police, reply_to(police), now=LATER),
        answer_invitation(
            meeting_id=meeting_id, answer=Answer.DECLINED, actor=scene.police, now=LATER
        ),
    )
    assert await answer_of(scene, meeting_id) is Answer.DECLINED


async def test_whoever_is_taken_off_while_their_reply_is_taken_changes_nothing(
    database: TestDatabase,
    scene: Scene,
    meeting_id: UUID,
    police: Invited,
    worker_pool: asyncpg.Pool,
) -> None:
    async with held(database, meeting_id) as connection:
        taking = asyncio.create_task(take(worker_pool, police, reply_to(police)))
        await until_waiting(connection)
        await connection.execute(
            "update attendee set removed_at = now() where meeting_id = $1 and person_id = $2",
            meeting_id,
            scene.police.person_id,
        )
        await connection.execute(
            "update membership set ended_at = now() where person_id = $1",
            scene.police.person_id,
        )
    assert await taking is ReplyState.NOTED
    (row,) = await kept(meeting_id, scene.chair)
    assert (row.reasons, row.applied_at) == ([Why.TAKEN_OFF], None)
