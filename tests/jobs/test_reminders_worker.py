"""The worker reminds everybody once: beside another worker, killed half-way, at any volume."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import asyncpg
import pytest
import time_machine

from planning.outbox import Message
from planning.people.rules import Actor
from planning.reminders.actions import remind
from planning.reminders.queries import due_now
from planning.transactions import RETRYABLE, using
from service.jobs.registry import JobContext
from service.jobs.reminders import reminder_jobs
from service.mail.outgoing import Outgoing
from tests.factories import Sent
from tests.held import HeldConnections
from tests.mail.messages import IDENTITY
from tests.reminding import at, invite_often, meeting_on
from tests.scene import Scene, make_scene, noting_statements


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


async def run_once(worker_pool: asyncpg.Pool, moment: datetime, *, stopped: bool = False) -> None:
    (handler,) = reminder_jobs(Outgoing(IDENTITY)).handlers
    stopping = asyncio.Event()
    if stopped:
        stopping.set()
    with time_machine.travel(moment, tick=False):
        await handler.run(b"", JobContext(worker_pool, stopping))


async def mails_to(administrator: asyncpg.Connection, actor: Actor) -> list[bytes]:
    rows = await administrator.fetch(
        "select body from mail_message where kind = 'reminder' and recipient_id = $1",
        actor.person_id,
    )
    return [row["body"] for row in rows]


async def test_a_mail_says_how_many_things_wait_and_nothing_else(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    for day in (12, 13):
        await meeting_on(scene, day)
    await run_once(worker_pool, at(4, 14), stopped=True)
    assert await mails_to(administrator, scene.police) == []
    for _ in range(2):
        await run_once(worker_pool, at(4, 14))
    (mail,) = await mails_to(administrator, scene.police)
    text = mail.decode()
    assert "Subject: OFFICIAL-SENSITIVE: 2 things wait for you in Accord" in text
    assert f"{IDENTITY.base_url}/work" in text
    for telling in ("N-", "Child", "meeting", "strategy", "section 47", "invitation"):
        assert telling not in text


async def test_two_workers_at_once_tell_once(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await meeting_on(scene, 12)
    (handler,) = reminder_jobs(Outgoing(IDENTITY)).handlers
    with time_machine.travel(at(4, 14), tick=False):
        context = JobContext(worker_pool, asyncio.Event())
        await asyncio.gather(handler.run(b"", context), handler.run(b"", context))
    assert len(await mails_to(administrator, scene.police)) == 1
    assert len(await mails_to(administrator, scene.health)) == 1


async def test_a_worker_cut_off_half_way_leaves_nothing_half_told(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await meeting_on(scene, 12)

    async def cut(messages: Sequence[Message], *, now: datetime) -> None:
        await administrator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = 'accord_worker' and state = 'idle in transaction'"
        )
        raise ConnectionError(f"{len(messages)} at {now}")

    (handler,) = reminder_jobs(cut).handlers
    with time_machine.travel(at(4, 14), tick=False), pytest.raises(RETRYABLE):
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))
    assert await told(administrator, scene) == 0
    await run_once(worker_pool, at(4, 14))
    assert len(await mails_to(administrator, scene.police)) == 1


async def told(administrator: asyncpg.Connection, scene: Scene) -> int:
    people = [scene.police.person_id, scene.health.person_id]
    return int(
        await administrator.fetchval(
            "select count(*) from reminder where person_id = any($1)", people
        )
    )


async def test_one_person_who_cannot_be_told_keeps_nobody_else_waiting(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await meeting_on(scene, 12)
    outgoing = Outgoing(IDENTITY)

    async def broken_for_police(messages: Sequence[Message], *, now: datetime) -> None:
        if any(message.recipient.person_id == scene.police.person_id for message in messages):
            raise ValueError("told to fail")
        await outgoing(messages, now=now)

    (handler,) = reminder_jobs(broken_for_police).handlers
    with time_machine.travel(at(4, 14), tick=False), pytest.raises(ExceptionGroup) as failed:
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))
    assert [str(fault) for fault in failed.value.exceptions] == ["told to fail"]
    assert await mails_to(administrator, scene.police) == []
    assert len(await mails_to(administrator, scene.health)) == 1


async def test_statements_grow_with_people_to_tell_and_never_with_things(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    _, meeting_id = await meeting_on(scene, 12)
    few = await statements(worker_pool, scene.health)
    await invite_often(administrator, [scene.police.person_id], 999, like=meeting_id)
    assert await statements(worker_pool, scene.police, things=1_000) == few <= 10


async def statements(worker_pool: asyncpg.Pool, actor: Actor, *, things: int = 1) -> int:
    with using(worker_pool):
        due = await due_now(now=at(4, 14))
    assert due is not None
    async with worker_pool.acquire() as connection:
        with using(HeldConnections(connection)), noting_statements(connection) as seen:
            found = await remind(
                person_id=actor.person_id,
                candidates=due.people[actor.person_id],
                profile=due.profile,
                now=at(4, 14),
                enqueue=Sent(),
            )
    assert found == things
    return len(seen)


async def test_before_rules_are_installed_nobody_is_reminded(worker_pool: asyncpg.Pool) -> None:
    with using(worker_pool):
        assert await due_now(now=datetime(1980, 1, 1, tzinfo=UTC)) is None
    await run_once(worker_pool, datetime(1980, 1, 1, tzinfo=UTC))
