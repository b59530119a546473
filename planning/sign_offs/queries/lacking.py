"""What an operation's lead waits for: agencies whose signature of a current version is missing."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.transactions import fetch_all, transaction


class Lacking(msgspec.Struct, frozen=True):
    """A submitted plan and the agencies, by name, whose turn it is to sign it."""

    operation_id: UUID
    operation_name: str
    plan_id: UUID
    kind: PlanKind
    submitted_at: datetime
    agencies: list[str]


_LACKING = """
select o.id as operation_id, o.name as operation_name, p.id as plan_id, p.kind, w.submitted_at,
       array_agg(a.name order by a.name) as agencies
from sign_off_waiting w join operation o on o.id = w.operation_id join plan p on p.id = w.plan_id
join agency a on a.id = w.agency_id
where w.lead_id = $1 and w.asks is null
group by o.id, p.id, w.submitted_at order by w.submitted_at, p.id
"""


async def lacking(*, actor: Actor) -> list[Lacking]:
    """Of the operations that the actor leads, the plan submitted longest ago first.

    An agency that has asked or refused waits for the lead's reply, which is listed by itself.
    """
    async with transaction(actor.person_id):
        return await fetch_all(Lacking, _LACKING, actor.person_id)
