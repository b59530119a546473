"""What people see of an operation's groups, and what the gate reads of them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import NotAllowed, NotFound
from planning.groups.rules import (
    Group,
    GroupStanding,
    Interest,
    Seat,
    convener_faults,
)
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, transaction


class SeatSeen(msgspec.Struct, frozen=True):
    """A seat that is taken, and what whoever takes it last declared."""

    id: UUID
    group: Group
    seat: Seat
    person_id: UUID
    name: str
    agency_name: str
    from_on: date
    reason: str
    in_conflict: bool
    declared: Interest | None


class GroupMeetingSeen(msgspec.Struct, frozen=True):
    """A group's meeting that the reader is in, too."""

    meeting_id: UUID
    group: Group
    reference: str
    starts_at: datetime
    state: MeetingState
    quorate: bool | None
    chair_name: str


class GroupsSeen(msgspec.Struct, frozen=True):
    """Both groups: how they stand, who sits in them, and those meetings that the reader is in."""

    standing: GroupStanding
    seats: list[SeatSeen]
    meetings: list[GroupMeetingSeen]


class Declaration(msgspec.Struct, frozen=True):
    """What somebody last declared."""

    person_id: UUID
    name: str
    agency_name: str
    kind: Interest
    words: str
    declared_at: datetime


class ConflictSeen(msgspec.Struct, frozen=True):
    """A conflict of interest with the operation, and how it ended."""

    id: UUID
    person_id: UUID
    name: str
    agency_name: str
    reason: str
    declared_by_name: str
    declared_at: datetime
    lifted_at: datetime | None
    lifted_by_name: str | None
    lift_reason: str | None


class InterestsSeen(msgspec.Struct, frozen=True):
    """What was declared, by whom not yet, and the conflicts."""

    declarations: list[Declaration]
    undeclared: list[str]
    conflicts: list[ConflictSeen]


class GroupToConvene(msgspec.Struct, frozen=True):
    """A group whose meeting the reader may convene; chair first among those who sit in it."""

    operation_id: UUID
    name: str
    group: Group
    chair_id: UUID | None
    people: list[UUID]


class MeetingOfGroup(msgspec.Struct, frozen=True):
    """Whose meeting it is."""

    operation_id: UUID
    operation_name: str
    group: Group


class _Told(msgspec.Struct, frozen=True):
    operation_id: UUID
    told: GroupStanding


class _ToConvene(msgspec.Struct, frozen=True):
    name: str
    lead_id: UUID
    people: list[UUID]
    chair_id: UUID | None


_STANDING = """
select wanted as operation_id, told from unnest($1::uuid[]) wanted
cross join lateral accord_group_standing(wanted, $2) told where told is not null
"""

_SEATS = """
select g.id, g.management_group as group, g.seat, g.person_id, p.name, a.name as agency_name,
       g.from_on, g.reason,
       exists (select from conflict_block b where b.compartment_id = g.compartment_id
               and b.person_id = g.person_id and b.lifted_at is null) as in_conflict,
       (select i.kind from interest_declaration i
        where i.operation_id = g.operation_id and i.person_id = g.person_id
        order by i.declared_at desc limit 1) as declared
from group_member g join person p on p.id = g.person_id join agency a on a.id = p.agency_id
where g.operation_id = $1 and g.ended_at is null
order by g.management_group desc, array_position(array['chair', 'member', 'deputy'], g.seat),
         p.name, g.id
"""

_MEETINGS = """
select g.meeting_id, g.management_group as group, m.reference, m.starts_at, m.state, m.quorate,
       c.name as chair_name
from group_meeting g
join strategy_meeting m on m.id = g.meeting_id
join person c on c.id = m.chair_id
where g.operation_id = $1
order by m.starts_at desc, m.id limit 50
"""

_DECLARATIONS = """
select * from (
    select distinct on (i.person_id) i.person_id, p.name, a.name as agency_name, i.kind, i.words,
           i.declared_at
    from interest_declaration i
    join person p on p.id = i.person_id join agency a on a.id = p.agency_id
    where i.operation_id = $1 order by i.person_id, i.declared_at desc) latest
order by name, person_id
"""

