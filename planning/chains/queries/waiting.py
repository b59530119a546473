"""Hand-overs that nobody has answered, for the manager named for the child."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.people.rules import Actor, Role
from planning.transactions import fetch_all, transaction

LONGEST_LIST = 50


class HandOverWaiting(msgspec.Struct, frozen=True):
    """A child handed over without an answer; `late` once the chain is at risk."""

    concern_id: UUID
    child_name: str
    handed_over_on: date
    late: bool


_WAITING = """
select k.id as concern_id, c.name as child_name, s.handed_over_on,
       coalesce(s.amber_on <= $2, false) as late
from chain_state s
join concern k on k.compartment_id = s.compartment_id and k.id = s.concern_id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where s.handed_over_on is not null and k.senior_manager_id = $1 and k.closed_at is null
order by s.handed_over_on, k.id
limit $3
"""


async def hand_overs_waiting(*, actor: Actor, now: datetime) -> list[HandOverWaiting]:
    """Those of the actor's children, the longest first; one query, for senior managers alone."""
    if not actor.has(Role.SENIOR_MANAGER):
        return []
    async with transaction(actor.person_id):
        return await fetch_all(
            HandOverWaiting, _WAITING, actor.person_id, london_date(now), LONGEST_LIST
        )
