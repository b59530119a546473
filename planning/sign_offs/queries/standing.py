"""Whether a person may answer a version for their agency, and what keeps them from signing it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import today
from planning.errors import NotFound
from planning.people.queries import may_sign
from planning.people.rules import Actor
from planning.sign_offs.rules import Answer, Standing, may_answer
from planning.transactions import fetch_one, transaction

_STANDING = """
select v.shared_fingerprint, coalesce(s.fingerprint, '') as schedule_fingerprint,
       s.agency_id is not null as has_schedule,
       coalesce(s.content -> 'roles' = '[]' and s.content -> 'resources' = '[]', true) as is_empty,
       coalesce($3 in (v.last_editor_id, v.shared_editor_id, s.editor_id), false)
           as edited_material, v.submitted_by = $3 as submitted,
       (select max(number) from plan_version where plan_id = v.plan_id) as current_number,
       v.number,
       exists (select from operation_agency r join plan p on p.operation_id = r.operation_id
               where p.id = v.plan_id and r.agency_id = $2) as is_required
from plan_version v
left join plan_version_schedule s on s.plan_version_id = v.id and s.agency_id = $2
where v.id = $1
"""


class VersionFor(msgspec.Struct, frozen=True):
    """A version as one person meets it."""

    shared_fingerprint: str
    schedule_fingerprint: str
    has_schedule: bool
    is_empty: bool
    edited_material: bool
    submitted: bool
    current_number: int
    number: int
    is_required: bool


async def version_for(plan_version_id: UUID, actor: Actor) -> VersionFor:
    """A version as the actor meets it; inside an open transaction. Raises `NotFound`."""
    found = await fetch_one(
        VersionFor, _STANDING, plan_version_id, actor.agency_id, actor.person_id
    )
    if found is None:
        raise NotFound
    return found


async def standing_of(version: VersionFor, actor: Actor, now: datetime) -> Standing:
    """What the rules ask about; inside an open transaction."""
    return Standing(
        is_current=version.number == version.current_number,
        current_number=version.current_number,
        has_schedule=version.has_schedule,
        is_empty=version.is_empty,
        on_list=await may_sign(person_id=actor.person_id, agency_id=actor.agency_id, on=today(now)),
        edited_material=version.edited_material,
        submitted=version.submitted,
        is_required=version.is_required,
    )


async def signing_faults(*, plan_version_id: UUID, actor: Actor, now: datetime) -> list[str]:
    """Everything that keeps the actor from signing this version. Raises `NotFound`."""
    async with transaction(actor.person_id):
        version = await version_for(plan_version_id, actor)
        standing = await standing_of(version, actor, now)
        return [blocker.message for blocker in may_answer(Answer.SIGNED, standing)]
