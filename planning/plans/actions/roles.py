"""Roles of a plan: adding, changing, removing, accepting."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.columns import Column

from planning.errors import Blocked, Blocker, Invalid, NotAllowed, NotFound
from planning.operations.actions.lock import LockedOperation
from planning.operations.rules import clean
from planning.people.rules import Actor
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
from planning.plans.rules.fingerprints import terms
from planning.plans.rules.lines import ROLE_TERMS, RoleDraft, RoleLine, role_faults
from planning.plans.tables import PlanRole
from planning.transactions import fetch_one, fetch_value, transaction


class _Kept(RoleLine, frozen=True, kw_only=True):
    version: int
    accepted_at: datetime | None


_KEPT = """
select id, agency_id, title, responsibilities, authority_limit, mandatory, holder_id, deputy_id,
       contact_24h, from_on, until_on, version, accepted_at
from plan_role where id = $1 and removed_at is null
"""


async def add_role(
    *, plan_id: UUID, draft: RoleDraft, actor: Actor, now: datetime, mandatory: bool = False
) -> UUID:
    """Add a role; the lead's act, or of somebody of the role's agency.

    Holder and deputy are of that agency and members of the operation. Raises `Invalid`.
    """
    async with transaction(actor.person_id):
        operation, plan = await lock_plan(plan_id)
        draft = await _checked(operation, plan, draft, actor)
        role_id = uuid4()
        await PlanRole.insert(
            PlanRole(
                id=role_id,
                compartment_id=plan.compartment_id,
                plan_id=plan.id,
                mandatory=mandatory,
                accepted_at=None,
                removed_at=None,
                edited_by=actor.person_id,
                edited_at=now,
                version=1,
                **msgspec.structs.asdict(draft),
            )
        )
        await note_material_change(plan, actor)
        await tell_plan(
            plan, "plan.role_added", actor, now, {"role_id": role_id, "agency_id": draft.agency_id}
        )
        return role_id


async def change_role(
    *, role_id: UUID, draft: RoleDraft, version: int, actor: Actor, now: datetime
) -> int:
    """Change a role; its new version.

    Another holder, or other terms, have to be accepted anew. Raises `Stale`, `Invalid`.
    """
    async with transaction(actor.person_id):
        operation, plan, kept = await _held(role_id)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        draft = await _checked(operation, plan, draft, actor)
        material = terms(draft, ROLE_TERMS) != terms(kept, ROLE_TERMS)
        same = not material and draft.holder_id == kept.holder_id
        await _update(
            role_id, actor, now, kept.version + 1,
            {**msgspec.structs.asdict(draft), "accepted_at": kept.accepted_at if same else None},
        )  # fmt: skip
        if material:
            await note_material_change(plan, actor)
        await tell_plan(
            plan,
            "plan.role_changed",
            actor,
            now,
            {"role_id": role_id, "agency_id": draft.agency_id},
        )
        return kept.version + 1


async def remove_role(*, role_id: UUID, version: int, actor: Actor, now: datetime) -> None:
    """Take a role out of the plan; a mandatory one stays. Raises `Stale`, `Blocked`."""
    async with transaction(actor.person_id):
        operation, plan, kept = await _held(role_id)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        if kept.mandatory:
            raise Blocked(
                [Blocker("This role is mandatory. Give it to another agency or holder instead.")]
            )
        await _update(role_id, actor, now, kept.version + 1, {"removed_at": now})
        await note_material_change(plan, actor)
        await tell_plan(
            plan, "plan.role_removed", actor, now, {"role_id": role_id, "agency_id": kept.agency_id}
        )


async def accept_role(*, role_id: UUID, actor: Actor, now: datetime) -> None:
    """The holder takes the role on; accepting it again changes nothing."""
    async with transaction(actor.person_id):
        _, plan, kept = await _held(role_id)
        if kept.holder_id != actor.person_id:
            raise NotAllowed("Only the person who holds the role can accept it.")
        if kept.accepted_at is None:
            await PlanRole.update({PlanRole.accepted_at: now}).where(PlanRole.id == role_id)
            await tell_plan(
                plan,
                "plan.role_accepted",
                actor,
                now,
                {"role_id": role_id, "agency_id": kept.agency_id},
            )


async def _held(role_id: UUID) -> tuple[LockedOperation, LockedPlan, _Kept]:
    plan_id = await fetch_value("select plan_id from plan_role where id = $1", role_id)
    if plan_id is None:
        raise NotFound
    operation, plan = await lock_plan(plan_id)
    kept = await fetch_one(_Kept, _KEPT, role_id)
    if kept is None:
        raise NotFound
    return operation, plan, kept


async def _checked(
    operation: LockedOperation, plan: LockedPlan, draft: RoleDraft, actor: Actor
) -> RoleDraft:
    faults = role_faults(draft)
    faults += await agency_faults(draft.agency_id)
    faults += await holder_faults(
        plan, draft.agency_id, {"holder_id": draft.holder_id, "deputy_id": draft.deputy_id}
    )
    if faults:
        raise Invalid(faults)
    must_speak_for(operation, actor, [draft.agency_id])
    return msgspec.structs.replace(
        draft,
        title=clean(draft.title),
        responsibilities=clean(draft.responsibilities),
        authority_limit=clean(draft.authority_limit),
        contact_24h=clean(draft.contact_24h),
    )


async def _update(
    role_id: UUID, actor: Actor, now: datetime, version: int, values: dict[str, Any]
) -> None:
    changes: dict[Column | str, Any] = {
        "edited_by": actor.person_id,
        "edited_at": now,
        "version": version,
    }
    changes.update(values.items())
    await PlanRole.update(changes).where(PlanRole.id == role_id)
