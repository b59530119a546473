"""The worker reminds of what waits in signing, and escalates agencies that do not answer."""

import asyncio
from datetime import date, datetime
from uuid import UUID

import asyncpg
import pytest
import time_machine

from planning.plans.rules.templates import PlanKind
from planning.procedures.actions import install_shipped_profile
from planning.reminders.rules.kinds import Kind
from planning.sign_offs.actions import escalate_unanswered, reply_to_answer, sign
from planning.sign_offs.actions.clock import Unanswered
from planning.sign_offs.rules import Answer, NewCondition
from service.jobs.answers import ESCALATE_UNANSWERED, answer_jobs
from service.jobs.registry import JobContext
from tests.factories import NOW, Sent
from tests.jobs.test_ladder import MAIL
from tests.planning.operation_world import World, sign_as, submitted_world
from tests.reminding import at, candidates, remind_at

pytestmark = pytest.mark.usefixtures("committed")
SIGNING = {Kind.SIGN_OFF, Kind.SIGN_OFF_QUESTION, Kind.CONDITION}


async def make() -> tuple[World, dict[PlanKind, UUID]]:
    await install_shipped_profile(now=NOW)
    world, versions = await submitted_world()
    return world, versions


async def strike(worker_pool: asyncpg.Pool, moment: datetime) -> None:
    (handler,) = answer_jobs(MAIL).handlers
    with time_machine.travel(moment, tick=False):
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))


async def escalated(administrator: asyncpg.Connection, world: World) -> set[tuple[object, object]]:
    rows = await administrator.fetch(
        "select plan_id, agency_id from escalation where by_clock and plan_id = any($1)",
        list(world.plan_ids.values()),
    )
    return {(row["plan_id"], row["agency_id"]) for row in rows}


async def test_after_five_working_days_each_agency_that_has_not_answered_is_escalated_once(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    world, versions = await make()
    await sign_as(world.health, versions[PlanKind.VICTIM_SUPPORT], Answer.NO_ROLE)
    await strike(worker_pool, at(10, 23, 59))
    assert await escalated(administrator, world) == set()
    for _ in range(2):
        await strike(worker_pool, at(11, 0, 1))
    assert await escalated(administrator, world) == {
        (world.contingency, world.health.agency_id),
        (world.contingency, world.police.agency_id),
        (world.plan_ids[PlanKind.VICTIM_SUPPORT], world.police.agency_id),
    }
    late = Unanswered(world.contingency, world.health.agency_id, world.lead.person_id)
    assert not await escalate_unanswered(late=late, now=at(11, 1), enqueue=Sent())
    (schedule,) = answer_jobs(MAIL).schedules
    assert (schedule.name, schedule.expression) == (ESCALATE_UNANSWERED, "20 * * * *")


async def kinds(worker_pool: asyncpg.Pool, moment: datetime, world: World, who: str) -> set[Kind]:
    found = await candidates(worker_pool, moment, getattr(world, who))
    return {one.kind for one in found} & SIGNING


async def test_signatories_the_lead_and_owners_are_reminded_of_what_is_theirs(
    worker_pool: asyncpg.Pool,
) -> None:
    world, versions = await make()
    contingency = versions[PlanKind.CONTINGENCY]
    assert await kinds(worker_pool, at(4, 17), world, "health") == set()
    assert await kinds(worker_pool, at(5, 10), world, "health") == {Kind.SIGN_OFF}
    assert (await remind_at(worker_pool, at(5, 10), world.health))[world.health.email] == 2
    sign_off_id = await sign_as(world.health, contingency, Answer.ASKED, "Why?")
    assert await kinds(worker_pool, at(3, 14, 30), world, "lead") == set()
    assert await kinds(worker_pool, at(3, 16), world, "lead") == {Kind.SIGN_OFF_QUESTION}
    assert (await remind_at(worker_pool, at(3, 16), world.lead))[world.lead.email] == 1
    assert await remind_at(worker_pool, at(3, 17), world.lead) == {}
    await reply_to_answer(
        sign_off_id=sign_off_id, text="So", actor=world.lead, now=at(5, 12), enqueue=world.sent
    )
    assert await kinds(worker_pool, at(5, 13), world, "lead") == set()
    await sign(
        plan_version_id=contingency,
        answer=Answer.SIGNED_WITH_CONDITIONS,
        note="",
        conditions=[NewCondition("A bed", world.lead.person_id, date(2026, 3, 9), blocking=True)],
        actor=world.health,
        now=NOW,
    )
    assert await kinds(worker_pool, at(5, 8), world, "lead") == {Kind.CONDITION}
    assert (await remind_at(worker_pool, at(5, 8), world.lead))[world.lead.email] == 1
