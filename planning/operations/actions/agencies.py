"""Which agencies must sign: one list for both plans, changed by the lead with a reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, block_if
from planning.operations.actions.lock import LockedOperation, lock_as_lead, reason_faults, tell
from planning.operations.actions.notices import notify_partnership
from planning.operations.rules import NewAgency, PartnershipEvent, agency_faults, clean
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.transactions import execute, execute_many_rows, fetch_all, transaction

_REQUIRE = """
insert into operation_agency
    (operation_id, agency_id, compartment_id, reason, required_by, required_at)
select operation_id, agency_id, compartment_id, reason, required_by, required_at
from jsonb_to_recordset($1::jsonb) as t (operation_id uuid, agency_id uuid, compartment_id uuid,
    reason text, required_by uuid, required_at timestamptz)
"""


class _AgencyId(msgspec.Struct, frozen=True):
    id: UUID


async def require_agency(
    *,
    operation_id: UUID,
    agency_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Add an agency whose signatures the gate needs; the lead's act, with a reason.

    The partnership is told, if it knows of the operation.
    """
    agency = NewAgency(agency_id=agency_id, reason=reason)
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        faults = agency_faults([agency]) + await unknown_agencies([agency_id])
        if agency_id in await _required(operation_id):
            faults.append(Blocker("The operation requires this agency already.", "agency_id"))
        block_if(faults)
        await write_required(operation, [agency], actor, now)
        await tell(
            operation, "operation.agency_required", actor, now,
            {"agency_id": agency_id, "reason": clean(reason)},
        )  # fmt: skip
        await notify_partnership(
            operation, PartnershipEvent.AGENCIES_CHANGED, actor=actor, now=now, enqueue=enqueue
        )


async def release_agency(
    *,
    operation_id: UUID,
    agency_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Take an agency off the list of those required; the lead's act, with a reason.

    Its roles, resources and sign-offs stay; the partnership is told, if it knows of the
    operation. Raises `Blocked` when it is not required.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        faults = reason_faults(reason)
        if agency_id not in await _required(operation_id):
            faults.append(Blocker("The operation does not require this agency.", "agency_id"))
        block_if(faults)
        await execute(
            "delete from operation_agency where operation_id = $1 and agency_id = $2",
            operation_id, agency_id,
        )  # fmt: skip
        await tell(
            operation, "operation.agency_released", actor, now,
            {"agency_id": agency_id, "reason": clean(reason)},
        )  # fmt: skip
        await notify_partnership(
            operation, PartnershipEvent.AGENCIES_CHANGED, actor=actor, now=now, enqueue=enqueue
        )


async def _required(operation_id: UUID) -> set[UUID]:
    found = await fetch_all(
        _AgencyId,
        "select agency_id as id from operation_agency where operation_id = $1",
        operation_id,
    )
    return {agency.id for agency in found}


async def write_required(
    operation: LockedOperation, agencies: Sequence[NewAgency], actor: Actor, now: datetime
) -> None:
    """Add rows of required agencies in one statement."""
    await execute_many_rows(
        _REQUIRE,
        [
            {
                "operation_id": operation.id,
                "agency_id": agency.agency_id,
                "compartment_id": operation.compartment_id,
                "reason": clean(agency.reason),
                "required_by": actor.person_id,
                "required_at": now,
            }
            for agency in agencies
        ],
    )


async def unknown_agencies(agency_ids: Sequence[UUID]) -> list[Blocker]:
    """A blocker when an agency is absent or closed."""
    found = await fetch_all(
        _AgencyId,
        "select id from agency where id = any($1) and closed_at is null",
        list(agency_ids),
    )
    if {agency.id for agency in found} == set(agency_ids):
        return []
    return [Blocker("Choose agencies from the list. One is not there any more.", "agencies")]
