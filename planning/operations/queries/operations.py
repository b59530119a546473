"""What people see of operations. A hidden one does not exist."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.concerns.queries import record_concerns_read
from planning.errors import NotFound
from planning.history.actions import record_read
from planning.operations.rules import OperationState
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor, AgencyCategory
from planning.transactions import fetch_all, fetch_grouped, fetch_one, fetch_value, transaction


class OperationRow(msgspec.Struct, frozen=True):
    """An operation in a list."""

    id: UUID
    name: str
    state: OperationState
    lead_id: UUID
    lead_name: str
    planned_live_on: date | None
    live_at: datetime | None
    created_at: datetime
    agencies_required: int


class RequiredAgency(msgspec.Struct, frozen=True):
    """An agency that must sign, and why."""

    agency_id: UUID
    agency_name: str
    category: AgencyCategory
    reason: str
    required_at: datetime


class OperationSeen(msgspec.Struct, frozen=True):
    """One operation. `in_police_tier` says whether the reader is in its second wall."""

    id: UUID
    compartment_id: UUID
    name: str
    summary: str
    state: OperationState
    covert: bool
    lead_id: UUID
    lead_name: str
    planned_live_on: date | None
    live_at: datetime | None
    victims_known: int
    victims_suspected: int
    victims_planning: int
    partnership_told_at: datetime | None
    created_at: datetime
    version: int
    in_police_tier: bool
    agencies: list[RequiredAgency]


class MemberSeen(msgspec.Struct, frozen=True):
    """Somebody who is in the operation now; `police` for the second tier as well."""

    person_id: UUID
    name: str
    agency_name: str
    reason: str
    police: bool


class OperationChildSeen(msgspec.Struct, frozen=True):
    """A child attached to the operation, whose concern the reader is in too."""

    id: UUID
    concern_id: UUID
    reference: str
    child_name: str
    is_open: bool
    reason: str
    attached_by_name: str
    attached_at: datetime


_AGENCIES = """
select r.operation_id, r.agency_id, a.name as agency_name, a.category, r.reason, r.required_at
from operation_agency r join agency a on a.id = r.agency_id
where r.operation_id = any($1) order by a.name
"""

_ONE = """
select o.id, o.compartment_id, o.name, o.summary, o.state, o.covert, o.lead_id,
       p.name as lead_name, o.planned_live_on, o.live_at, o.victims_known, o.victims_suspected,
       o.victims_planning, o.partnership_told_at, o.created_at, o.version,
       exists (select from compartment c where c.id = o.police_compartment_id) as in_police_tier,
       coalesce((
           select jsonb_agg(jsonb_build_object(
               'agency_id', r.agency_id, 'agency_name', a.name, 'category', a.category,
               'reason', r.reason, 'required_at', r.required_at) order by a.name)
           from operation_agency r join agency a on a.id = r.agency_id
           where r.operation_id = o.id), '[]') as agencies
from operation o join person p on p.id = o.lead_id
where o.id = $1
"""

_LIST = """
select o.id, o.name, o.state, o.lead_id, p.name as lead_name, o.planned_live_on, o.live_at,
       o.created_at,
       (select count(*) from operation_agency r where r.operation_id = o.id) as agencies_required
from operation o join person p on p.id = o.lead_id
where $1::timestamptz is null or (o.created_at, o.id) < ($1, $2::uuid)
order by o.created_at desc, o.id desc limit $3
"""

_MEMBERS = """
select m.person_id, p.name, a.name as agency_name, min(m.reason) as reason,
       bool_or(m.compartment_id = o.police_compartment_id) as police
from operation o
join membership m on m.compartment_id in (o.compartment_id, o.police_compartment_id)
join person p on p.id = m.person_id join agency a on a.id = p.agency_id
where o.id = $1 and m.ended_at is null
  and (m.until_at is null or m.until_at > accord_now())
group by m.person_id, p.name, a.name order by p.name, m.person_id
"""

_CHILDREN = """
with attached as materialized (
    select id, concern_id, reason, attached_by, attached_at from operation_child
    where operation_id = $1 and ended_at is null)
select a.id, a.concern_id, c.reference, c.name as child_name, k.closed_at is null as is_open,
       a.reason, p.name as attached_by_name, a.attached_at
from attached a
join concern k on k.id = a.concern_id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
join person p on p.id = a.attached_by
order by c.name, c.reference, a.id
"""


async def operations(
    *, actor: Actor, limit: int = PAGE, cursor: str | None = None
) -> Page[OperationRow]:
    """The operations that the actor is in, newest first."""
    after = place(cursor)
    size = page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            OperationRow, _LIST, after and after.at, after and after.id, size + 1
        )
    return page(rows, [Place(at=row.created_at, id=row.id) for row in rows], size)


async def operation(*, operation_id: UUID, actor: Actor, now: datetime) -> OperationSeen:
    """One operation with its required agencies; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(OperationSeen, _ONE, operation_id)
        if found is None:
            raise NotFound
        await record_read(
            subject_kind="operation",
            subject_id=found.id,
            compartment_id=found.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return found


async def required_agencies(operation_id: UUID) -> list[RequiredAgency]:
    """Who must sign, by name; inside an open transaction."""
    return (await required_agencies_of([operation_id])).get(operation_id, [])


async def required_agencies_of(operation_ids: Sequence[UUID]) -> dict[UUID, list[RequiredAgency]]:
    """By operation, where anybody must sign; inside an open transaction."""
    return await fetch_grouped(RequiredAgency, "operation_id", _AGENCIES, list(operation_ids))


async def operation_members(*, operation_id: UUID, actor: Actor) -> list[MemberSeen]:
    """Who is in the operation, as far as the actor sees; the police tier only from inside it."""
    async with transaction(actor.person_id):
        members = await fetch_all(MemberSeen, _MEMBERS, operation_id)
        if not members:
            raise NotFound
        return members


async def operation_children(
    *, operation_id: UUID, actor: Actor, now: datetime
) -> list[OperationChildSeen]:
    """The operation's children whose concerns the actor is in, too; the reading is logged.

    Raises `NotFound` when the operation is hidden.
    """
    async with transaction(actor.person_id):
        if not await fetch_value(
            "select exists (select from operation where id = $1)", operation_id
        ):
            raise NotFound
        found = await fetch_all(OperationChildSeen, _CHILDREN, operation_id)
        await record_concerns_read([one.concern_id for one in found], actor=actor, now=now)
    return found


class _Membership(msgspec.Struct, frozen=True):
    compartment_id: UUID
    person_id: UUID


async def who_is_in(compartment_ids: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Compartments and people in them, who is there as a key worker left out; in a transaction."""
    found = await fetch_all(
        _Membership,
        "select compartment_id, person_id from membership where compartment_id = any($1)"
        " and ended_at is null and (until_at is null or until_at > accord_now())"
        " and not as_key_worker",
        list(compartment_ids),
    )
    return {(one.compartment_id, one.person_id) for one in found}
