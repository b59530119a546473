"""What waits for people who have a part in an operation: roles to accept, conditions to meet."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.transactions import fetch_all, transaction


class RoleToAccept(msgspec.Struct, frozen=True):
    """A role that somebody gave the actor, who has not taken it on yet."""

    id: UUID
    plan_id: UUID
    kind: PlanKind
    operation_name: str
    title: str
    from_on: date


class ConditionToMeet(msgspec.Struct, frozen=True):
    """A condition of a standing signature that the actor owns and has not shown to be met."""

    id: UUID
    plan_id: UUID
    kind: PlanKind
    operation_name: str
    agency_name: str
    condition: str
    due_on: date
    blocking: bool


class ConditionToConfirm(msgspec.Struct, frozen=True):
    """A condition that its owner has shown to be met, to be confirmed by the actor's agency."""

    id: UUID
    plan_id: UUID
    kind: PlanKind
    operation_name: str
    owner_name: str
    condition: str
    met_at: datetime


class Parts(msgspec.Struct, frozen=True):
    """All of them, the soonest first."""

    roles: list[RoleToAccept]
    conditions: list[ConditionToMeet]
    to_confirm: list[ConditionToConfirm]


_ROLES = """
select r.id, r.plan_id, p.kind, o.name as operation_name, r.title, r.from_on
from plan_role r join plan p on p.id = r.plan_id join operation o on o.id = p.operation_id
where r.holder_id = $1 and r.accepted_at is null and r.removed_at is null
  and o.state not in ('closed', 'stood_down')
order by r.from_on, r.id
"""

_CONDITIONS = """
select c.id, s.plan_id, p.kind, o.name as operation_name, a.name as agency_name, c.condition,
       c.due_on, c.blocking
from sign_off_condition c
join sign_off s on s.id = c.sign_off_id
join plan p on p.id = s.plan_id
join operation o on o.id = p.operation_id
join agency a on a.id = s.agency_id
where c.owner_id = $1 and c.met_at is null and o.state not in ('closed', 'stood_down')
  and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)
  and not exists (select from sign_off l where l.plan_id = s.plan_id
                  and l.agency_id = s.agency_id and l.answered_at > s.answered_at)
order by c.due_on, c.id
"""


_TO_CONFIRM = """
select c.id, s.plan_id, p.kind, o.name as operation_name, w.name as owner_name, c.condition,
       c.met_at
from sign_off_condition c
join sign_off s on s.id = c.sign_off_id and s.agency_id = $2
join plan p on p.id = s.plan_id
join operation o on o.id = p.operation_id
join person w on w.id = c.owner_id
where c.met_at is not null and c.confirmed_at is null and c.met_by <> $1
  and o.state not in ('closed', 'stood_down')
  and exists (select from signatory g
              where g.person_id = $1 and g.agency_id = $2 and g.withdrawn_at is null
                and accord_today() between g.from_on and coalesce(g.until_on, 'infinity'))
  and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)
  and not exists (select from sign_off l where l.plan_id = s.plan_id
                  and l.agency_id = s.agency_id and l.answered_at > s.answered_at)
order by c.met_at, c.id
"""


async def parts_of(*, actor: Actor) -> Parts:
    """What the actor has to take on, show or confirm in operations; three queries."""
    async with transaction(actor.person_id):
        return Parts(
            roles=await fetch_all(RoleToAccept, _ROLES, actor.person_id),
            conditions=await fetch_all(ConditionToMeet, _CONDITIONS, actor.person_id),
            to_confirm=await fetch_all(
                ConditionToConfirm, _TO_CONFIRM, actor.person_id, actor.agency_id
            ),
        )
