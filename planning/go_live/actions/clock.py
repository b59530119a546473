"""What time does after going live without sign-off: the signatures that did not come."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import today
from planning.escalations.actions import PlanDue, open_plan
from planning.go_live.queries import go_live_record_of
from planning.go_live.rules import OVERDUE_STAGE, overdue_words
from planning.go_live.tables import GoLiveOverdue
from planning.operations.actions.lock import lock_operation
from planning.operations.actions.notices import notify_partnership
from planning.operations.rules import PartnershipEvent
from planning.outbox import Enqueue
from planning.people.queries import actor_of
from planning.sign_offs.queries.evidence import Evidence, evidence_of
from planning.transactions import fetch_all, transaction


class Overdue(msgspec.Struct, frozen=True):
    """An operation whose time for signing afterwards ran out, and by whose eyes to look at it."""

    operation_id: UUID
    eyes_id: UUID


async def overdue_sign_offs(now: datetime) -> list[Overdue]:
    """Which may have to be escalated now, the longest waiting first; the worker's alone."""
    async with transaction(None):
        return await fetch_all(Overdue, "select * from accord_unsigned_overdue($1)", today(now))


async def escalate_overdue(*, overdue: Overdue, now: datetime, enqueue: Enqueue) -> bool:
    """Escalate the unsigned plan at stage 3 and tell the partnership; whether it was still due.

    The worker's act, with the eyes of somebody who is in. Once for each operation.
    """
    async with transaction(overdue.eyes_id):
        operation = await lock_operation(overdue.operation_id)
        eyes = await actor_of(overdue.eyes_id)
        live = await go_live_record_of(operation_id=operation.id, actor=eyes)
        evidence = await evidence_of(operation.id)
        if live is None or live.sign_off_due_on is None:
            return False
        if live.escalation_id or evidence.signed_by_all():
            return False
        escalation_id = await open_plan(
            due=PlanDue(
                _unsigned_plan(evidence), OVERDUE_STAGE, overdue_words(live.sign_off_due_on)
            ),
            actor=eyes,
            now=now,
            enqueue=enqueue,
        )
        await GoLiveOverdue.insert(
            GoLiveOverdue(
                go_live_record_id=live.id,
                compartment_id=operation.compartment_id,
                escalation_id=escalation_id,
                found_at=now,
            )
        )
        await notify_partnership(
            operation,
            PartnershipEvent.SIGN_OFF_OVERDUE,
            actor=eyes,
            now=now,
            enqueue=enqueue,
            by_clock=True,
        )
        return True


def _unsigned_plan(evidence: Evidence) -> UUID:
    """The plan that lacks a signature; the contingency plan first."""
    lacking = [
        plan.id
        for plan in evidence.plans
        if any(not evidence.holding(plan.id, one.agency_id) for one in evidence.required)
    ]
    return (lacking or [plan.id for plan in evidence.plans])[0]
