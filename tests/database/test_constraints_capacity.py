"""Each named constraint of types, capacity and what a line says besides refuses what it names."""

from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from planning.capacity.actions import declare_capacity
from planning.capacity.rules.declaring import Declaration
from planning.plans.actions import add_resource
from planning.transactions import Connection
from tests.database.test_constraints_operations import NEW, act_as, copy
from tests.factories import NOW
from tests.planning.operation_world import make_world, resource

Case = tuple[str, str, dict[str, object]]
CASES: list[Case] = [
    ("operation", "ck_operation_precedence", {"precedence": 0}),
    ("plan_resource", "ck_plan_resource_backfill", {"backfill": "x" * 1001}),
    ("plan_resource", "ck_plan_resource_status", {"status": "perhaps", "committed": 0}),
    ("plan_resource", "ck_plan_resource_used", {"used": -1}),
    ("plan_resource", "ck_plan_resource_offer", {"status": "offered"}),
    ("resource_type", "ck_resource_type_key", {"key": "No Key"}),
    ("resource_type", "ck_resource_type_words", {"key": "new", "words": " "}),
    ("resource_type", "ck_resource_type_unit", {"key": "new", "words": "New", "unit": " "}),
    ("resource_type", "ck_resource_type_per", {"key": "new", "words": "New", "per": "day"}),
    ("resource_type", "resource_type_pkey", {"words": "New"}),
    ("resource_type", "uq_resource_type_words", {"key": "new"}),
    ("agency_capacity", "ck_agency_capacity_type", {"id": NEW, "type_key": "other"}),
    ("agency_capacity", "ck_agency_capacity_number", {"id": NEW, "number": 0}),
    ("agency_capacity", "uq_agency_capacity_number", {"id": NEW}),
    ("agency_capacity", "ck_agency_capacity_week", {"id": NEW, "week_on": "2026-04-07"}),
    ("agency_capacity", "ck_agency_capacity_amount", {"id": NEW, "amount": -1}),
    ("agency_capacity", "ck_agency_capacity_amount", {"id": NEW, "amount": 10_000_001}),
]


async def declared_world(connection: Connection) -> None:
    """A line, and what its agency has, as its signatory."""
    world = await make_world()
    agency_id = world.health.agency_id
    await add_resource(
        plan_id=world.contingency, draft=resource(agency_id), actor=world.lead, now=NOW
    )
    line = Declaration("health_staff", date(2026, 4, 6), None, Decimal(4))
    await declare_capacity(lines=[line], actor=world.health, now=NOW)
    await act_as(connection, world.health)


@pytest.mark.parametrize(("table", "constraint", "changes"), CASES)
async def test_each_constraint_refuses_what_it_names(
    rolled_back: Connection, table: str, constraint: str, changes: dict[str, object]
) -> None:
    await declared_world(rolled_back)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, table, changes)
    assert refused.value.constraint_name == constraint


@pytest.mark.parametrize(
    ("agency", "by"),
    [
        (
            "(select agency_id from person where id = (select lead_id from operation))",
            "declared_by",
        ),
        ("agency_id", "(select lead_id from operation)"),
    ],
)
async def test_nobody_declares_for_others(rolled_back: Connection, agency: str, by: str) -> None:
    await declared_world(rolled_back)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rolled_back.execute(
            f"insert into agency_capacity select gen_random_uuid(), {agency}, type_key, week_on,"
            f" amount, 2, {by}, declared_at from agency_capacity"
        )


@pytest.mark.parametrize(
    "act", ["update agency_capacity set amount = 0", "delete from agency_capacity"]
)
async def test_what_was_declared_is_never_changed(rolled_back: Connection, act: str) -> None:
    await declared_world(rolled_back)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rolled_back.execute(act)
