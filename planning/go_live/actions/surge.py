"""Confirming that the forecast surge of meetings can be held (review §4.33)."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.clock import today
from planning.errors import block_if
from planning.go_live.queries.surge import leads_for_agency
from planning.go_live.rules import confirming_faults
from planning.go_live.tables import SurgeConfirmation
from planning.operations.actions.lock import lock_operation, tell
from planning.operations.rules import clean, ended
from planning.people.rules import Actor
from planning.surge.queries.history import expected_surge
from planning.transactions import fetch_value, transaction


async def confirm_surge(
    *, operation_id: UUID, victims_planning: int, how: str, actor: Actor, now: datetime
) -> None:
    """Say how the meetings forecast for so many victims will be held; for social care or police.

    `victims_planning` is the number that the actor saw. Raises `Blocked` when it has changed, or
    for who does not speak for either in the operation.
    """
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        victims = await fetch_value(
            "select victims_planning from operation where id = $1", operation_id
        )
        block_if(
            ended(operation.state)
            + confirming_faults(
                how,
                category=actor.agency_category,
                is_lead=await leads_for_agency(operation_id, actor, today(now)),
                seen=victims_planning,
                victims=victims,
            )
        )
        forecast = (await expected_surge(today(now))).meetings(victims)
        await SurgeConfirmation.insert(
            SurgeConfirmation(
                id=uuid4(),
                compartment_id=operation.compartment_id,
                operation_id=operation_id,
                category=actor.agency_category.value,
                victims_planning=victims,
                meetings_forecast=forecast,
                how=clean(how),
                confirmed_by=actor.person_id,
                confirmed_at=now,
            )
        )
        await tell(
            operation, "operation.surge_confirmed", actor, now,
            {"category": actor.agency_category, "victims": victims, "meetings": forecast},
        )  # fmt: skip
