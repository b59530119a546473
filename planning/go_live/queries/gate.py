"""The gate as it stands now."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import today
from planning.errors import NotFound
from planning.go_live.queries.risks import AcceptanceSeen, acceptances_of
from planning.go_live.queries.standing import (
    GroupsNow,
    groups_now,
    over_committed_now,
    support_now,
)
from planning.go_live.queries.surge import CONFIRMATIONS
from planning.go_live.rules import (
    Facts,
    GateLine,
    OverCommitted,
    PlanFacts,
    SupportFacts,
    SurgeConfirmed,
    gate_lines,
    is_open,
)
from planning.people.rules import Actor
from planning.plans.queries.versions import VersionSeen
from planning.plans.rules.lines import Staffing
from planning.plans.rules.templates import PlanKind
from planning.procedures.queries import closed_days
from planning.sign_offs.queries.evidence import ConditionSeen, Evidence, evidence_by_operation
from planning.surge.queries.history import expected_surge
from planning.transactions import fetch_all, fetch_grouped, transaction


class Gate(msgspec.Struct, frozen=True):
    """The gate at one moment; `open` when every line is met."""

    operation_id: UUID
    plans: dict[PlanKind, UUID]
    lines: list[GateLine]
    open: bool


class _About(msgspec.Struct, frozen=True):
    id: UUID
    victims_planning: int
    partnership_told_at: datetime | None
    reviewed: dict[UUID, datetime]


class _Around(msgspec.Struct, frozen=True):
    """What is around the plans of several operations, by operation."""

    about: dict[UUID, _About]
    staffing: dict[UUID, list[Staffing]]
    acceptances: dict[UUID, list[AcceptanceSeen]]
    over_committed: dict[UUID, list[OverCommitted]]
    groups: dict[UUID, GroupsNow]
    support: dict[UUID, SupportFacts]
    surge: dict[UUID, list[SurgeConfirmed]]
    closed_days: frozenset[date]
    meetings_per_victim: float | None


_ABOUT = """
select o.id, o.victims_planning, o.partnership_told_at, coalesce((
    select jsonb_object_agg(r.plan_id, r.last_at) from (
        select plan_id, max(reviewed_at) as last_at from plan_review
        where plan_id in (select id from plan where operation_id = o.id) group by plan_id) r),
    '{}') as reviewed
from operation o where o.id = any($1)
"""

_STAFFING = """
select p.operation_id, r.id as role_id, r.holder_id, r.deputy_id, r.accepted_at
from plan_role r join plan p on p.id = r.plan_id
where p.operation_id = any($1) and r.removed_at is null
"""


async def gate_of(*, operation_id: UUID, actor: Actor, now: datetime) -> Gate:
    """The gate, computed from the evidence of this moment. Raises `NotFound`."""
    found = await gates_of(operation_ids=[operation_id], actor=actor, now=now)
    if not found:
        raise NotFound
    return found[operation_id]


async def gates_of(
    *, operation_ids: Sequence[UUID], actor: Actor, now: datetime
) -> dict[UUID, Gate]:
    """The gates of those that the actor sees, in as many queries whatever their number and size."""
    async with transaction(actor.person_id):
        evidence = await evidence_by_operation(operation_ids)
        around = await _around(list(evidence), now)
    return {key: _gate(key, found, around, now) for key, found in evidence.items()}


def _gate(operation_id: UUID, evidence: Evidence, around: _Around, now: datetime) -> Gate:
    lines = gate_lines(_facts(operation_id, evidence, around), now=now)
    return Gate(
        operation_id=operation_id,
        plans={plan.kind: plan.id for plan in evidence.plans},
        lines=lines,
        open=is_open(lines),
    )


async def _around(operation_ids: list[UUID], now: datetime) -> _Around:
    about = await fetch_all(_About, _ABOUT, operation_ids)
    return _Around(
        about={one.id: one for one in about},
        staffing=await fetch_grouped(Staffing, "operation_id", _STAFFING, operation_ids),
        acceptances=await acceptances_of(operation_ids),
        over_committed=await over_committed_now(operation_ids),
        groups=await groups_now(operation_ids, today(now)),
        support=await support_now(operation_ids, today(now)),
        surge=await fetch_grouped(SurgeConfirmed, "operation_id", CONFIRMATIONS, operation_ids),
        closed_days=await closed_days(),
        meetings_per_victim=(await expected_surge(today(now))).rate,
    )


def _facts(operation_id: UUID, evidence: Evidence, around: _Around) -> Facts:
    about, groups = around.about[operation_id], around.groups[operation_id]
    blocking = _blocking(evidence)
    return Facts(
        required={agency.agency_id: agency.agency_name for agency in evidence.required},
        missing=_missing(evidence),
        plans=[
            _plan_facts(evidence, version, about.reviewed.get(version.plan_id))
            for version in evidence.versions
        ],
        staffing=around.staffing.get(operation_id, []),
        acceptances=[*around.acceptances.get(operation_id, [])],
        over_committed=around.over_committed.get(operation_id, []),
        groups=groups.groups,
        seniors=groups.seniors,
        undeclared=groups.undeclared,
        support=around.support[operation_id],
        victims_planning=about.victims_planning,
        surge=around.surge.get(operation_id, []),
        blocking_conditions=[words for _, words in blocking],
        blocked_plan=next((kind for kind, _ in blocking), None),
        meetings_per_victim=around.meetings_per_victim,
        partnership_told_at=about.partnership_told_at,
        closed_days=around.closed_days,
    )


def _missing(evidence: Evidence) -> dict[PlanKind, list[str]]:
    return {
        plan.kind: [
            agency.agency_name
            for agency in evidence.required
            if not evidence.holding(plan.id, agency.agency_id)
        ]
        for plan in evidence.plans
    }


def _plan_facts(
    evidence: Evidence, version: VersionSeen, reviewed_at: datetime | None
) -> PlanFacts:
    schedules = [one for one in evidence.schedules if one.plan_version_id == version.id]
    return PlanFacts(
        kind=version.kind,
        number=version.number,
        submitted_at=version.submitted_at,
        template=version.template,
        sections=version.content.sections,
        roles=[role for one in schedules for role in one.content.roles],
        resources=[line for one in schedules for line in one.content.resources],
        reviewed_at=reviewed_at,
    )


def _blocking(evidence: Evidence) -> list[tuple[PlanKind, str]]:
    """Open blocking conditions of signatures that hold for a required agency, with their plan."""
    names = {
        held.id: (plan.kind, agency.agency_name)
        for plan in evidence.plans
        for agency in evidence.required
        if (held := evidence.holding(plan.id, agency.agency_id))
    }
    return [
        (names[one.sign_off_id][0], _condition_words(names[one.sign_off_id][1], one))
        for one in evidence.conditions
        if one.blocking and one.confirmed_at is None and one.sign_off_id in names
    ]


def _condition_words(agency: str, one: ConditionSeen) -> str:
    return f"{agency}: {one.condition} ({one.owner_name})."
