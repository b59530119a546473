"""Moving an operation on."""

from datetime import datetime
from uuid import UUID

from piccolo.columns import Column

from planning.errors import NotAllowed, block_if
from planning.operations.actions.lock import LockedOperation, lock_as_lead, reason_faults, tell
from planning.operations.actions.notices import notify_partnership
from planning.operations.rules import (
    ENDED,
    LEADS_OWN_ACTS,
    TRANSITIONS,
    Act,
    OperationState,
    PartnershipEvent,
    cannot,
    clean,
)
from planning.operations.tables import Operation
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.transactions import transaction


async def move_operation(
    *,
    operation_id: UUID,
    act: Act,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> OperationState:
    """One of the lead's own steps of the lifecycle, with a reason; the new state.

    The partnership is told of the end. Raises `Blocked` when the lifecycle does not allow it,
    `NotAllowed` for an act that belongs to the gate.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        if act not in LEADS_OWN_ACTS:
            raise NotAllowed("Submit a plan or use the gate to do this.")
        block_if(cannot(operation.state, act) + reason_faults(reason))
        state = await moved(operation, act, actor=actor, now=now, reason=clean(reason))
        if state in ENDED:
            await notify_partnership(
                operation, PartnershipEvent.ENDED, actor=actor, now=now, enqueue=enqueue
            )
        return state


async def moved(
    operation: LockedOperation, act: Act, *, actor: Actor, now: datetime, reason: str = ""
) -> OperationState:
    """Write a step of the lifecycle that the rules allow, and its history."""
    state = TRANSITIONS[operation.state, act]
    changes: dict[Column | str, object] = {
        Operation.state: state.value,
        Operation.state_since: now,
    }
    if state is OperationState.LIVE:
        changes[Operation.live_at] = now
    await Operation.update(changes).where(Operation.id == operation.id)
    await tell(
        operation, "operation.moved", actor, now,
        {"act": act, "from": operation.state, "to": state, "reason": reason},
    )  # fmt: skip
    return state
