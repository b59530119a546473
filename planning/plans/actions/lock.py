"""Holding a plan, and what every change of one shares."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, NotAllowed, NotFound, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.actions.lock import LockedOperation, lock_operation
from planning.operations.queries import who_is_in
from planning.operations.rules import ended
from planning.people.queries import people_by_id
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind, Template
from planning.transactions import execute, fetch_one, fetch_value

_EDITED = """
update plan set version = version + 1,
    material_editor_ids = case when $2 = any(material_editor_ids) then material_editor_ids
                               else array_append(material_editor_ids, $2) end,
    last_editor_id = $2,
    shared_editor_id = case when $3::uuid[] = '{}' then $2 else shared_editor_id end,
    schedule_editor_ids = schedule_editor_ids || coalesce(
        (select jsonb_object_agg(agency_id, $2) from unnest($3::uuid[]) agency_id), '{}')
where id = $1
"""


class LockedPlan(msgspec.Struct, frozen=True):
    """A plan whose operation's row this transaction holds."""

    id: UUID
    compartment_id: UUID
    operation_id: UUID
    kind: PlanKind
    template: Template
    material_editor_ids: list[UUID]
    last_editor_id: UUID | None
    shared_editor_id: UUID | None
    schedule_editor_ids: dict[UUID, UUID]


async def lock_plan(plan_id: UUID) -> tuple[LockedOperation, LockedPlan]:
    """Hold a plan for a change; raises `NotFound`, or `Blocked` when the operation is over."""
    operation_id = await fetch_value("select operation_id from plan where id = $1", plan_id)
    if operation_id is None:
        raise NotFound
    operation = await lock_operation(operation_id)
    block_if(ended(operation.state))
    plan = await fetch_one(
        LockedPlan,
        "select id, compartment_id, operation_id, kind, template, material_editor_ids,"
        " last_editor_id, shared_editor_id, schedule_editor_ids from plan where id = $1",
        plan_id,
    )
    if plan is None:  # pragma: no cover - it was there a statement ago and is never deleted
        raise NotFound
    return operation, plan


def must_speak_for(operation: LockedOperation, actor: Actor, agency_ids: Sequence[UUID]) -> None:
    """Raise `NotAllowed` unless the actor leads the operation or is of these agencies."""
    if operation.lead_id != actor.person_id and set(agency_ids) != {actor.agency_id}:
        raise NotAllowed("You can change your own agency’s roles and resources only.")


def must_be_current(read: int, current: int) -> None:
    """Raise `Stale` when the row changed since it was read."""
    if read != current:
        raise Stale


async def note_material_change(
    plan: LockedPlan, actor: Actor, *, agency_ids: Sequence[UUID]
) -> None:
    """Remember who may not sign the next version.

    `agency_ids`: whose schedules were changed; none where it was what every agency signs.
    """
    await execute(_EDITED, plan.id, actor.person_id, list(agency_ids))


async def agency_faults(agency_id: UUID) -> list[Blocker]:
    """A blocker when the agency is absent or closed."""
    if await fetch_value("select true from agency where id = $1 and closed_at is null", agency_id):
        return []
    return [Blocker("Choose an agency from the list.", "agency_id")]


async def holder_faults(
    plan: LockedPlan, agency_id: UUID, holders: dict[str, UUID | None]
) -> list[Blocker]:
    """Blockers for a holder or deputy outside the operation or the role's agency."""
    wanted = {field: person for field, person in holders.items() if person is not None}
    found = {person.id: person for person in await people_by_id(list(wanted.values()))}
    inside = await who_is_in([plan.compartment_id])
    return [
        Blocker("Choose somebody of this agency who has been added to the operation.", field)
        for field, person in wanted.items()
        if (plan.compartment_id, person) not in inside
        or person not in found
        or found[person].agency_id != agency_id
    ]


async def tell_plan(
    plan: LockedPlan,
    act: str,
    actor: Actor,
    now: datetime,
    detail: dict[str, object],
    *,
    compartment_id: UUID | None = None,
) -> None:
    """One line of history about the plan, in its own tier unless another is given."""
    compartment = compartment_id or plan.compartment_id
    await record(
        [Event(act, "plan", plan.id, compartment, {"plan": plan.kind, **detail})],
        actor_id=actor.person_id,
        now=now,
    )
