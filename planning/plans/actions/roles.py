"""Roles of a plan: adding, changing, removing, accepting, briefing in."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocked, Blocker, Invalid, NotAllowed
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
from planning.plans.rules.fingerprints import terms
from planning.plans.rules.lines import ROLE_TERMS, RoleDraft, RoleLine, role_faults
from planning.plans.tables import PlanRole
from planning.transactions import transaction


class _Kept(RoleLine, frozen=True, kw_only=True):
    version: int
    accepted_at: datetime | None
    briefed_in_at: datetime | None
    briefed_in_by: UUID | None


_KEPT = """
select id, agency_id, title, responsibilities, authority_limit, mandatory, holder_id, deputy_id,
       contact_24h, from_on, until_on, version, accepted_at,
       briefed_in_at, briefed_in_by
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
                briefed_in_at=None,
                briefed_in_by=None,
                removed_at=None,
                edited_by=actor.person_id,
                edited_at=now,
                version=1,
                **msgspec.structs.asdict(draft),
            )
        )
        await note_material_change(plan, actor, agency_ids=[draft.agency_id])
        await tell_plan(
            plan, "plan.role_added", actor, now, {"role_id": role_id, "agency_id": draft.agency_id}
        )
        return role_id


async def change_role(
    *, role_id: UUID, draft: RoleDraft, version: int, actor: Actor, now: datetime
) -> int:
    """Change a role; its new version.

    Another holder, or other terms, have to be accepted anew; another holder has to be briefed
    in. Raises `Stale`, `Invalid`.
    """
    async with transaction(actor.person_id):
        operation, plan, kept = await hold_line(PlanRole, role_id, _Kept, _KEPT)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        draft = await _checked(operation, plan, draft, actor)
        material = terms(draft, ROLE_TERMS) != terms(kept, ROLE_TERMS)
        same_holder = draft.holder_id == kept.holder_id
        await write_line(
            PlanRole,
            role_id,
            {
                **msgspec.structs.asdict(draft),
                "accepted_at": kept.accepted_at if same_holder and not material else None,
                "briefed_in_at": kept.briefed_in_at if same_holder else None,
                "briefed_in_by": kept.briefed_in_by if same_holder else None,
            },
            version=kept.version + 1,
            actor=actor,
            now=now,
        )
        if material:
            await note_material_change(plan, actor, agency_ids=[kept.agency_id, draft.agency_id])
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
        operation, plan, kept = await hold_line(PlanRole, role_id, _Kept, _KEPT)
        must_be_current(version, kept.version)
        must_speak_for(operation, actor, [kept.agency_id])
        if kept.mandatory:
            raise Blocked(
                [Blocker("This role is mandatory. Give it to another agency or holder instead.")]
            )
        await write_line(
            PlanRole, role_id, {"removed_at": now}, version=kept.version + 1, actor=actor, now=now
        )
        await note_material_change(plan, actor, agency_ids=[kept.agency_id])
        await tell_plan(
            plan, "plan.role_removed", actor, now, {"role_id": role_id, "agency_id": kept.agency_id}
        )


async def accept_role(*, role_id: UUID, actor: Actor, now: datetime) -> None:
    """The holder takes the role on; accepting it again changes nothing."""
    async with transaction(actor.person_id):
        _, plan, kept = await hold_line(PlanRole, role_id, _Kept, _KEPT)
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


async def brief_in(*, role_id: UUID, actor: Actor, now: datetime) -> None:
    """Say that the holder has been briefed in; said again it changes nothing.

    The lead's word, or of somebody of the role's agency. Raises `Blocked` without a holder.
    """
    async with transaction(actor.person_id):
        operation, plan, kept = await hold_line(PlanRole, role_id, _Kept, _KEPT)
        must_speak_for(operation, actor, [kept.agency_id])
        if kept.holder_id is None:
            raise Blocked([Blocker("Nobody holds this role yet. Choose a holder first.")])
        if kept.briefed_in_at is None:
            await PlanRole.update(
                {PlanRole.briefed_in_at: now, PlanRole.briefed_in_by: actor.person_id}
            ).where(PlanRole.id == role_id)
            await tell_plan(
                plan, "plan.role_briefed_in", actor, now,
                {"role_id": role_id, "agency_id": kept.agency_id},
            )  # fmt: skip


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
