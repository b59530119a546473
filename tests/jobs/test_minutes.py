"""The worker writes down what the clock has made final, once, and tells its readers."""

import asyncio
from datetime import datetime

import asyncpg
import pytest
import time_machine

from planning.meetings.rules.states import MeetingState
from planning.transactions import using
from service.jobs.minutes import FINISH, minutes_jobs
from service.jobs.registry import JobContext
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.planning.minuted import AFTER, LATER, Minuting, minuting

IDENTITY = MailIdentity("accord.example.org", "accord@example.org", "https://accord.example.org")


@pytest.fixture
async def minutes(committed: asyncpg.Pool) -> Minuting:
    made = await minuting()
    await made.approve()
    return made


async def _strike(worker_pool: asyncpg.Pool, at: datetime) -> None:
    (handler,) = minutes_jobs(Outgoing(IDENTITY)).handlers
    with time_machine.travel(at, tick=False):
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))


async def _row(administrator: asyncpg.Connection, minutes: Minuting) -> tuple[object, ...]:
    row = await administrator.fetchrow(
        "select state, final_at = corrections_until from strategy_meeting where id = $1",
        minutes.meeting_id,
    )
    return tuple(row)


async def test_minutes_become_final_once_and_their_readers_are_told(
    minutes: Minuting, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    await _strike(worker_pool, LATER)
    assert await _row(administrator, minutes) == (MeetingState.IN_CORRECTION, None)
    for _ in range(2):
        await _strike(worker_pool, AFTER)
    assert await _row(administrator, minutes) == (MeetingState.FINAL, True)
    told = await administrator.fetch(
        "select recipient_id from mail_message where subject_id = $1 and kind = 'minutes_final'",
        minutes.meeting_id,
    )
    assert {row[0] for row in told} == minutes.everybody
    assert len(told) == len(minutes.everybody)


async def test_a_correction_without_an_answer_keeps_them_open(
    minutes: Minuting,
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
) -> None:
    asked = await minutes.ask(minutes.scene.police)
    await _strike(worker_pool, AFTER)
    assert await _row(administrator, minutes) == (MeetingState.IN_CORRECTION, None)
    with using(committed):
        await minutes.decline(asked, now=AFTER)
    assert (await _row(administrator, minutes))[0] == MeetingState.FINAL


async def test_the_schedule_only_queues(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    (schedule,) = minutes_jobs(Outgoing(IDENTITY)).schedules
    await schedule.run(JobContext(worker_pool, asyncio.Event()))
    queued = await administrator.fetch("select entrypoint from pgqueuer")
    assert [row["entrypoint"] for row in queued] == [FINISH]
