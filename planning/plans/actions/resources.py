"""Resource lines of a plan: what each agency is asked for and commits (review §4.20, §4.25)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.errors import Blocker, Invalid
from planning.operations.actions.lock import LockedOperation
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.plans.actions.held import hold_line, write_line
from planning.plans.actions.lock import (
    LockedPlan,
    agency_faults,
    holder_faults,
    lock_plan,
    must_be_current,
    must_speak_for,
    note_material_change,
    tell_plan,
)
from planning.plans.queries.resource_types import type_of
from planning.plans.rules.fingerprints import terms
from planning.plans.rules.lines import (
    OTHER,
    RESOURCE_TERMS,
    ResourceDraft,
    ResourceLine,
    offer_faults,
    outside_operation,
    resource_faults,
    status_of,
)
from planning.plans.tables import PlanResource
from planning.transactions import fetch_value, transaction


class Kept(ResourceLine, frozen=True, kw_only=True):
    """A line as it is stored, with the version that a change must name."""

    version: int


KEPT = """
select id, agency_id, type_key, kind, unit, requested, committed, phase, funding, from_on, until_on,
       approver_id, backfill, status, used, version
from plan_resource where id = $1 and removed_at is null
"""


async def add_resource(*, plan_id: UUID, draft: ResourceDraft, actor: Actor, now: datetime) -> UUID:
    """Add a line; the lead's act, or of somebody of the line's agency. Raises `Invalid`."""
    async with transaction(actor.person_id):
        operation, plan = await lock_plan(plan_id)
        draft = await _checked(operation, plan, draft, actor)
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
                **values_of(draft),
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
        operation, plan, kept = await hold_line(PlanResource, resource_id, Kept, KEPT)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        draft = await _checked(operation, plan, draft, actor, kept)
        await write_line(
            PlanResource,
            resource_id,
            values_of(draft),
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
        operation, plan, kept = await hold_line(PlanResource, resource_id, Kept, KEPT)
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


async def _checked(
    operation: LockedOperation,
    plan: LockedPlan,
    draft: ResourceDraft,
    actor: Actor,
    kept: ResourceDraft | None = None,
) -> ResourceDraft:
    draft, type_faults = await _named(draft, kept)
    status = status_of(draft, kept.status if kept else None)
    own = draft.agency_id == actor.agency_id
    faults = (
        type_faults
        + resource_faults(draft)
        + await agency_faults(draft.agency_id)
        + await holder_faults(plan, draft.agency_id, {"approver_id": draft.approver_id})
        + outside_operation(draft.from_on, draft.until_on, began_on=await _began_on(plan))
        + offer_faults(kept.status if kept else None, status, own_agency=own)
    )
    if faults:
        raise Invalid(faults)
    must_speak_for(operation, actor, [draft.agency_id])
    return msgspec.structs.replace(
        draft,
        kind=clean(draft.kind),
        unit=clean(draft.unit),
        funding=clean(draft.funding),
        backfill=clean(draft.backfill),
        status=status,
    )


async def _named(
    draft: ResourceDraft, kept: ResourceDraft | None
) -> tuple[ResourceDraft, list[Blocker]]:
    """The draft with its type's words, which a line keeps as they were when it was given them."""
    if draft.type_key == OTHER:
        return draft, []
    if kept is not None and kept.type_key == draft.type_key:
        return msgspec.structs.replace(draft, kind=kept.kind, unit=kept.unit), []
    found = await type_of(draft.type_key)
    if found is None:
        known = msgspec.structs.replace(draft, kind="-", unit="-")
        return known, [Blocker("Choose a resource from the list.", "type_key")]
    return msgspec.structs.replace(draft, kind=found.words, unit=found.unit), []


async def _began_on(plan: LockedPlan) -> date:
    created = await fetch_value("select created_at from operation where id = $1", plan.operation_id)
    return london_date(created)


def values_of(draft: ResourceDraft) -> dict[str, Any]:
    """A line's columns; its id and version are not among them."""
    columns = (field.name for field in msgspec.structs.fields(ResourceDraft))
    return {name: getattr(draft, name) for name in columns}
