"""Assessing a child's risk."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.clock import london_date
from planning.errors import Invalid
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.support.actions.hold import hold_child, tell
from planning.support.rules.plans import RiskDraft, risk_faults
from planning.support.tables import ChildPlan, ChildRisk
from planning.transactions import transaction


async def assess_risk(*, child_id: UUID, draft: RiskDraft, actor: Actor, now: datetime) -> None:
    """Record immediate and ongoing risk, and when it is assessed next; earlier ones stay.

    Raises `NotFound`, `Invalid` with every fault, `Blocked` once support has ended.
    """
    async with transaction(actor.person_id):
        child = await hold_child(child_id, actor=actor, now=now)
        if faults := risk_faults(draft, today=london_date(now)):
            raise Invalid(faults)
        await ChildRisk.insert(
            ChildRisk(
                id=uuid4(),
                compartment_id=child.compartment_id,
                concern_compartment_id=child.concern_compartment_id,
                child_plan_id=child.id,
                immediate=clean(draft.immediate),
                ongoing=clean(draft.ongoing),
                assessed_on=draft.assessed_on,
                next_on=draft.next_on,
                assessed_by=actor.person_id,
                recorded_at=now,
            )
        )
        await ChildPlan.update({ChildPlan.risk_due_on: draft.next_on}).where(
            ChildPlan.id == child.id
        )
        await tell([child], "support.risk_assessed", actor, now, {})
