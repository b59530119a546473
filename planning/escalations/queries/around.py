"""Around escalations: what can be raised, who owns stages, what stayed unresolved."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor, Role
from planning.transactions import fetch_all, fetch_one, transaction

MOST_UNRESOLVED = 100


class AgencyThere(msgspec.Struct, frozen=True):
    """An agency that takes part."""

    id: UUID
    name: str


class Raisable(msgspec.Struct, frozen=True):
    """What can be escalated: a child's concern or a plan, who leads it, who else takes part.

    `has_police_tier`: of a plan, whose police-sensitive tier the actor is in.
    """

    id: UUID
    name: str
    plan_kind: str | None
    agency_name: str
    agencies: list[AgencyThere]
    has_police_tier: bool


class NamedOwner(msgspec.Struct, frozen=True):
    """Who is asked at a stage in an agency's name, and who in their place."""

    stage: int
    person_id: UUID
    person_name: str
    has_left: bool
    deputy_id: UUID | None
    deputy_name: str | None


class Unresolved(msgspec.Struct, frozen=True):
    """What the partnership is told of one that stayed unresolved: nothing of the case."""

    reference: str
    answering_agency_name: str
    raising_agency_name: str
    urgent: bool
    raised_at: datetime
    ended_at: datetime


_UNRESOLVED = """
select reference, answering_agency_name, raising_agency_name, urgent, raised_at, ended_at
from accord_unresolved_escalations($1)
"""
_OWNERS = """
select o.stage, o.person_id, p.name as person_name, p.closed_at is not null as has_left,
       o.deputy_id, d.name as deputy_name
from escalation_owner o
join person p on p.id = o.person_id
left join person d on d.id = o.deputy_id
where o.agency_id = $1
order by o.stage
"""
_RAISABLE = """
with subject as (
    select k.id, k.compartment_id, c.name, null as plan_kind, k.senior_manager_id as leader_id,
           false as has_police_tier
    from concern k join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
    where k.id = $1
    union all
    select p.id, p.compartment_id, o.name, p.kind, o.lead_id,
           exists (select from compartment c where c.id = o.police_compartment_id)
    from plan p
    join operation o on o.compartment_id = p.compartment_id and o.id = p.operation_id
    where p.id = $2)
select s.id, s.name, s.plan_kind, a.name as agency_name, s.has_police_tier,
       (select coalesce(jsonb_agg(there order by there.name), '[]') from (
            select distinct g.id, g.name
            from membership m
            join person q on q.id = m.person_id
            join agency g on g.id = q.agency_id
            where m.compartment_id = s.compartment_id and m.ended_at is null and g.id <> a.id
              and (m.until_at is null or m.until_at > accord_now())) there) as agencies
from subject s
join person l on l.id = s.leader_id
join agency a on a.id = l.agency_id
"""


async def raisable(*, concern_id: UUID | None, plan_id: UUID | None, actor: Actor) -> Raisable:
    """What the actor would raise it about. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(Raisable, _RAISABLE, concern_id, plan_id)
    if found is None:
        raise NotFound
    return found


async def unresolved(*, actor: Actor) -> list[Unresolved]:
    """For the partnership: what no stage has resolved, the latest first; of others none."""
    if not actor.has(Role.PARTNERSHIP):
        return []
    async with transaction(actor.person_id):
        return await fetch_all(Unresolved, _UNRESOLVED, MOST_UNRESOLVED)


async def named_owners(*, agency_id: UUID, actor: Actor) -> list[NamedOwner]:
    """Who is named for an agency's stages; every signed-in person may know."""
    async with transaction(actor.person_id):
        return await fetch_all(NamedOwner, _OWNERS, agency_id)
