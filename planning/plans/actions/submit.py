"""Submitting a plan: an immutable numbered version, with a schedule per agency."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocked, Blocker
from planning.operations.actions.lifecycle import moved
from planning.operations.actions.lock import LockedOperation, require_lead
from planning.operations.queries import required_agencies
from planning.operations.rules import Act, can
from planning.people.rules import Actor
from planning.plans.actions.lock import LockedPlan, lock_plan, tell_plan
from planning.plans.queries.working import resource_lines, role_lines
from planning.plans.rules.fingerprints import schedule_fingerprint, shared_fingerprint
from planning.plans.rules.lines import ResourceLine, RoleLine, Schedule
from planning.plans.rules.values import Content
from planning.plans.tables import PlanVersion
from planning.transactions import (
    execute,
    execute_many_rows,
    fetch_all,
    fetch_one,
    to_json,
    transaction,
)

_SCHEDULES = """
insert into plan_version_schedule
    (plan_version_id, agency_id, compartment_id, content, fingerprint, editor_id)
select plan_version_id, agency_id, compartment_id, content, fingerprint, editor_id
from jsonb_to_recordset($1::jsonb) as t (plan_version_id uuid, agency_id uuid,
    compartment_id uuid, content jsonb, fingerprint text, editor_id uuid)
"""


class Submitted(msgspec.Struct, frozen=True):
    """A version that was just submitted, with the fingerprint of each agency's schedule."""

    operation: LockedOperation
    plan_id: UUID
    version_id: UUID
    number: int
    shared_fingerprint: str
    schedule_fingerprints: dict[UUID, str]


class _Before(msgspec.Struct, frozen=True):
    number: int
    material_editor_ids: list[UUID]


class _Section(msgspec.Struct, frozen=True):
    key: str
    content: Content


async def submit_plan(*, plan_id: UUID, actor: Actor, now: datetime) -> Submitted:
    """Freeze the plan as its next version; `planning.sign_offs` asks the signatories.

    The lead's act. Nobody signs the police tier: the database freezes it beside the version. Each
    required agency gets a schedule, an empty one when it has no row.

    Raises `Blocked` while no agency is required.
    """
    async with transaction(actor.person_id):
        operation, plan = await lock_plan(plan_id)
        require_lead(operation, actor)
        required = [agency.agency_id for agency in await required_agencies(operation.id)]
        if not required:
            raise Blocked([Blocker("Say which agencies must sign before you submit a plan.")])
        version_id, number, shared = await _write_version(plan, actor, now)
        schedules = await _write_schedules(plan, version_id, required)
        await execute("update plan set material_editor_ids = '{}' where id = $1", plan.id)
        if can(operation.state, Act.SUBMIT):
            await moved(operation, Act.SUBMIT, actor=actor, now=now)
        await tell_plan(plan, "plan.submitted", actor, now, {"number": number})
        return Submitted(operation, plan.id, version_id, number, shared, schedules)


async def _write_version(plan: LockedPlan, actor: Actor, now: datetime) -> tuple[UUID, int, str]:
    before = await fetch_one(
        _Before,
        "select number, material_editor_ids from plan_version where plan_id = $1"
        " order by number desc limit 1",
        plan.id,
    ) or _Before(0, [])
    sections = await _sections(plan)
    version_id, shared = uuid4(), shared_fingerprint(plan.template, sections)
    await PlanVersion.insert(
        PlanVersion(
            id=version_id,
            compartment_id=plan.compartment_id,
            plan_id=plan.id,
            number=before.number + 1,
            content=to_json({"sections": sections}),
            shared_fingerprint=shared,
            # Submitting again what did not change must not wash its editors clean.
            material_editor_ids=plan.material_editor_ids or before.material_editor_ids,
            last_editor_id=plan.last_editor_id,
            shared_editor_id=plan.shared_editor_id,
            submitted_by=actor.person_id,
            submitted_at=now,
        )
    )
    return version_id, before.number + 1, shared


async def _sections(plan: LockedPlan) -> dict[str, Content]:
    found = await fetch_all(
        _Section,
        "select key, content from plan_section where plan_id = $1 and compartment_id = $2",
        plan.id, plan.compartment_id,
    )  # fmt: skip
    return {section.key: section.content for section in found}


async def _write_schedules(
    plan: LockedPlan, version_id: UUID, required: Sequence[UUID]
) -> dict[UUID, str]:
    roles, resources = await role_lines(plan.id), await resource_lines(plan.id)
    lines: list[RoleLine | ResourceLine] = [*roles, *resources]
    agencies = dict.fromkeys([*required, *(line.agency_id for line in lines)])
    schedules = {agency: _schedule(agency, roles, resources) for agency in agencies}
    prints = {
        agency: schedule_fingerprint(agency, schedule.roles, schedule.resources)
        for agency, schedule in schedules.items()
    }
    await execute_many_rows(
        _SCHEDULES,
        [
            {
                "plan_version_id": version_id,
                "agency_id": agency,
                "compartment_id": plan.compartment_id,
                "content": schedule,
                "fingerprint": prints[agency],
                "editor_id": plan.schedule_editor_ids.get(agency),
            }
            for agency, schedule in schedules.items()
        ],
    )
    return prints


def _schedule(
    agency: UUID, roles: Sequence[RoleLine], resources: Sequence[ResourceLine]
) -> Schedule:
    return Schedule(
        roles=[role for role in roles if role.agency_id == agency],
        resources=[line for line in resources if line.agency_id == agency],
    )
