"""The worker escalates what is live without sign-off and unsigned in time, once for each."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest
import time_machine

from planning.go_live.actions import go_live_without_sign_off
from planning.go_live.queries import go_live_record_of
from planning.people.rules import AgencyCategory, Role
from planning.procedures.actions import install_shipped_profile
from service.jobs.registry import JobContext
from service.jobs.signing_afterwards import signing_afterwards_jobs
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, sign_everything, submitted_world

MAIL = Outgoing(
    MailIdentity("accord.example.org", "accord@example.org", "https://accord.example.org")
)
IN_TIME = datetime(2026, 3, 5, 23, 59, tzinfo=UTC)
TOO_LATE = datetime(2026, 3, 6, 0, 15, tzinfo=UTC)


async def unsigned(*, signed: bool = False) -> World:
    world, versions = await submitted_world()
    await go_live_without_sign_off(
        operation_id=world.operation_id,
        reason="A child is in danger tonight",
        actor=world.police,
        now=NOW,
        enqueue=world.sent,
    )
    if signed:
        await sign_everything(world, versions)
    return world


async def strike(worker_pool: asyncpg.Pool, at: datetime) -> None:
    (handler,) = signing_afterwards_jobs(MAIL).handlers
    with time_machine.travel(at, tick=False):
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))


async def is_escalated(world: World) -> bool:
    kept = await go_live_record_of(operation_id=world.operation_id, actor=world.lead)
    return bool(kept and kept.escalation_id)


async def test_only_what_is_overdue_and_unsigned_is_escalated(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    assert committed
    await install_shipped_profile(now=NOW)
    await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    late, signed = await unsigned(), await unsigned(signed=True)
    await strike(worker_pool, IN_TIME)
    assert not await is_escalated(late)
    for _ in range(2):
        await strike(worker_pool, TOO_LATE)
    assert (await is_escalated(late), await is_escalated(signed)) == (True, False)
    told = await administrator.fetchval(
        "select count(*) from partnership_notice where kind = 'sign_off_overdue'"
        " and operation_id = $1",
        late.operation_id,
    )
    assert told == 1


async def test_one_that_fails_keeps_no_other_waiting(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    assert committed
    await install_shipped_profile(now=NOW)
    first, second = await unsigned(), await unsigned()
    await administrator.execute(
        "create function refuse_one() returns trigger language plpgsql as $$ begin"
        f" if new.plan_id = '{first.contingency}' then raise exception 'refused'; end if;"
        " return new; end $$;"
        "create trigger refuse_one before insert on escalation"
        " for each row execute function refuse_one()"
    )
    try:
        with pytest.raises(ExceptionGroup):
            await strike(worker_pool, TOO_LATE)
    finally:
        await administrator.execute(
            "drop trigger refuse_one on escalation; drop function refuse_one"
        )
    assert (await is_escalated(first), await is_escalated(second)) == (False, True)
