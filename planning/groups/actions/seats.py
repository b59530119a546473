"""Who sits in a group: seated and unseated by the lead, with a reason."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date, today
from planning.errors import Blocker, NotFound, block_if
from planning.groups.rules import Candidate, NewSeat, Seated, seat_faults
from planning.groups.tables import GroupMember
from planning.operations.actions.lock import LockedOperation, lock_as_lead, reason_faults, tell
from planning.operations.actions.members import let_into_tier
from planning.operations.rules import Tier, clean, ended
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, fetch_value, transaction


class _Live(msgspec.Struct, frozen=True):
    operation_id: UUID
    management_group: str
    person_id: UUID


_CANDIDATE = """
select array(select r.role from person_role r where r.person_id = p.id) as roles,
       exists (select from conflict_block b where b.person_id = p.id and b.compartment_id = $2
               and b.lifted_at is null) as in_conflict
from person p join agency a on a.id = p.agency_id
where p.id = $1 and p.closed_at is null and a.closed_at is null
"""
_SEATED = """
select management_group as group, person_id, seat from group_member
where operation_id = $1 and management_group = $2 and ended_at is null
"""


async def seat_person(*, operation_id: UUID, seat: NewSeat, actor: Actor, now: datetime) -> UUID:
    """Seat somebody in a group and let them into the safeguarding tier; the lead's act.

    Nobody is let into a meeting by it. Raises `NotFound`, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        block_if([*ended(operation.state), *await _faults(operation, seat, now)])
        member_id = uuid4()
        await let_into_tier(
            operation,
            person_ids=[seat.person_id],
            tier=Tier.SAFEGUARDING,
            reason=clean(seat.reason),
            actor=actor,
            now=now,
        )
        await GroupMember.insert(
            GroupMember(
                id=member_id,
                compartment_id=operation.compartment_id,
                operation_id=operation_id,
                management_group=seat.group.value,
                person_id=seat.person_id,
                seat=seat.seat.value,
                from_on=seat.from_on,
                reason=clean(seat.reason),
                seated_by=actor.person_id,
                seated_at=now,
            )
        )
        await tell(operation, "group.seated", actor, now, msgspec.structs.asdict(seat))
        return member_id


async def end_seat(*, member_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """End a seat; the person stays in the operation. The lead's act.

    Raises `NotFound`, also for a seat that has ended, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        live = await fetch_one(
            _Live,
            "select operation_id, management_group, person_id from group_member"
            " where id = $1 and ended_at is null",
            member_id,
        )
        if live is None:
            raise NotFound
        operation = await lock_as_lead(live.operation_id, actor)
        block_if(reason_faults(reason))
        await GroupMember.update(
            {
                GroupMember.ended_by: actor.person_id,
                GroupMember.ended_at: now,
                GroupMember.ended_reason: clean(reason),
            }
        ).where(GroupMember.id == member_id)
        await tell(
            operation, "group.unseated", actor, now,
            {"group": live.management_group, "person": live.person_id, "reason": clean(reason)},
        )  # fmt: skip


async def _faults(operation: LockedOperation, seat: NewSeat, now: datetime) -> list[Blocker]:
    opened_at = await fetch_value("select created_at from operation where id = $1", operation.id)
    return seat_faults(
        seat,
        await fetch_one(Candidate, _CANDIDATE, seat.person_id, operation.compartment_id),
        await fetch_all(Seated, _SEATED, operation.id, seat.group.value),
        opened_on=london_date(opened_at),
        today=today(now),
    )
