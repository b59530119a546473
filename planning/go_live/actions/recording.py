"""Writing how an operation went live."""

from datetime import date, datetime
from uuid import UUID, uuid4

from planning.go_live.queries import Gate
from planning.go_live.rules import Route
from planning.go_live.tables import GoLiveRecord
from planning.operations.actions.lock import LockedOperation
from planning.people.rules import Actor
from planning.transactions import to_json


async def write_record(
    operation: LockedOperation,
    route: Route,
    reason: str,
    gate: Gate,
    *,
    actor: Actor,
    now: datetime,
    due: date | None = None,
) -> UUID:
    """Keep the lines as they are; the database adds the evidence. The record's id."""
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
