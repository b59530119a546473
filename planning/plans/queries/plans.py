"""A plan as its members see it: the working text, each in their own tier."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.people.rules import Actor
from planning.plans.queries.comments import SpokenOf, spoken_of
from planning.plans.rules.lines import Phase, ResourceStatus
from planning.plans.rules.sections import SectionState
from planning.plans.rules.templates import GateNeed, PlanKind, Section, Template
from planning.plans.rules.values import Content, missing
from planning.transactions import fetch_all, fetch_grouped, fetch_one, transaction


class PlanRow(msgspec.Struct, frozen=True):
    """A plan in its operation. `number` is the current version, `None` before the first.

    `changed_since`: something material was changed after it was submitted.
    """

    id: UUID
    kind: PlanKind
    title: str
    number: int | None
    submitted_at: datetime | None
    changed_since: bool


class SectionSeen(msgspec.Struct, frozen=True):
    """A section with its questions and what it says; `still_needed` are labels."""

    section: Section
    content: Content
    version: int
    state: SectionState
    edited_by_name: str | None
    edited_at: datetime | None
    still_needed: list[str]
    gate_line: GateNeed | None


class RoleSeen(msgspec.Struct, frozen=True):
    """A role of the working plan."""

    id: UUID
    agency_id: UUID
    agency_name: str
    title: str
    responsibilities: str
    authority_limit: str
    mandatory: bool
    holder_id: UUID | None
    holder_name: str | None
    deputy_id: UUID | None
    deputy_name: str | None
    contact_24h: str
    from_on: date
    until_on: date
    accepted_at: datetime | None
    briefed_in_at: datetime | None
    briefed_in_by_name: str | None
    version: int


class ResourceSeen(msgspec.Struct, frozen=True):
    """A resource line of the working plan; `gap` is what nobody has committed."""

    id: UUID
    agency_id: UUID
    agency_name: str
    kind: str
    unit: str
    requested: Decimal
    committed: Decimal
    gap: Decimal
    phase: Phase
    funding: str
    from_on: date
    until_on: date
    version: int
    type_key: str
    approver_id: UUID | None
    approver_name: str | None
    backfill: str
    status: ResourceStatus
    used: Decimal


class PlanSeen(msgspec.Struct, frozen=True):
    """One plan, whole, as far as the reader may know it."""

    id: UUID
    operation_id: UUID
    operation_name: str
    compartment_id: UUID
    kind: PlanKind
    title: str
    template_version: int
    number: int | None
    submitted_at: datetime | None
    changed_since: bool
    sections: list[SectionSeen]
    roles: list[RoleSeen]
    resources: list[ResourceSeen]
    spoken_of: list[SpokenOf]


class _Head(msgspec.Struct, frozen=True):
    id: UUID
    operation_id: UUID
    operation_name: str
    compartment_id: UUID
    kind: PlanKind
    template: Template
    number: int | None
    submitted_at: datetime | None
    changed_since: bool


class _Written(msgspec.Struct, frozen=True):
    key: str
    content: Content
    version: int
    state: SectionState
    edited_by_name: str | None
    edited_at: datetime | None


_CURRENT = """
left join lateral (
    select v.number, v.submitted_at from plan_version v
    where v.plan_id = p.id order by v.number desc limit 1) current on true
"""

_LIST = f"""
select p.operation_id, p.id, p.kind, p.template ->> 'title' as title, current.number,
       current.submitted_at,
       current.number is not null and p.material_editor_ids <> '{{}}' as changed_since
from plan p {_CURRENT} where p.operation_id = any($1) order by p.kind
"""

_HEAD = f"""
select p.id, p.operation_id, o.name as operation_name, p.compartment_id, p.kind, p.template,
       current.number, current.submitted_at,
       current.number is not null and p.material_editor_ids <> '{{}}' as changed_since
from plan p join operation o on o.id = p.operation_id {_CURRENT} where p.id = $1
"""

_SECTIONS = """
select s.key, s.content, s.version, s.state, e.name as edited_by_name, s.edited_at
from plan_section s left join person e on e.id = s.edited_by where s.plan_id = $1
"""

_ROLES = """
select r.id, r.agency_id, a.name as agency_name, r.title, r.responsibilities, r.authority_limit,
       r.mandatory, r.holder_id, h.name as holder_name, r.deputy_id, d.name as deputy_name,
       r.contact_24h, r.from_on, r.until_on, r.accepted_at, r.briefed_in_at,
       b.name as briefed_in_by_name, r.version
from plan_role r join agency a on a.id = r.agency_id
left join person h on h.id = r.holder_id left join person d on d.id = r.deputy_id
left join person b on b.id = r.briefed_in_by
where r.plan_id = $1 and r.removed_at is null order by a.name, r.title, r.id
"""

_RESOURCES = """
select l.id, l.agency_id, a.name as agency_name, l.kind, l.unit, l.requested, l.committed,
       greatest(l.requested - l.committed, 0) as gap, l.phase, l.funding, l.from_on, l.until_on,
       l.version, l.type_key, l.approver_id, p.name as approver_name, l.backfill, l.status, l.used
from plan_resource l join agency a on a.id = l.agency_id
left join person p on p.id = l.approver_id
where l.plan_id = $1 and l.removed_at is null order by a.name, l.kind, l.id
"""


async def plans_of(*, operation_id: UUID, actor: Actor) -> list[PlanRow]:
    """The two plans of an operation. Raises `NotFound` for one that the actor does not see."""
    async with transaction(actor.person_id):
        found = await plans_by_operation([operation_id])
        if not found:
            raise NotFound
        return found[operation_id]


async def plans_by_operation(operation_ids: Sequence[UUID]) -> dict[UUID, list[PlanRow]]:
    """The two plans of each operation that the actor sees; inside an open transaction."""
    return await fetch_grouped(PlanRow, "operation_id", _LIST, list(operation_ids))


async def plan(*, plan_id: UUID, actor: Actor, now: datetime) -> PlanSeen:
    """One plan; sections of a tier that the actor is not in are absent. The reading is logged."""
    async with transaction(actor.person_id):
        head = await fetch_one(_Head, _HEAD, plan_id)
        if head is None:
            raise NotFound
        written = {one.key: one for one in await fetch_all(_Written, _SECTIONS, plan_id)}
        seen = PlanSeen(
            sections=[
                _section(section, written[section.key])
                for section in head.template.sections
                if section.key in written
            ],
            roles=await fetch_all(RoleSeen, _ROLES, plan_id),
            resources=await fetch_all(ResourceSeen, _RESOURCES, plan_id),
            spoken_of=await spoken_of(plan_id),
            title=head.template.title,
            template_version=head.template.version,
            **{
                name: value
                for name, value in msgspec.structs.asdict(head).items()
                if name != "template"
            },
        )
        await record_read(
            subject_kind="plan",
            subject_id=head.id,
            compartment_id=head.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return seen


def _section(section: Section, written: _Written) -> SectionSeen:
    return SectionSeen(
        section=section,
        content=written.content,
        version=written.version,
        state=written.state,
        edited_by_name=written.edited_by_name,
        edited_at=written.edited_at,
        still_needed=[field.label for field in missing(section, written.content)],
        gate_line=section.required_for_gate,
    )
