"""What time does: an agency that does not answer is escalated."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import end_of_day, london_date
from planning.escalations.actions import PlanDue, open_plan
from planning.escalations.rules import FIRST_STAGE
from planning.outbox import Enqueue
from planning.people.queries import actor_of
from planning.plans.actions.lock import lock_plan
from planning.procedures.queries import current_profile
from planning.sign_offs.rules import last_overdue_on, unanswered_words
from planning.transactions import fetch_all, fetch_one, transaction

_STILL = """
select w.submitted_at, a.name as agency_name
from sign_off_waiting w join agency a on a.id = w.agency_id
where w.plan_id = $1 and w.agency_id = $2 and w.asks is null and w.submitted_at < $3
  and not exists (select from escalation e
                  where e.plan_id = w.plan_id and e.agency_id = w.agency_id
                    and e.by_clock and e.raised_at >= w.submitted_at)
"""


class Unanswered(msgspec.Struct, frozen=True):
    """A plan that waits too long for an agency's answer, and by whose eyes to look at it."""

    plan_id: UUID
    agency_id: UUID
    eyes_id: UUID


class _Still(msgspec.Struct, frozen=True):
    submitted_at: datetime
    agency_name: str


async def unanswered_plans(now: datetime) -> list[Unanswered]:
    """Which may have to be escalated now, the longest waiting first; the worker's alone."""
    async with transaction(None):
        before = await _before(now)
        return await fetch_all(Unanswered, "select * from accord_sign_offs_overdue($1)", before)


async def escalate_unanswered(*, late: Unanswered, now: datetime, enqueue: Enqueue) -> bool:
    """Ask the agency's first stage why it does not answer; whether it was still due.

    The worker's act, with the eyes of somebody who is in. Once for each version.
    """
    async with transaction(late.eyes_id):
        _, plan = await lock_plan(late.plan_id)
        still = await fetch_one(_Still, _STILL, late.plan_id, late.agency_id, await _before(now))
        if still is None:
            return False
        due = PlanDue(
            plan_id=plan.id,
            stage=FIRST_STAGE,
            reason=unanswered_words(plan.kind, still.agency_name, london_date(still.submitted_at)),
            agency_id=late.agency_id,
        )
        await open_plan(due=due, actor=await actor_of(late.eyes_id), now=now, enqueue=enqueue)
        return True


async def _before(now: datetime) -> datetime:
    profile = (await current_profile(london_date(now))).profile
    return end_of_day(last_overdue_on(profile, london_date(now)))
