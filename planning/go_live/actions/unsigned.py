"""Going live without sign-off when a child cannot wait, and what is owed afterwards."""

from datetime import datetime
from uuid import UUID

from planning.clock import add_working_days, today
from planning.errors import Blocked, Blocker, block_if
from planning.go_live.actions.recording import write_record
from planning.go_live.queries import GoLiveSeen, gate_of, go_live_record_of
from planning.go_live.rules import (
    SIGN_OFF_WITHIN,
    Review,
    Route,
    may_confirm,
    may_review,
    review_faults,
    without_sign_off_faults,
)
from planning.go_live.tables import GoLiveConfirmation, GoLiveReview
from planning.operations.actions.lifecycle import moved
from planning.operations.actions.lock import LockedOperation, lock_operation, tell
from planning.operations.actions.notices import notify_partnership
from planning.operations.rules import Act, PartnershipEvent, cannot, clean
from planning.outbox import Enqueue
from planning.people.rules import Actor, Role, require_fresh_password
from planning.procedures.queries import closed_days
from planning.transactions import transaction


async def go_live_without_sign_off(
    *, operation_id: UUID, reason: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> UUID:
    """Record at once that the operation is live although the gate is shut; the record's id.

    Any member may, with the password given again: nobody can stop the police acting to protect
    a child. The partnership is told, and retrospective sign-off is due in two working days.
    """
    require_fresh_password(actor, now)
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        act = Act.GO_LIVE_WITHOUT_SIGN_OFF
        block_if(cannot(operation.state, act) + without_sign_off_faults(reason))
        gate = await gate_of(operation_id=operation_id, actor=actor, now=now)
        due = add_working_days(today(now), SIGN_OFF_WITHIN, await closed_days())
        record_id = await write_record(
            operation, Route.WITHOUT_SIGN_OFF, clean(reason), gate, actor=actor, now=now, due=due
        )
        await moved(operation, act, actor=actor, now=now, reason=clean(reason))
        await notify_partnership(
            operation, PartnershipEvent.WITHOUT_SIGN_OFF, actor=actor, now=now, enqueue=enqueue
        )
        return record_id


async def confirm_go_live(*, operation_id: UUID, actor: Actor, now: datetime) -> None:
    """The second person, of another agency, stands behind going live without sign-off.

    After the 24 hours it is still taken, and shown as late. Raises `Blocked`.
    """
    require_fresh_password(actor, now)
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        live = await _unsigned(operation, actor)
        block_if(
            may_confirm(
                person_id=actor.person_id,
                agency_id=actor.agency_id,
                recorded_by=live.recorded_by,
                recorders_agency=live.recorders_agency_id,
                confirmed=live.confirmed_at is not None,
            )
        )
        await GoLiveConfirmation.insert(
            GoLiveConfirmation(
                go_live_record_id=live.id,
                compartment_id=operation.compartment_id,
                confirmed_by=actor.person_id,
                confirmed_at=now,
            )
        )
        await tell(operation, "operation.go_live_confirmed", actor, now, {})


async def review_go_live(
    *, operation_id: UUID, review: Review, actor: Actor, now: datetime
) -> None:
    """Look back at going live without sign-off; needed before the operation is closed.

    By somebody of a third agency or of the partnership. Raises `Blocked`.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        live = await _unsigned(operation, actor)
        block_if(
            review_faults(review)
            + may_review(
                agency_id=actor.agency_id,
                involved=live.involved,
                is_partnership=actor.has(Role.PARTNERSHIP),
                reviewed=live.review is not None,
            )
        )
        await GoLiveReview.insert(
            GoLiveReview(
                go_live_record_id=live.id,
                compartment_id=operation.compartment_id,
                why=clean(review.why),
                unmet=clean(review.unmet),
                changes=clean(review.changes),
                reviewed_by=actor.person_id,
                reviewed_at=now,
            )
        )
        await tell(operation, "operation.go_live_reviewed", actor, now, {})


async def _unsigned(operation: LockedOperation, actor: Actor) -> GoLiveSeen:
    live = await go_live_record_of(operation_id=operation.id, actor=actor)
    if live is None or live.route is not Route.WITHOUT_SIGN_OFF:
        raise Blocked([Blocker("This operation did not go live without sign-off.")])
    return live
