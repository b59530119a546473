"""Gaps of the submitted plans, and who has signed that the operation goes live with them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.go_live.rules import Acceptance, Side, gap_of, sides_signed
from planning.people.rules import Actor
from planning.plans.queries.versions import current_versions, schedules_of
from planning.plans.rules.lines import Phase, ResourceLine, gaps
from planning.plans.rules.templates import PlanKind
from planning.transactions import fetch_grouped, fetch_value, transaction


class AcceptanceSeen(Acceptance, frozen=True, kw_only=True):
    """A signature for a gap, with who gave it and why."""

    reason: str
    signed_by_name: str
    signed_at: datetime


class GapSeen(msgspec.Struct, frozen=True):
    """A resource line of a submitted plan that is not committed in full.

    `signed` are the sides that have accepted a gap of this size; `acceptances` the latest of each.
    """

    resource_id: UUID
    plan_id: UUID
    plan: PlanKind
    agency_id: UUID
    agency_name: str
    kind: str
    unit: str
    requested: Decimal
    committed: Decimal
    gap: Decimal
    phase: Phase
    from_on: date
    until_on: date
    signed: list[Side]
    acceptances: list[AcceptanceSeen]


_ACCEPTANCES = """
select distinct on (r.resource_id, r.side) plan.operation_id, r.resource_id, r.agency_id,
       r.side, r.kind, r.unit, r.gap, r.reason, p.name as signed_by_name, r.signed_at
from risk_acceptance r
join plan on plan.compartment_id = r.compartment_id and plan.id = r.plan_id
join person p on p.id = r.signed_by
where plan.operation_id = any($1)
  and not exists (select from conflict_block b
                  where b.person_id = r.signed_by and b.compartment_id = r.compartment_id
                    and b.lifted_at is null)
order by r.resource_id, r.side, r.signed_at desc, r.id
"""


async def acceptances_of(operation_ids: Sequence[UUID]) -> dict[UUID, list[AcceptanceSeen]]:
    """The latest signature of each side for each gap, by operation; inside an open transaction."""
    return await fetch_grouped(AcceptanceSeen, "operation_id", _ACCEPTANCES, list(operation_ids))


async def gaps_of(*, operation_id: UUID, actor: Actor) -> list[GapSeen]:
    """Every gap of the current versions, by plan and agency. Raises `NotFound`."""
    async with transaction(actor.person_id):
        if not await fetch_value(
            "select exists (select from operation where id = $1)", operation_id
        ):
            raise NotFound
        versions = {one.id: one for one in await current_versions([operation_id])}
        signed = (await acceptances_of([operation_id])).get(operation_id, [])
        return [
            _gap(line, versions[one.plan_version_id].plan_id, versions[one.plan_version_id].kind,
                 one.agency_name, signed)
            for one in await schedules_of(list(versions))
            for line in gaps(one.content.resources)
        ]  # fmt: skip


def _gap(
    line: ResourceLine, plan_id: UUID, plan: PlanKind, agency: str, signed: list[AcceptanceSeen]
) -> GapSeen:
    return GapSeen(
        resource_id=line.id,
        plan_id=plan_id,
        plan=plan,
        agency_id=line.agency_id,
        agency_name=agency,
        kind=line.kind,
        unit=line.unit,
        requested=line.requested,
        committed=line.committed,
        gap=gap_of(line),
        phase=line.phase,
        from_on=line.from_on,
        until_on=line.until_on,
        signed=sorted(sides_signed(line, signed)),
        acceptances=[one for one in signed if one.resource_id == line.id],
    )
