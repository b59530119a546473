"""Going live through the gate."""

from datetime import datetime
from uuid import UUID

from planning.errors import block_if
from planning.go_live.actions.recording import write_record
from planning.go_live.queries import gate_of
from planning.go_live.rules import Route, unmet
from planning.operations.actions.lifecycle import moved
from planning.operations.actions.lock import lock_operation, require_lead
from planning.operations.actions.notices import notify_partnership
from planning.operations.rules import Act, PartnershipEvent, cannot
from planning.outbox import Enqueue
from planning.people.rules import Actor, require_fresh_password
from planning.transactions import transaction


async def declare_ready(*, operation_id: UUID, actor: Actor, now: datetime) -> None:
    """The lead says that the operation waits only for the word; every line must be met.

    It opens nothing: going live asks the gate again. Raises `Blocked` with each unmet line.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        require_lead(operation, actor)
        block_if(cannot(operation.state, Act.DECLARE_READY))
        gate = await gate_of(operation_id=operation_id, actor=actor, now=now)
        block_if(unmet(gate.lines))
        await moved(operation, Act.DECLARE_READY, actor=actor, now=now)


async def go_live(*, operation_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue) -> UUID:
    """Go live through the gate; the record's id.

    The lead's act, with the password given again. The gate is asked under the operation's lock,
    in the transaction that writes the live row; the database asks it again by itself. Raises
    `Blocked` with one blocker for each unmet line.
    """
    require_fresh_password(actor, now)
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        require_lead(operation, actor)
        block_if(cannot(operation.state, Act.GO_LIVE))
        gate = await gate_of(operation_id=operation_id, actor=actor, now=now)
        block_if(unmet(gate.lines))
        record_id = await write_record(
            operation, Route.THROUGH_GATE, "", gate, actor=actor, now=now
        )
        await moved(operation, Act.GO_LIVE, actor=actor, now=now)
        await notify_partnership(
            operation, PartnershipEvent.WENT_LIVE, actor=actor, now=now, enqueue=enqueue
        )
        return record_id
