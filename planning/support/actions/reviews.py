"""Reviews of a child's plan."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.clock import london_date
from planning.errors import Invalid
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.support.actions.hold import hold_child, tell
from planning.support.rules.plans import ReviewDraft, review_faults
from planning.support.tables import ChildPlan, ChildPlanReview
from planning.transactions import transaction


async def record_review(*, child_id: UUID, draft: ReviewDraft, actor: Actor, now: datetime) -> None:
    """Record a review that was held, and when the next one is owed.

    Raises `NotFound`, `Invalid` with every fault, `Blocked` once support has ended.
    """
    async with transaction(actor.person_id):
        child = await hold_child(child_id, actor=actor, now=now)
        if faults := review_faults(draft, today=london_date(now)):
            raise Invalid(faults)
        await ChildPlanReview.insert(
            ChildPlanReview(
                id=uuid4(),
                compartment_id=child.compartment_id,
                concern_compartment_id=child.concern_compartment_id,
                child_plan_id=child.id,
                held_on=draft.held_on,
                summary=clean(draft.summary),
                next_on=draft.next_on,
                recorded_by=actor.person_id,
                recorded_at=now,
            )
        )
        await ChildPlan.update({ChildPlan.review_due_on: draft.next_on}).where(
            ChildPlan.id == child.id
        )
        await tell([child], "support.reviewed", actor, now, {})
