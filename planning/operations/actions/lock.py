"""Holding an operation's row, and writing what was done to it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, NotAllowed, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.rules import REASON_LENGTH, OperationState, Tier, text_faults
from planning.people.rules import Actor
from planning.transactions import fetch_one


class LockedOperation(msgspec.Struct, frozen=True):
    """An operation whose row this transaction holds: nothing about it changes meanwhile."""

    id: UUID
    compartment_id: UUID
    police_compartment_id: UUID
    name: str
    state: OperationState
    lead_id: UUID
    partnership_told_at: datetime | None


def tier_of(operation: LockedOperation, tier: Tier) -> UUID:
    """The compartment of a tier."""
    return operation.police_compartment_id if tier is Tier.POLICE else operation.compartment_id


async def lock_operation(operation_id: UUID) -> LockedOperation:
    """Hold the operation's row to the end of the open transaction; raises `NotFound`."""
    found = await fetch_one(
        LockedOperation,
        "select id, compartment_id, police_compartment_id, name, state, lead_id,"
        " partnership_told_at from operation where id = $1 for update",
        operation_id,
    )
    if found is None:
        raise NotFound
    return found


def require_lead(operation: LockedOperation, actor: Actor) -> None:
    """Raise `NotAllowed` for everybody but the operation's lead."""
    if operation.lead_id != actor.person_id:
        raise NotAllowed("Only the operation’s lead can do this.")


async def lock_as_lead(operation_id: UUID, actor: Actor) -> LockedOperation:
    """Hold the row for its lead; raises `NotFound`, `NotAllowed`."""
    operation = await lock_operation(operation_id)
    require_lead(operation, actor)
    return operation


def reason_faults(reason: str) -> list[Blocker]:
    """Faults of the reason that every such act needs."""
    return text_faults(reason, field="reason", what="a reason", limit=REASON_LENGTH, needed=True)


async def tell(
    operation: LockedOperation,
    act: str,
    actor: Actor,
    now: datetime,
    detail: dict[str, object],
    *,
    tier: Tier = Tier.SAFEGUARDING,
) -> None:
    """One line of history in a tier."""
    await record(
        [Event(act, "operation", operation.id, tier_of(operation, tier), detail)],
        actor_id=actor.person_id,
        now=now,
    )
