"""Interests declared, and conflicts recorded and lifted. A conflict wins over every membership.

The database spreads a conflict to the police-sensitive tier and to the groups' meetings.
"""

from datetime import datetime
from uuid import UUID, uuid4

from planning.access.actions import declare_conflict, lift_conflicts
from planning.errors import block_if
from planning.groups.rules import (
    Interest,
    conflict_faults,
    interest_faults,
    own_interest_faults,
)
from planning.groups.tables import InterestDeclaration
from planning.operations.actions.lock import lock_as_lead, lock_operation, reason_faults, tell
from planning.operations.rules import clean
from planning.people.queries import people_by_id
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction

_IN_CONFLICT = (
    "select exists (select from conflict_block"
    " where compartment_id = $1 and person_id = $2 and lifted_at is null)"
)


async def declare_interest(
    *, operation_id: UUID, interest: Interest, words: str, actor: Actor, now: datetime
) -> None:
    """Say that one has no interest in the operation, or which one it is.

    Whoever has one is in conflict at once: they see nothing of the operation any more, and what
    they signed counts no longer, until the lead lifts it. Raises `NotFound`, `Blocked`.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        block_if(
            [
                *interest_faults(interest, words),
                *own_interest_faults(interest, is_lead=operation.lead_id == actor.person_id),
            ]
        )
        await InterestDeclaration.insert(
            InterestDeclaration(
                id=uuid4(),
                compartment_id=operation.compartment_id,
                operation_id=operation_id,
                person_id=actor.person_id,
                kind=interest.value,
                words=clean(words),
                declared_at=now,
            )
        )
        await tell(operation, "interest.declared", actor, now, {"interest": interest})
        if interest is Interest.INTEREST:
            await declare_conflict(
                compartment_id=operation.compartment_id,
                person_id=actor.person_id,
                reason="Declared an interest of their own",
                actor=actor,
                now=now,
            )


async def record_conflict(
    *, operation_id: UUID, person_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Record somebody else's conflict of interest, in the operation or not; the lead's act.

    Raises `NotFound`, `NotAllowed`, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        block_if(
            [
                *reason_faults(reason),
                *conflict_faults(
                    known=bool(await people_by_id([person_id])),
                    is_lead=person_id == operation.lead_id,
                    in_conflict=await fetch_value(
                        _IN_CONFLICT, operation.compartment_id, person_id
                    ),
                ),
            ]
        )
        await declare_conflict(
            compartment_id=operation.compartment_id,
            person_id=person_id,
            reason=clean(reason),
            actor=actor,
            now=now,
        )


async def lift_conflict(
    *, operation_id: UUID, person_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Say how a conflict is handled, or that there is none: the person sees the operation again.

    The lead's act. Raises `NotFound` when there is none, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        block_if(reason_faults(reason))
        await lift_conflicts(
            compartment_id=operation.compartment_id,
            person_id=person_id,
            reason=clean(reason),
            actor=actor,
            now=now,
        )
