"""What comes by calendar mail becomes an answer, waits for a person, or is noted."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.meetings.queries import AttendeeSeen, meeting
from planning.meetings.rules.quorum import Answer
from planning.people.rules import Actor
from planning.replies.queries import answered_by_calendar
from planning.replies.rules import Kind, ReplyState
from tests.factories import NOW, Sent
from tests.replying import AFTER, invited, kept, reply_to, take
from tests.scene import Scene, make_scene

STARTS = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


@pytest.fixture
async def meeting_id(scene: Scene) -> UUID:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    return await scene.meet(child.id)


async def line_of(scene: Scene, meeting_id: UUID, person: Actor) -> AttendeeSeen:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    return next(one for one in seen.attendees if one.person_id == person.person_id)


async def test_a_plain_answer_is_applied(
    scene: Scene, meeting_id: UUID, worker_pool: asyncpg.Pool
) -> None:
    invitation = await invited(meeting_id, scene.police, scene.chair)
    sent = Sent()
    state = await take(worker_pool, invitation, reply_to(invitation), sent=sent)
    assert (state, sent.messages) == (ReplyState.APPLIED, [])
    assert (await line_of(scene, meeting_id, scene.police)).answer is Answer.ACCEPTED
    (row,) = await kept(meeting_id, scene.chair)
    assert (row.kind, row.state, row.reasons, row.applied_at) == (
        Kind.ANSWER,
        ReplyState.APPLIED,
        [],
        AFTER,
    )
    assert await answered_by_calendar(meeting_id=meeting_id, actor=scene.chair) == {
        scene.police.person_id: AFTER
    }
