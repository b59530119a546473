"""Opening concerns."""

from datetime import datetime

from planning.access.actions import open_compartments
from planning.clock import london_date
from planning.concerns.rules import NewConcern, OpenConcern, Opening, new_concerns, opening_blockers
from planning.concerns.writing import (
    OPEN_CONCERNS,
    WRITE_CONCERNS,
    compartments_of,
    events_of,
    grants_of,
)
from planning.errors import block_if
from planning.history.actions import record
from planning.people.queries import people_by_id
from planning.people.rules import Actor, Role, require_role
from planning.transactions import execute, fetch_all, to_json, transaction


async def open_concerns(*, opening: Opening, actor: Actor, now: datetime) -> list[NewConcern]:
    """Open a concern for each child (siblings together), each in a compartment of its own.

    The actor and the named senior manager are its first members. Raises `Blocked`, also when the
    actor can see an open concern of the same child and gave no reason for a separate one.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR)
    async with transaction(actor.person_id):
        await _check(opening, now)
        concerns = new_concerns(opening, london_date(now))
        await open_compartments(
            compartments=compartments_of(concerns),
            grants=grants_of(concerns, actor.person_id),
            granted_by=actor.person_id,
            now=now,
        )
        await execute(f"with {WRITE_CONCERNS} select", to_json(concerns), actor.person_id, now)
        await record(events_of(concerns), actor_id=actor.person_id, now=now)
        return concerns


async def _check(opening: Opening, now: datetime) -> None:
    managers = await people_by_id([opening.senior_manager_id])
    references = [child.reference.strip() for child in opening.children]
    block_if(
        opening_blockers(
            opening,
            manager_roles=managers[0].roles if managers else None,
            already_open=await fetch_all(
                OpenConcern, OPEN_CONCERNS.format(references="$1"), references
            ),
            on=london_date(now),
        )
    )
