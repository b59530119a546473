"""Telling the partnership what happens to an operation (review §3.11), and its receipts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from planning.errors import NotFound
from planning.operations.actions.lock import LockedOperation, lock_as_lead, lock_operation, tell
from planning.operations.actions.members import let_into_tier
from planning.operations.rules import PartnershipEvent, Tier
from planning.operations.tables import Operation, PartnershipNotice
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.queries import PersonSeen, people
from planning.people.rules import Actor, Role, require_role
from planning.transactions import execute, fetch_value, transaction


async def tell_partnership(
    *, operation_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Record that the partnership knows of the operation, and let its people in.

    The lead's act; saying it again changes nothing.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        await notify_partnership(
            operation, PartnershipEvent.OPENED, actor=actor, now=now, enqueue=enqueue
        )


async def notify_partnership(
    operation: LockedOperation,
    kind: PartnershipEvent,
    *,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
    by_clock: bool = False,
) -> None:
    """Tell the partnership at once; for acts that hold the operation's row.

    Its people are let into the safeguarding tier. Before it knows of the operation at all, only
    that it exists, or that it is live, is news. `by_clock`: the actor only lends their eyes, and
    whoever of the partnership is not in yet is told by mail alone.
    """
    known = operation.partnership_told_at is not None
    if known == (kind is PartnershipEvent.OPENED) and kind not in _ALWAYS:
        return
    office = await people(actor=actor, role=Role.PARTNERSHIP)
    if not by_clock:
        await _let_in(operation, office, actor, now)
    notice_id = await _write(operation, kind, None if by_clock else actor.person_id, now)
    await tell(
        operation, "operation.partnership_told", actor, now,
        {"event": kind, "people": [person.id for person in office]},
    )  # fmt: skip
    await enqueue(
        [
            Notice(
                kind=NoticeKind.PARTNERSHIP_TOLD,
                subject_id=notice_id,
                recipient=Recipient(person_id=person.id, address=person.email),
            )
            for person in office
        ],
        now=now,
    )


_ALWAYS = frozenset(
    {
        PartnershipEvent.WENT_LIVE,
        PartnershipEvent.WITHOUT_SIGN_OFF,
        PartnershipEvent.SIGN_OFF_OVERDUE,
    }
)


async def _write(
    operation: LockedOperation, kind: PartnershipEvent, told_by: UUID | None, now: datetime
) -> UUID:
    notice_id = uuid4()
    await PartnershipNotice.insert(
        PartnershipNotice(
            id=notice_id,
            compartment_id=operation.compartment_id,
            operation_id=operation.id,
            kind=kind.value,
            told_by=told_by,
            told_at=now,
        )
    )
    return notice_id


async def _let_in(
    operation: LockedOperation, office: Sequence[PersonSeen], actor: Actor, now: datetime
) -> None:
    await let_into_tier(
        operation,
        person_ids=[person.id for person in office],
        tier=Tier.SAFEGUARDING,
        reason="The partnership is told of the operation",
        actor=actor,
        now=now,
    )
    await Operation.update(
        {Operation.partnership_told_at: now, Operation.partnership_told_by: actor.person_id}
    ).where(Operation.id == operation.id, Operation.partnership_told_at.is_null())


async def acknowledge_notice(*, notice_id: UUID, actor: Actor, now: datetime) -> None:
    """Somebody of the partnership has seen it; saying it again changes nothing."""
    require_role(actor, Role.PARTNERSHIP)
    async with transaction(actor.person_id):
        operation_id = await fetch_value(
            "select operation_id from partnership_notice where id = $1", notice_id
        )
        if operation_id is None:
            raise NotFound
        operation = await lock_operation(operation_id)
        written = await execute(
            "insert into partnership_receipt (notice_id, person_id, compartment_id, received_at)"
            " values ($1, $2, $3, $4) on conflict do nothing",
            notice_id, actor.person_id, operation.compartment_id, now,
        )  # fmt: skip
        if written:
            await tell(operation, "operation.notice_received", actor, now, {"notice_id": notice_id})
