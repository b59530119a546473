"""Resource lines of a plan: what each agency is asked for and commits (review §4.20, §4.25)."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from planning.errors import Invalid
from planning.operations.actions.lock import LockedOperation
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.plans.actions.held import hold_line, write_line
from planning.plans.actions.lock import (
    agency_faults,
    lock_plan,
    must_be_current,
    must_speak_for,
    note_material_change,
    tell_plan,
)
from planning.plans.rules.fingerprints import terms
from planning.plans.rules.lines import (
    RESOURCE_TERMS,
    ResourceDraft,
    ResourceLine,
    resource_faults,
)
from planning.plans.tables import PlanResource
from planning.transactions import transaction


class _Kept(ResourceLine, frozen=True, kw_only=True):
    version: int


_KEPT = """
select id, agency_id, kind, unit, requested, committed, phase, funding, from_on, until_on, version
from plan_resource where id = $1 and removed_at is null
"""


async def add_resource(*, plan_id: UUID, draft: ResourceDraft, actor: Actor, now: datetime) -> UUID:
    """Add a line; the lead's act, or of somebody of the line's agency. Raises `Invalid`."""
    async with transaction(actor.person_id):
        operation, plan = await lock_plan(plan_id)
        draft = await _checked(operation, draft, actor)
        line_id = uuid4()
        await PlanResource.insert(
            PlanResource(
                id=line_id,
                compartment_id=plan.compartment_id,
                plan_id=plan.id,
                removed_at=None,
                edited_by=actor.person_id,
                edited_at=now,
                version=1,
                **_values(draft),
            )
        )
        await note_material_change(plan, actor, agency_ids=[draft.agency_id])
        await tell_plan(
            plan,
            "plan.resource_added",
            actor,
            now,
            {"resource_id": line_id, "agency_id": draft.agency_id},
        )
        return line_id


async def change_resource(
    *, resource_id: UUID, draft: ResourceDraft, version: int, actor: Actor, now: datetime
) -> int:
    """Change a line; its new version. Raises `Stale`, `Invalid`."""
    async with transaction(actor.person_id):
        operation, plan, kept = await hold_line(PlanResource, resource_id, _Kept, _KEPT)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        draft = await _checked(operation, draft, actor)
        await write_line(
            PlanResource,
            resource_id,
            _values(draft),
            version=kept.version + 1,
            actor=actor,
            now=now,
        )
        if terms(draft, RESOURCE_TERMS) != terms(kept, RESOURCE_TERMS):
            await note_material_change(plan, actor, agency_ids=[kept.agency_id, draft.agency_id])
        await tell_plan(
            plan,
            "plan.resource_changed",
            actor,
            now,
            {"resource_id": resource_id, "agency_id": draft.agency_id},
        )
        return kept.version + 1


async def remove_resource(*, resource_id: UUID, version: int, actor: Actor, now: datetime) -> None:
    """Take a line out of the plan. Raises `Stale`."""
    async with transaction(actor.person_id):
        operation, plan, kept = await hold_line(PlanResource, resource_id, _Kept, _KEPT)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        await write_line(
            PlanResource,
            resource_id,
            {"removed_at": now},
            version=kept.version + 1,
            actor=actor,
            now=now,
        )
        await note_material_change(plan, actor, agency_ids=[kept.agency_id])
        await tell_plan(
            plan,
            "plan.resource_removed",
            actor,
            now,
            {"resource_id": resource_id, "agency_id": kept.agency_id},
        )


async def _checked(operation: LockedOperation, draft: ResourceDraft, actor: Actor) -> ResourceDraft:
    faults = resource_faults(draft) + await agency_faults(draft.agency_id)
    if faults:
        raise Invalid(faults)
    must_speak_for(operation, actor, [draft.agency_id])
    return msgspec.structs.replace(
        draft, kind=clean(draft.kind), unit=clean(draft.unit), funding=clean(draft.funding)
    )


def _values(draft: ResourceDraft) -> dict[str, Any]:
    return {**msgspec.structs.asdict(draft), "phase": draft.phase.value}
