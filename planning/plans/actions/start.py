"""Starting an operation with both its plans, in one act."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from planning.clock import today
from planning.operations.actions.create import create_operation
from planning.operations.actions.lock import LockedOperation
from planning.operations.queries import RequiredAgency, required_agencies
from planning.operations.rules import OperationDraft, Tier
from planning.people.rules import Actor, AgencyCategory
from planning.plans.rules.templates import Field, FieldKind, Template
from planning.plans.rules.values import Row
from planning.plans.templates import templates_in_force
from planning.transactions import execute_many_rows, transaction

ROLES_RUN_FOR = timedelta(days=365)

_PLANS = """
insert into plan (id, compartment_id, operation_id, kind, template, material_editor_ids,
                  schedule_editor_ids, version, created_at)
select id, compartment_id, operation_id, kind, template, '{}', '{}', 1, created_at
from jsonb_to_recordset($1::jsonb) as t (id uuid, compartment_id uuid, operation_id uuid,
    kind text, template jsonb, created_at timestamptz)
"""
_SECTIONS = """
insert into plan_section (plan_id, key, compartment_id, plan_compartment_id, content, version,
                          state)
select plan_id, key, compartment_id, plan_compartment_id, content, 1, 'not_started'
from jsonb_to_recordset($1::jsonb) as t (plan_id uuid, key text, compartment_id uuid,
    plan_compartment_id uuid, content jsonb)
"""
_ROLES = """
insert into plan_role (id, compartment_id, plan_id, agency_id, title, responsibilities,
    authority_limit, mandatory, contact_24h, from_on, until_on, edited_by, edited_at, version)
select id, compartment_id, plan_id, agency_id, title, responsibilities, authority_limit, true, '',
       from_on, until_on, edited_by, edited_at, 1
from jsonb_to_recordset($1::jsonb) as t (id uuid, compartment_id uuid, plan_id uuid,
    agency_id uuid, title text, responsibilities text, authority_limit text, from_on date,
    until_on date, edited_by uuid, edited_at timestamptz)
"""


async def start_operation(*, draft: OperationDraft, actor: Actor, now: datetime) -> UUID:
    """Create an operation and start its contingency plan and victim-support strategy.

    Each starter role goes to the first required agency of its category, or to the lead's own
    agency, to be moved. Raises as `create_operation` does.
    """
    async with transaction(actor.person_id):
        operation = await create_operation(draft=draft, actor=actor, now=now)
        agencies = await required_agencies(operation.id)
        plans = {uuid4(): one for one in (await templates_in_force()).values()}
        involved = {one.category: str(one.agency_id) for one in reversed(agencies)}
        await execute_many_rows(
            _PLANS, [_plan(operation, key, plan, now) for key, plan in plans.items()]
        )
        await execute_many_rows(
            _SECTIONS,
            [
                row
                for key, plan in plans.items()
                for row in _sections(operation, key, plan, involved)
            ],
        )
        holders = _agency_for_each_category(agencies, actor)
        days = (today(now), today(now) + ROLES_RUN_FOR)
        common = {
            "compartment_id": operation.compartment_id,
            "from_on": days[0],
            "until_on": days[1],
            "edited_by": actor.person_id,
            "edited_at": now,
        }
        await execute_many_rows(
            _ROLES,
            [
                {**common, **row}
                for key, plan in plans.items()
                for row in _roles(key, plan, holders, actor)
            ],
        )
        return operation.id


def _plan(
    operation: LockedOperation, plan_id: UUID, template: Template, now: datetime
) -> dict[str, object]:
    return {
        "id": plan_id,
        "compartment_id": operation.compartment_id,
        "operation_id": operation.id,
        "kind": template.kind,
        "template": template,
        "created_at": now,
    }


def _sections(
    operation: LockedOperation,
    plan_id: UUID,
    template: Template,
    involved: Mapping[AgencyCategory, str],
) -> list[dict[str, object]]:
    return [
        {
            "plan_id": plan_id,
            "key": section.key,
            "compartment_id": operation.police_compartment_id
            if section.tier is Tier.POLICE
            else operation.compartment_id,
            "plan_compartment_id": operation.compartment_id,
            "content": {
                field.key: _starter_rows(field, involved)
                for field in section.fields
                if field.starter
            },
        }
        for section in template.sections
    ]


def _starter_rows(field: Field, involved: Mapping[AgencyCategory, str]) -> list[Row]:
    """Agencies, told by their category, become the first required one of it, or nobody."""
    kinds = {column.key for column in field.columns if column.kind is FieldKind.AGENCY}
    return [
        {
            "id": str(uuid4()),
            **{key: cell for key, cell in row.items() if key not in kinds},
            **{
                key: involved[AgencyCategory(row[key])]
                for key in kinds & row.keys()
                if row[key] in involved
            },
        }
        for row in field.starter
    ]


def _agency_for_each_category(
    agencies: list[RequiredAgency], actor: Actor
) -> dict[AgencyCategory, UUID]:
    own = {actor.agency_category: actor.agency_id}
    return own | {agency.category: agency.agency_id for agency in reversed(agencies)}


def _roles(
    plan_id: UUID, template: Template, holders: dict[AgencyCategory, UUID], actor: Actor
) -> list[dict[str, object]]:
    return [
        {
            **msgspec.structs.asdict(role),
            "id": uuid4(),
            "plan_id": plan_id,
            "agency_id": holders.get(role.category, actor.agency_id),
        }
        for role in template.roles
    ]
