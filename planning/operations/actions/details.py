"""What is said about an operation, and who leads it: changed by the lead, with a reason."""

from datetime import datetime
from uuid import UUID

import msgspec
from piccolo.columns import Column

from planning.clock import today
from planning.errors import Blocker, Stale, block_if
from planning.operations.actions.lock import LockedOperation, lock_as_lead, reason_faults, tell
from planning.operations.actions.members import let_into_tier
from planning.operations.rules import OperationDetails, Tier, clean, details_faults, ended
from planning.operations.tables import Operation
from planning.people.queries import people_by_id
from planning.people.rules import Actor, Role
from planning.transactions import fetch_one, fetch_value, transaction


class _Before(OperationDetails, frozen=True, kw_only=True):
    version: int


_BEFORE = """
select name, summary, covert, victims_known, victims_suspected, victims_planning, planned_live_on,
       version
from operation where id = $1
"""
_IN_CONFLICT = (
    "select exists (select from conflict_block where person_id = $1 and lifted_at is null"
    " and compartment_id = any($2))"
)


async def change_operation(
    *,
    operation_id: UUID,
    details: OperationDetails,
    reason: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what is said about the operation; history keeps what was said before.

    The lead's act. Raises `NotFound`, `NotAllowed`, `Stale`, `Blocked` with every fault.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        before = await fetch_one(_Before, _BEFORE, operation_id)
        if before is None or before.version != version:
            raise Stale
        after = msgspec.structs.replace(
            details, name=clean(details.name), summary=clean(details.summary)
        )
        changes = {key: was for key, was in _said(before).items() if _said(after)[key] != was}
        block_if(
            [
                *ended(operation.state),
                *details_faults(after, planned_before=before.planned_live_on, today=today(now)),
                *reason_faults(reason),
                *([] if changes else [Blocker("Change something, or go back.")]),
            ]
        )
        written: dict[Column | str, object] = {Operation.version: version + 1}
        written.update(_said(after))
        await Operation.update(written).where(Operation.id == operation_id)
        await tell(
            operation, "operation.changed", actor, now,
            {"reason": clean(reason), "was": changes},
        )  # fmt: skip


def _said(details: OperationDetails) -> dict[str, object]:
    """Everything that is said, by column."""
    return {
        field.name: getattr(details, field.name)
        for field in msgspec.structs.fields(OperationDetails)
    }


async def hand_over_operation(
    *, operation_id: UUID, person_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Give the lead to somebody else, who is let into both tiers; the lead's act.

    Whoever led it stays in. Raises `NotFound`, `NotAllowed`, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        block_if([*await _successor_faults(operation, person_id), *reason_faults(reason)])
        await let_into_tier(
            operation,
            person_ids=[person_id],
            tier=Tier.POLICE,
            reason="Leads the operation",
            actor=actor,
            now=now,
        )
        await Operation.update({Operation.lead_id: person_id}).where(Operation.id == operation_id)
        await tell(
            operation, "operation.handed_over", actor, now,
            {"to": person_id, "reason": clean(reason)},
        )  # fmt: skip


async def _successor_faults(operation: LockedOperation, person_id: UUID) -> list[Blocker]:
    found = await people_by_id([person_id])
    if not any(Role.OPERATION_LEAD in person.roles for person in found):
        return [Blocker("Choose somebody who leads operations.", "person_id")]
    if person_id == operation.lead_id:
        return [Blocker("They lead the operation already.", "person_id")]
    tiers = [operation.compartment_id, operation.police_compartment_id]
    if await fetch_value(_IN_CONFLICT, person_id, tiers):
        return [Blocker("They have a conflict of interest with this operation.", "person_id")]
    return []
