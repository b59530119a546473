"""What time alone turns red is escalated by the worker, once for each undecided meeting."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import time_machine

from planning.escalations.actions import answer_escalation
from planning.escalations.queries import EscalationSeen, waiting_for
from planning.transactions import using
from service.jobs.drift import ESCALATE, drift_jobs
from service.jobs.registry import JobContext
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.scene import Scene, decided, make_scene

IDENTITY = MailIdentity("accord.example.org", "accord@example.org", "https://accord.example.org")
TOO_LATE = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
"""Twelve working days after the meeting; its next date has passed as well."""


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


async def _strike(worker_pool: asyncpg.Pool, at: datetime) -> None:
    handlers = drift_jobs(Outgoing(IDENTITY)).handlers
    (handler,) = [one for one in handlers if one.name == ESCALATE]
    with time_machine.travel(at, tick=False):
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))


async def _waiting(scene: Scene, pool: asyncpg.Pool) -> list[EscalationSeen]:
    with using(pool):
        return await waiting_for(actor=scene.manager)


async def test_a_chain_that_time_turned_red_is_escalated_once_and_its_manager_told(
    scene: Scene,
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
) -> None:
    (concern,) = await scene.concerns("NB-CLOCK-1")
    await scene.hold(concern.id, scene.adjourned())
    await _strike(worker_pool, TOO_LATE - timedelta(days=14))
    assert await _waiting(scene, committed) == []
    for _ in range(2):
        await _strike(worker_pool, TOO_LATE)
    (escalation,) = await _waiting(scene, committed)
    assert escalation.concern_id == concern.id
    ours = [getattr(scene, name).person_id for name in ("scheduler", "chair", "manager", "police")]
    mails = await administrator.fetch(
        "select recipient_id, body from mail_message where recipient_id = any($1)", ours
    )
    assert [mail["recipient_id"] for mail in mails] == [scene.manager.person_id]
    assert b"NB-CLOCK-1" not in mails[0]["body"]
    await answer_escalation(
        escalation_id=escalation.id,
        outcome="Decide at the next meeting",
        child_safe_meanwhile="Yes, at her grandmother's",
        actor=scene.manager,
        now=TOO_LATE,
        enqueue=scene.sent,
    )
    await _strike(worker_pool, TOO_LATE + timedelta(days=1))
    assert await _waiting(scene, committed) == []


async def test_a_decided_chain_is_left_alone(
    scene: Scene, committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    (concern,) = await scene.concerns("NB-CLOCK-2")
    await scene.hold(concern.id, decided())
    await _strike(worker_pool, TOO_LATE)
    assert await _waiting(scene, committed) == []


async def test_only_the_worker_may_ask_for_the_ids(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await committed.fetch("select * from accord_red_chains('2026-03-20')")
    assert isinstance(
        await worker_pool.fetch("select * from accord_red_chains('2026-03-20')"), list
    )


async def test_it_is_queued_once_an_hour(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    schedules = drift_jobs(Outgoing(IDENTITY)).schedules
    (schedule,) = [one for one in schedules if one.name == ESCALATE]
    for _ in range(2):
        await schedule.run(JobContext(worker_pool, asyncio.Event()))
    queued = await administrator.fetch("select entrypoint from pgqueuer")
    assert [row[0] for row in queued] == [ESCALATE]
