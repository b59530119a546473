"""The worker may take replies and answer for their sender; people settle in their own name."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.people.rules import Actor
from planning.replies.queries import answered_by_calendar
from planning.replies.rules import ReplyState, Words
from planning.transactions import execute, transaction, using
from tests.replying import invited, kept, reply_to, take
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("committed")
SETTLE = (
    "update reply set state = 'settled', settled_by = $1, settled_at = now(), settled_how = 'read'"
)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
async def meeting_id(scene: Scene) -> UUID:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    return await scene.meet(child.id)


async def as_worker(worker_pool: asyncpg.Pool, actor: Actor, sql: str, *values: object) -> int:
    with using(worker_pool):
        async with transaction(actor.person_id):
            return await execute(sql, *values)


@pytest.mark.parametrize(
    "change",
    ["present = true", "removed_at = now()", "organiser_token = 'x'", "invited_at = now()"],
)
async def test_the_worker_changes_nothing_of_an_attendee_but_an_answer(
    scene: Scene, meeting_id: UUID, worker_pool: asyncpg.Pool, change: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_worker(worker_pool, scene.police, f"update attendee set {change}")


async def test_the_worker_answers_for_nobody_but_the_person_it_acts_for(
    scene: Scene, meeting_id: UUID, worker_pool: asyncpg.Pool
) -> None:
    """With the chair's eyes it sees everybody, and still writes only the chair's line."""
    decline = "update attendee set answer = 'declined', answered_at = now() where meeting_id = $1"
    assert await as_worker(worker_pool, scene.chair, decline, meeting_id) == 1


async def test_the_worker_neither_invites_nor_changes_or_settles_what_it_took(
    scene: Scene, meeting_id: UUID, worker_pool: asyncpg.Pool
) -> None:
    invitation = await invited(meeting_id, scene.police, scene.chair)
    await take(worker_pool, invitation, reply_to(invitation))
    for statement in (
        "update reply set state = 'noted'",
        "delete from reply",
        "insert into attendee select * from attendee",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await as_worker(worker_pool, scene.police, statement)
    (row,) = await kept(meeting_id, scene.chair)
    copy = (
        "insert into reply select $1, compartment_id, meeting_id, attendee_id, received_at, kind,"
        " answer, comment, null, null, delegate_address, from_address, sequence, stamped_at,"
        " '{comment}', null, 'settled', $2, now(), 'read', 1 from reply where id = $3"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_worker(worker_pool, scene.police, copy, uuid4(), scene.police.person_id, row.id)


async def test_people_take_no_replies_and_settle_once_in_their_own_name(
    scene: Scene, meeting_id: UUID, worker_pool: asyncpg.Pool
) -> None:
    invitation = await invited(meeting_id, scene.police, scene.chair)
    await take(worker_pool, invitation, Words("Where is it?"))
    for person in (scene.stranger, scene.police, scene.health):
        async with transaction(person.person_id):
            assert await execute(SETTLE, person.person_id) == 0
    for statement, values in (
        (SETTLE, [scene.police.person_id]),
        ("update reply set comment = ''", []),
        ("update reply set state = 'noted'", []),
        ("insert into reply select * from reply", []),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(scene.chair.person_id):
                await execute(statement, *values)
    for changed in (1, 0):
        async with transaction(scene.chair.person_id):
            assert await execute(SETTLE, scene.chair.person_id) == changed
    (row,) = await kept(meeting_id, scene.chair)
    assert row.state is ReplyState.SETTLED


async def test_what_somebody_wrote_is_for_who_arranges_the_meeting_and_for_themselves(
    scene: Scene, meeting_id: UUID, worker_pool: asyncpg.Pool
) -> None:
    invitation = await invited(meeting_id, scene.police, scene.chair)
    await take(worker_pool, invitation, reply_to(invitation, comment="She told me."))
    readers = {
        person.person_id: len(await kept(meeting_id, person))
        for person in (scene.chair, scene.scheduler, scene.police, scene.health, scene.stranger)
    }
    assert list(readers.values()) == [1, 1, 1, 0, 0]
    for person, told in ((scene.health, [scene.police.person_id]), (scene.stranger, [])):
        answered = await answered_by_calendar(meeting_id=meeting_id, actor=person)
        assert list(answered) == told
