"""Who answers for an agency at each stage: an administrator's list."""

from datetime import datetime
from uuid import UUID

from planning.errors import Blocker, NotFound, block_if
from planning.escalations.rules import STAGES
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.transactions import execute, fetch_value, transaction

_SET = """
insert into escalation_owner (agency_id, stage, person_id, deputy_id, set_by, set_at)
values ($1, $2, $3, $4, $5, $6)
on conflict on constraint escalation_owner_pkey do update set
    person_id = excluded.person_id, deputy_id = excluded.deputy_id, set_by = excluded.set_by,
    set_at = excluded.set_at
"""
_WORK_THERE = """
select array(select id from person where agency_id = $1 and closed_at is null and id = any($2))
"""


async def name_owner(
    *,
    agency_id: UUID,
    stage: int,
    person_id: UUID,
    deputy_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Name who is asked at a stage, and who in their place; what has begun stays with its owner.

    Raises `NotFound` for no open agency or stage, `Blocked` for people of another agency.
    """
    require_role(actor, Role.ADMINISTRATOR)
    async with transaction(actor.person_id):
        await _find(agency_id, stage)
        asked = [one for one in (person_id, deputy_id) if one]
        there = set(await fetch_value(_WORK_THERE, agency_id, asked))
        block_if(_naming_blockers(person_id, deputy_id, there))
        await execute(_SET, agency_id, stage, person_id, deputy_id, actor.person_id, now)
        named = {"stage": stage, "person_id": person_id, "deputy_id": deputy_id}
        await record(
            [Event("escalation.owner_named", "agency", agency_id, None, named)],
            actor_id=actor.person_id,
            now=now,
        )


async def remove_owner(*, agency_id: UUID, stage: int, actor: Actor, now: datetime) -> None:
    """Name nobody: who holds the stage's role is asked. Raises `NotFound`."""
    require_role(actor, Role.ADMINISTRATOR)
    async with transaction(actor.person_id):
        await _find(agency_id, stage)
        removed = await execute(
            "delete from escalation_owner where agency_id = $1 and stage = $2", agency_id, stage
        )
        if removed:
            await record(
                [Event("escalation.owner_removed", "agency", agency_id, None, {"stage": stage})],
                actor_id=actor.person_id,
                now=now,
            )


async def _find(agency_id: UUID, stage: int) -> None:
    if stage not in STAGES or not await fetch_value(
        "select true from agency where id = $1 and closed_at is null for share", agency_id
    ):
        raise NotFound


def _naming_blockers(person_id: UUID, deputy_id: UUID | None, there: set[UUID]) -> list[Blocker]:
    faults = []
    if person_id not in there:
        faults.append(Blocker("Choose somebody of this agency.", "person_id"))
    if deputy_id and deputy_id not in there:
        faults.append(Blocker("Choose a deputy of this agency.", "deputy_id"))
    if deputy_id == person_id:
        faults.append(Blocker("The deputy must be somebody else.", "deputy_id"))
    return faults
