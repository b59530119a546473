"""The gate as it stands now, and how an operation went live."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.go_live.rules import (
    CONFIRM_WITHIN,
    Facts,
    GateLine,
    PlanFacts,
    Route,
    gate_lines,
    is_open,
)
from planning.people.rules import Actor
from planning.plans.queries.versions import VersionSeen
from planning.plans.rules.lines import Staffing
from planning.procedures.queries import closed_days
from planning.sign_offs.queries.evidence import Evidence, evidence_of
from planning.transactions import fetch_all, fetch_one, fetch_value, transaction


class Gate(msgspec.Struct, frozen=True):
    """The gate at one moment; `open` when every line is met."""

    operation_id: UUID
    lines: list[GateLine]
    open: bool


class GoLiveSeen(msgspec.Struct, frozen=True):
    """How an operation went live, with the lines as they were then.

    `confirm_by` is when the second person's day ends, for the route without sign-off.
    """

    id: UUID
    operation_id: UUID
    compartment_id: UUID
    route: Route
    reason: str
    gate_lines: list[GateLine]
    recorded_by: UUID
    recorded_by_name: str
    recorders_agency_id: UUID
    recorded_at: datetime
    sign_off_due_on: date | None
    confirmed_by_name: str | None
    confirmed_at: datetime | None

    @property
    def confirm_by(self) -> datetime | None:
        """The end of the 24 hours for the second person, or `None` through the gate."""
        return self.recorded_at + CONFIRM_WITHIN if self.sign_off_due_on else None


_RECORD = """
select g.id, g.operation_id, g.compartment_id, g.route, g.reason, g.gate_lines, g.recorded_by,
       p.name as recorded_by_name, p.agency_id as recorders_agency_id, g.recorded_at,
       g.sign_off_due_on, c2.name as confirmed_by_name, c.confirmed_at
from go_live_record g join person p on p.id = g.recorded_by
left join go_live_confirmation c on c.go_live_record_id = g.id
left join person c2 on c2.id = c.confirmed_by
where g.operation_id = $1
"""

_STAFFING = """
select r.id as role_id, r.holder_id, r.deputy_id, r.accepted_at
from plan_role r join plan p on p.id = r.plan_id
where p.operation_id = $1 and r.removed_at is null
"""


async def gate_of(*, operation_id: UUID, actor: Actor, now: datetime) -> Gate:
    """The gate, computed from the evidence of this moment. Raises `NotFound`."""
    async with transaction(actor.person_id):
        lines = gate_lines(await _facts(operation_id, actor), now=now)
        return Gate(operation_id=operation_id, lines=lines, open=is_open(lines))


async def go_live_record_of(*, operation_id: UUID, actor: Actor) -> GoLiveSeen | None:
    """How the operation went live; `None` before it did."""
    async with transaction(actor.person_id):
        return await fetch_one(GoLiveSeen, _RECORD, operation_id)


async def _facts(operation_id: UUID, actor: Actor) -> Facts:
    evidence = await evidence_of(operation_id, actor)
    return Facts(
        required=[agency.agency_name for agency in evidence.required],
        missing={
            plan.kind: [
                agency.agency_name
                for agency in evidence.required
                if not evidence.holding(plan.id, agency.agency_id)
            ]
            for plan in evidence.plans
        },
        plans=[_plan_facts(evidence, version) for version in evidence.versions],
        staffing=await fetch_all(Staffing, _STAFFING, operation_id),
        blocking_conditions=_blocking(evidence),
        partnership_told_at=await fetch_value(
            "select partnership_told_at from operation where id = $1", operation_id
        ),
        closed_days=await closed_days(),
    )


def _plan_facts(evidence: Evidence, version: VersionSeen) -> PlanFacts:
    schedules = [one for one in evidence.schedules if one.plan_version_id == version.id]
    return PlanFacts(
        kind=version.kind,
        number=version.number,
        submitted_at=version.submitted_at,
        template=version.template,
        sections=version.content.sections,
        roles=[role for one in schedules for role in one.content.roles],
        resources=[line for one in schedules for line in one.content.resources],
    )


def _blocking(evidence: Evidence) -> list[str]:
    """Open blocking conditions of signatures that hold for a required agency."""
    names = {
        held.id: agency.agency_name
        for plan in evidence.plans
        for agency in evidence.required
        if (held := evidence.holding(plan.id, agency.agency_id))
    }
    return [
        f"{names[one.sign_off_id]}: {one.condition} ({one.owner_name})."
        for one in evidence.conditions
        if one.blocking and one.confirmed_at is None and one.sign_off_id in names
    ]
