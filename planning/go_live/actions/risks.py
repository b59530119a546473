"""Accepting the risk of a gap: the agency that has it and the operation's lead, each by hand."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from planning.clock import today
from planning.errors import NotFound, block_if
from planning.go_live.queries import GapSeen, gaps_of
from planning.go_live.rules import Side, accepting_faults
from planning.go_live.tables import RiskAcceptance
from planning.operations.actions.lock import LockedOperation, lock_operation, tell
from planning.operations.rules import clean, ended
from planning.people.queries import may_sign
from planning.people.rules import Actor, require_fresh_password
from planning.transactions import transaction


async def accept_risk(
    *,
    operation_id: UUID,
    resource_id: UUID,
    gap: Decimal,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Sign that the operation goes live with this gap of a submitted plan, at its size.

    With the password given again. The lead signs as lead, a signatory of the agency that is short
    for the agency; `gap` is what the actor saw. Raises `NotFound` for no such gap, `Blocked`.
    """
    require_fresh_password(actor, now)
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        line = await _gap(operation_id, resource_id, actor)
        side = await _side(operation, line, actor, now)
        block_if(
            ended(operation.state)
            + accepting_faults(
                reason, gap=line.gap, unit=line.unit, seen=gap, may_sign=side is not None
            )
        )
        await RiskAcceptance.insert(
            RiskAcceptance(
                id=uuid4(),
                compartment_id=operation.compartment_id,
                plan_id=line.plan_id,
                resource_id=line.resource_id,
                agency_id=line.agency_id,
                side=(side or Side.LEAD).value,
                kind=line.kind,
                unit=line.unit,
                gap=line.gap,
                reason=clean(reason),
                signed_by=actor.person_id,
                signed_at=now,
            )
        )
        await tell(
            operation, "operation.risk_accepted", actor, now,
            {"resource_id": resource_id, "side": side, "gap": str(line.gap)},
        )  # fmt: skip


async def _gap(operation_id: UUID, resource_id: UUID, actor: Actor) -> GapSeen:
    for line in await gaps_of(operation_id=operation_id, actor=actor):
        if line.resource_id == resource_id:
            return line
    raise NotFound


async def _side(
    operation: LockedOperation, line: GapSeen, actor: Actor, now: datetime
) -> Side | None:
    if operation.lead_id == actor.person_id:
        return Side.LEAD
    signs = await may_sign(person_id=actor.person_id, agency_id=line.agency_id, on=today(now))
    return Side.AGENCY if signs else None
