"""Looking at a plan again."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.errors import block_if
from planning.operations.actions.lock import require_lead
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.plans.actions.lock import lock_plan, tell_plan
from planning.plans.rules.reviews import plan_review_faults
from planning.plans.tables import PlanReview
from planning.transactions import fetch_value, transaction

_CURRENT = "select id from plan_version where plan_id = $1 order by number desc limit 1"


async def review_plan(
    *, plan_id: UUID, changed: bool, note: str, actor: Actor, now: datetime
) -> UUID:
    """The lead says what looking at the current version found; the review's id.

    `changed`: the plan has to change, or was changed for it. Raises `Blocked`.
    """
    async with transaction(actor.person_id):
        operation, plan = await lock_plan(plan_id)
        require_lead(operation, actor)
        version_id = await fetch_value(_CURRENT, plan.id)
        block_if(plan_review_faults(note, submitted=version_id is not None))
        review = PlanReview(
            id=uuid4(),
            compartment_id=plan.compartment_id,
            plan_id=plan.id,
            plan_version_id=version_id,
            changed=changed,
            note=clean(note),
            reviewed_by=actor.person_id,
            reviewed_at=now,
        )
        await PlanReview.insert(review)
        await tell_plan(plan, "plan.reviewed", actor, now, {"changed": changed})
        return UUID(str(review.id))
