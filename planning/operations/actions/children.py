"""Which children an operation is about: attached and detached with a reason.

History tells neither who the child is nor anything in the child's concern: people who are in only
one of the two do not learn of the other.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.concerns.queries import concerns_among
from planning.errors import NotFound, block_if
from planning.operations.actions.lock import LockedOperation, lock_operation, reason_faults, tell
from planning.operations.rules import clean, ended
from planning.operations.rules.children import attaching_faults
from planning.operations.tables import OperationChild
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, transaction


class _Attached(msgspec.Struct, frozen=True):
    concern_id: UUID


class _Live(msgspec.Struct, frozen=True):
    id: UUID


async def attach_children(
    *,
    operation_id: UUID,
    concern_ids: Sequence[UUID],
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Attach children to the operation; for anybody who is in it and in each concern.

    Nobody is let in anywhere by it. Raises `NotFound`, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        seen = await concerns_among(concern_ids=concern_ids, actor=actor)
        there = await fetch_all(
            _Attached,
            "select concern_id from operation_child where operation_id = $1 and ended_at is null",
            operation_id,
        )
        block_if(
            [
                *ended(operation.state),
                *attaching_faults(
                    concern_ids,
                    seen=[one.id for one in seen],
                    attached=[one.concern_id for one in there],
                ),
                *reason_faults(reason),
            ]
        )
        rows = [
            OperationChild(
                id=uuid4(),
                compartment_id=operation.compartment_id,
                operation_id=operation_id,
                concern_compartment_id=one.compartment_id,
                concern_id=one.id,
                reason=clean(reason),
                attached_by=actor.person_id,
                attached_at=now,
            )
            for one in seen
        ]
        await OperationChild.insert(*rows)
        await _tell(operation, "operation.children_attached", [row.id for row in rows], actor, now)


async def detach_child(
    *, operation_id: UUID, attachment_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """End that a child belongs to the operation; the attachment stays on record.

    Raises `NotFound`, also for who does not see the child, and `Blocked`.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        live = await fetch_one(
            _Live,
            "select id from operation_child"
            " where id = $1 and operation_id = $2 and ended_at is null for update",
            attachment_id,
            operation_id,
        )
        if live is None:
            raise NotFound
        block_if(reason_faults(reason))
        await OperationChild.update(
            {
                OperationChild.ended_by: actor.person_id,
                OperationChild.ended_at: now,
                OperationChild.ended_reason: clean(reason),
            }
        ).where(OperationChild.id == attachment_id)
        await _tell(operation, "operation.child_detached", [attachment_id], actor, now)


async def _tell(
    operation: LockedOperation, act: str, attachments: list[UUID], actor: Actor, now: datetime
) -> None:
    await tell(operation, act, actor, now, {"attachments": attachments})
