"""Going live: through the gate, or without sign-off when a child cannot wait."""

from datetime import date, datetime
from uuid import UUID, uuid4

from planning.clock import add_working_days, today
from planning.errors import Blocked, Blocker, block_if
from planning.go_live.queries import Gate, GoLiveSeen, gate_of, go_live_record_of
from planning.go_live.rules import (
    SIGN_OFF_WITHIN,
    Route,
    may_confirm,
    unmet,
    without_sign_off_faults,
)
from planning.go_live.tables import GoLiveConfirmation, GoLiveRecord
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.actions.lifecycle import moved
from planning.operations.actions.lock import LockedOperation, lock_operation, require_lead
from planning.operations.actions.notices import notify_partnership
from planning.operations.rules import Act, PartnershipEvent, cannot, clean
from planning.outbox import Enqueue
from planning.people.rules import Actor, require_fresh_password
from planning.procedures.queries import closed_days
from planning.transactions import to_json, transaction


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
        record_id = await _record(operation, Route.THROUGH_GATE, "", gate, actor=actor, now=now)
        await moved(operation, Act.GO_LIVE, actor=actor, now=now)
        await notify_partnership(
            operation, PartnershipEvent.WENT_LIVE, actor=actor, now=now, enqueue=enqueue
        )
        return record_id


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
        record_id = await _record(
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
        await record(
            [
                Event(
                    "operation.go_live_confirmed",
                    "operation",
                    operation.id,
                    operation.compartment_id,
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )


async def _unsigned(operation: LockedOperation, actor: Actor) -> GoLiveSeen:
    live = await go_live_record_of(operation_id=operation.id, actor=actor)
    if live is None or live.route is not Route.WITHOUT_SIGN_OFF:
        raise Blocked([Blocker("This operation did not go live without sign-off.")])
    return live


async def _record(
    operation: LockedOperation,
    route: Route,
    reason: str,
    gate: Gate,
    *,
    actor: Actor,
    now: datetime,
    due: date | None = None,
) -> UUID:
    record_id = uuid4()
    await GoLiveRecord.insert(
        GoLiveRecord(
            id=record_id,
            compartment_id=operation.compartment_id,
            operation_id=operation.id,
            route=route.value,
            reason=reason,
            gate_lines=to_json(gate.lines),
            recorded_by=actor.person_id,
            recorded_at=now,
            sign_off_due_on=due,
        )
    )
    return record_id