_CONFLICTS = """
select b.id, b.person_id, p.name, a.name as agency_name, b.reason, d.name as declared_by_name,
       b.declared_at, b.lifted_at, l.name as lifted_by_name, b.lift_reason
from operation o
join conflict_block b on b.compartment_id = o.compartment_id
join person p on p.id = b.person_id join agency a on a.id = p.agency_id
join person d on d.id = b.declared_by left join person l on l.id = b.lifted_by
where o.id = $1
order by b.lifted_at is not null, b.declared_at desc, b.id
"""

_TO_CONVENE = """
select o.name, o.lead_id,
       array(select g.person_id from group_member g where g.operation_id = o.id
             and g.management_group = $2 and g.ended_at is null
             and not exists (select from conflict_block b where b.compartment_id = o.compartment_id
                             and b.person_id = g.person_id and b.lifted_at is null)) as people,
       (select g.person_id from group_member g where g.operation_id = o.id
        and g.management_group = $2 and g.ended_at is null and g.seat = 'chair') as chair_id
from operation o where o.id = $1
"""


async def group_standing(*, operation_id: UUID, on: date) -> GroupStanding:
    """How both groups stand, for whoever is in the safeguarding tier; raises `NotFound`.

    Inside an open transaction. It tells when a group met, also to who was not invited.
    """
    found = await group_standings(operation_ids=[operation_id], on=on)
    if not found:
        raise NotFound
    return found[operation_id]


async def group_standings(*, operation_ids: Sequence[UUID], on: date) -> dict[UUID, GroupStanding]:
    """How the groups of each operation stand, of those that the actor is in."""
    found = await fetch_all(_Told, _STANDING, list(operation_ids), on)
    return {one.operation_id: one.told for one in found}


async def groups_of(*, operation_id: UUID, on: date, actor: Actor) -> GroupsSeen:
    """Both groups of an operation. Raises `NotFound`."""
    async with transaction(actor.person_id):
        return GroupsSeen(
            standing=await group_standing(operation_id=operation_id, on=on),
            seats=await fetch_all(SeatSeen, _SEATS, operation_id),
            meetings=await fetch_all(GroupMeetingSeen, _MEETINGS, operation_id),
        )


async def interests_of(*, operation_id: UUID, on: date, actor: Actor) -> InterestsSeen:
    """Interests declared and conflicts, to everybody in the operation. Raises `NotFound`."""
    async with transaction(actor.person_id):
        standing = await group_standing(operation_id=operation_id, on=on)
        return InterestsSeen(
            declarations=await fetch_all(Declaration, _DECLARATIONS, operation_id),
            undeclared=standing.undeclared,
            conflicts=await fetch_all(ConflictSeen, _CONFLICTS, operation_id),
        )


async def group_of_meeting(*, meeting_id: UUID, actor: Actor) -> MeetingOfGroup | None:
    """The group whose meeting it is; `None` for whoever is not in both, and for other meetings."""
    async with transaction(actor.person_id):
        return await fetch_one(
            MeetingOfGroup,
            "select g.operation_id, o.name as operation_name, g.management_group as group"
            " from group_meeting g join operation o on o.id = g.operation_id"
            " where g.meeting_id = $1",
            meeting_id,
        )


async def group_to_convene(*, operation_id: UUID, group: Group, actor: Actor) -> GroupToConvene:
    """The group, for whoever may convene it. Raises `NotFound`, `NotAllowed`."""
    async with transaction(actor.person_id):
        found = await fetch_one(_ToConvene, _TO_CONVENE, operation_id, group.value)
    if found is None:
        raise NotFound
    faults = convener_faults(
        is_lead=found.lead_id == actor.person_id,
        sits=actor.person_id in found.people,
        roles=actor.roles,
    )
    if faults:
        raise NotAllowed(faults[0].message)
    return GroupToConvene(operation_id, found.name, group, found.chair_id, found.people)
