"""Convening a group's meeting: a strategy meeting like any other, about no child."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import block_if
from planning.groups.queries import group_to_convene
from planning.groups.rules import Group, in_conflict_faults, kind_faults
from planning.groups.tables import GroupMeeting
from planning.meetings.actions.convening import Convened, convene_as_allowed
from planning.meetings.rules.scheduling import Convening, people_asked
from planning.operations.actions.lock import LockedOperation, lock_operation, tell
from planning.operations.rules import ended
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_value, transaction


class _Named(msgspec.Struct, frozen=True):
    name: str


_IN_CONFLICT = """
select distinct p.name from conflict_block b join person p on p.id = b.person_id
where b.compartment_id = $1 and b.person_id = any($2) and b.lifted_at is null order by p.name
"""


async def convene_group(
    *,
    operation_id: UUID,
    group: Group,
    convening: Convening,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> Convened:
    """Convene a meeting of the group; whoever is invited is let into the meeting alone.

    For the lead, people of the group, and schedulers and chairs who are in the operation. Raises
    `NotFound`, `NotAllowed`, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        await group_to_convene(operation_id=operation_id, group=group, actor=actor)
        operation = await lock_operation(operation_id)
        conflicted = await _in_conflict(operation, people_asked(convening))
        block_if(
            [
                *ended(operation.state),
                *kind_faults(group, convening.kind),
                *in_conflict_faults(conflicted),
            ]
        )
        convened = await convene_as_allowed(
            convening=convening, actor=actor, now=now, enqueue=enqueue
        )
        await GroupMeeting.insert(
            GroupMeeting(
                meeting_id=convened.meeting_id,
                meeting_compartment_id=await fetch_value(
                    "select compartment_id from strategy_meeting where id = $1",
                    convened.meeting_id,
                ),
                compartment_id=operation.compartment_id,
                operation_id=operation_id,
                management_group=group.value,
            )
        )
        await tell(operation, "group.convened", actor, now, {"group": group})
        return convened


async def _in_conflict(operation: LockedOperation, asked: Sequence[UUID]) -> list[str]:
    found = await fetch_all(_Named, _IN_CONFLICT, operation.compartment_id, list(asked))
    return [one.name for one in found]
