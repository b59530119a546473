"""Creating an operation, in its two compartments."""

from datetime import datetime
from uuid import uuid4

import msgspec

from planning.access.actions import open_compartments
from planning.access.rules import CompartmentKind, Grant, NewCompartment
from planning.clock import today
from planning.errors import Invalid
from planning.operations.actions.agencies import unknown_agencies, write_required
from planning.operations.actions.lock import LockedOperation, tell
from planning.operations.rules import OperationDraft, OperationState, clean, draft_faults
from planning.operations.tables import Operation
from planning.people.rules import Actor, Role, require_role
from planning.transactions import transaction


async def create_operation(
    *, draft: OperationDraft, actor: Actor, now: datetime
) -> LockedOperation:
    """Write a proposed operation whose lead is the actor; `planning.plans` starts its plans.

    Raises `NotAllowed` without the role of operation lead, `Invalid` with every fault.
    """
    require_role(actor, Role.OPERATION_LEAD)
    faults = draft_faults(draft, today=today(now))
    async with transaction(actor.person_id):
        faults += await unknown_agencies([agency.agency_id for agency in draft.agencies])
        if faults:
            raise Invalid(faults)
        operation = LockedOperation(
            id=uuid4(),
            compartment_id=uuid4(),
            police_compartment_id=uuid4(),
            name=clean(draft.name),
            state=OperationState.PROPOSED,
            lead_id=actor.person_id,
            partnership_told_at=None,
        )
        await _open_both_tiers(operation, actor, now)
        await _insert(operation, draft, actor, now)
        await write_required(operation, draft.agencies, actor, now)
        await tell(operation, "operation.created", actor, now, {"state": operation.state})
        return operation


async def _open_both_tiers(operation: LockedOperation, actor: Actor, now: datetime) -> None:
    kinds = {
        operation.compartment_id: CompartmentKind.OPERATION_SAFEGUARDING,
        operation.police_compartment_id: CompartmentKind.OPERATION_POLICE,
    }
    await open_compartments(
        compartments=[NewCompartment(id=one, kind=kind) for one, kind in kinds.items()],
        grants=[
            Grant(compartment_id=one, person_id=actor.person_id, reason="Leads the operation")
            for one in kinds
        ],
        granted_by=actor.person_id,
        now=now,
    )


async def _insert(
    operation: LockedOperation, draft: OperationDraft, actor: Actor, now: datetime
) -> None:
    await Operation.insert(
        Operation(
            **msgspec.structs.asdict(operation),
            summary=clean(draft.summary),
            covert=draft.covert,
            planned_live_on=draft.planned_live_on,
            live_at=None,
            victims_known=draft.victims_known,
            victims_suspected=draft.victims_suspected,
            victims_planning=draft.victims_planning,
            partnership_told_by=None,
            created_by=actor.person_id,
            created_at=now,
            version=1,
            state_since=now,
        )
    )
