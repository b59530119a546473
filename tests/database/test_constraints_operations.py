"""Each named constraint of operations, plans, sign-offs and going live refuses what it names."""

import json

import asyncpg
import msgspec
import pytest

from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.people.rules import Actor, Role
from planning.plans.actions import add_resource
from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, resource, sign_as, submitted_world

STRANGE = "00000000-0000-4000-8000-000000000001"
NEW = "00000000-0000-4000-8000-000000000002"
LONG = "x" * 4001

Case = tuple[str, str, dict[str, object]]
CASES: list[Case] = [
    ("operation", "ck_operation_name", {"name": " "}),
    ("operation", "ck_operation_summary", {"summary": LONG}),
    ("operation", "ck_operation_state", {"state": "finished"}),
    ("operation", "ck_operation_victims_known", {"victims_known": -1}),
    ("operation", "ck_operation_victims_suspected", {"victims_suspected": 100_001}),
    ("operation", "ck_operation_victims_planning", {"victims_planning": -1}),
    ("operation", "ck_operation_told", {"partnership_told_at": "2026-03-03T10:00Z"}),
    ("operation_agency", "operation_agency_pkey", {}),
    ("operation_agency", "ck_operation_agency_reason", {"reason": ""}),
    ("operation_agency", "operation_agency_operation_fkey", {"operation_id": STRANGE}),
    ("operation_child", "ck_operation_child_reason", {"id": NEW, "reason": " "}),
    ("operation_child", "ck_operation_child_ended",
     {"id": NEW, "ended_at": "2026-03-03T10:00Z", "ended_by": STRANGE}),
    ("operation_child", "uq_operation_child_live", {"id": NEW}),
    ("operation_child", "operation_child_operation_fkey", {"id": NEW, "operation_id": STRANGE}),
    ("operation_child", "operation_child_concern_fkey", {"id": NEW, "concern_id": STRANGE}),
    ("plan", "ck_plan_kind", {"kind": "third"}),
    ("plan", "uq_plan_kind", {"id": NEW}),
    ("plan", "plan_operation_fkey", {"operation_id": STRANGE, "id": NEW}),
    ("plan_section", "plan_section_pkey", {}),
    ("plan_section", "ck_plan_section_key", {"key": "No Key"}),
    ("plan_section", "plan_section_plan_fkey", {"plan_id": STRANGE}),
    ("plan_role", "ck_plan_role_title", {"title": " "}),
    ("plan_role", "ck_plan_role_responsibilities", {"responsibilities": LONG}),
    ("plan_role", "ck_plan_role_authority_limit", {"authority_limit": LONG}),
    ("plan_role", "ck_plan_role_contact_24h", {"contact_24h": LONG}),
    ("plan_role", "ck_plan_role_until", {"until_on": "2020-01-01"}),
    ("plan_role", "ck_plan_role_deputy", {"holder_id": STRANGE, "deputy_id": STRANGE}),
    ("plan_role", "plan_role_plan_fkey", {"plan_id": STRANGE, "id": NEW}),
    ("plan_resource", "ck_plan_resource_kind", {"kind": ""}),
    ("plan_resource", "ck_plan_resource_unit", {"unit": ""}),
    ("plan_resource", "ck_plan_resource_requested", {"requested": "-1"}),
    ("plan_resource", "ck_plan_resource_committed", {"committed": "-0.01"}),
    ("plan_resource", "ck_plan_resource_phase", {"phase": "never"}),
    ("plan_resource", "ck_plan_resource_funding", {"funding": LONG}),
    ("plan_resource", "ck_plan_resource_until", {"until_on": "2020-01-01"}),
    ("plan_resource", "plan_resource_plan_fkey", {"plan_id": STRANGE, "id": NEW}),
    ("plan_version", "ck_plan_version_number", {"number": 0}),
    ("plan_version", "ck_plan_version_shared_fingerprint", {"shared_fingerprint": "none"}),
    ("plan_version", "uq_plan_version_number", {"id": NEW}),
    ("plan_version", "plan_version_plan_fkey", {"plan_id": STRANGE, "id": NEW}),
    ("plan_version_schedule", "plan_version_schedule_pkey", {}),
    ("plan_version_schedule", "ck_plan_version_schedule_fingerprint", {"fingerprint": "G" * 64}),
    ("plan_version_schedule", "plan_version_schedule_version_fkey", {"plan_version_id": STRANGE}),
    ("sign_off", "ck_sign_off_answer", {"answer": "perhaps"}),
    ("sign_off", "ck_sign_off_note", {"note": LONG}),
    ("sign_off", "ck_sign_off_reason", {"answer": "refused", "note": " "}),
    ("sign_off", "sign_off_version_fkey", {"plan_version_id": STRANGE, "id": NEW}),
    ("sign_off", "sign_off_plan_fkey", {"plan_id": STRANGE, "id": NEW}),
    ("sign_off_condition", "ck_sign_off_condition_condition", {"condition": ""}),
    ("sign_off_condition", "ck_sign_off_condition_evidence", {"evidence": " "}),
    ("sign_off_condition", "ck_sign_off_condition_met", {"evidence": "Shown"}),
    ("sign_off_condition", "ck_sign_off_condition_confirmed",
     {"confirmed_at": "2026-03-03T10:00Z", "confirmed_by": STRANGE}),
    ("sign_off_condition", "sign_off_condition_sign_off_fkey", {"sign_off_id": STRANGE, "id": NEW}),
    ("sign_off_withdrawal", "sign_off_withdrawal_pkey", {}),
    ("sign_off_withdrawal", "ck_sign_off_withdrawal_reason", {"reason": " "}),
    ("sign_off_withdrawal", "sign_off_withdrawal_sign_off_fkey", {"sign_off_id": STRANGE}),
    ("go_live_record", "ck_go_live_record_route", {"route": "side_door"}),
    ("go_live_record", "ck_go_live_record_reason", {"reason": LONG}),
    ("go_live_record", "ck_go_live_record_without", {"reason": " "}),
    ("go_live_record", "ck_go_live_record_without", {"sign_off_due_on": None}),
    ("go_live_record", "uq_go_live_record_operation", {"id": NEW}),
    ("go_live_record", "go_live_record_operation_fkey", {"operation_id": STRANGE, "id": NEW}),
    ("go_live_confirmation", "go_live_confirmation_pkey", {}),
    ("go_live_confirmation", "go_live_confirmation_record_fkey", {"go_live_record_id": STRANGE}),
]  # fmt: skip

_CHILD = """
insert into operation_child
    (id, compartment_id, operation_id, concern_compartment_id, concern_id, reason, attached_by,
     attached_at)
select gen_random_uuid(), o.compartment_id, o.id, k.compartment_id, k.id, 'Named', accord_actor(),
       now() from operation o cross join concern k;
"""

_EVIDENCE = """
insert into sign_off_condition
    (id, compartment_id, sign_off_id, condition, owner_id, due_on, blocking)
select gen_random_uuid(), compartment_id, id, 'A bed', person_id, '2026-03-09', true from sign_off;
insert into sign_off_withdrawal
select id, compartment_id, 'no', accord_actor(), now() from sign_off;
"""

_LIVE = """
insert into go_live_record (id, compartment_id, operation_id, route, reason, gate_lines,
    recorded_by, recorded_at, sign_off_due_on)
select gen_random_uuid(), compartment_id, id, 'without_sign_off', 'because', '[]', accord_actor(),
       now(), '2026-03-05' from operation;
"""

_CONFIRMED = """
insert into go_live_confirmation
select id, compartment_id, accord_actor(), now() from go_live_record;
"""


async def act_as(connection: Connection, actor: Actor) -> None:
    await connection.execute("select set_config('accord.actor', $1, true)", str(actor.person_id))


async def _open_a_concern(person: Actor) -> None:
    manager = await make_actor(Role.SENIOR_MANAGER)
    opening = Opening(
        children=[NewChild("R-1", "Child")],
        reason="Bruises",
        senior_manager_id=manager.person_id,
        team="North",
    )
    scheduler = msgspec.structs.replace(person, roles=frozenset({Role.SCHEDULER}))
    await open_concerns(opening=opening, actor=scheduler, now=NOW)


async def full_world(connection: Connection) -> World:
    """One row or more in every table, seen as health's signatory."""
    world, versions = await submitted_world()
    await add_resource(
        plan_id=world.contingency, draft=resource(world.health.agency_id), actor=world.lead, now=NOW
    )
    await sign_as(world.health, versions[PlanKind.CONTINGENCY])
    await _open_a_concern(world.health)
    await act_as(connection, world.lead)
    await connection.execute(_LIVE)
    await act_as(connection, world.health)
    await connection.execute(_CHILD + _EVIDENCE + _CONFIRMED)
    return world


async def copy(connection: Connection, table: str, changes: dict[str, object]) -> None:
    """Insert a row like the first of the table, with changes."""
    await connection.execute(
        f"insert into {table} select (jsonb_populate_record(r, $1::jsonb)).*"
        f" from {table} r limit 1",
        json.dumps(changes),
    )


@pytest.mark.parametrize(("table", "constraint", "changes"), CASES)
async def test_each_constraint_refuses_what_it_names(
    rolled_back: Connection, table: str, constraint: str, changes: dict[str, object]
) -> None:
    world = await full_world(rolled_back)
    if table in {"plan_version", "go_live_record"}:
        await act_as(rolled_back, world.lead)  # whose hand it is
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, table, changes)
    assert refused.value.constraint_name == constraint


async def test_the_two_tiers_are_two_compartments(rolled_back: Connection) -> None:
    await full_world(rolled_back)
    (one,) = await rolled_back.fetch("select compartment_id from operation")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(
            rolled_back,
            "operation",
            {"id": NEW, "police_compartment_id": str(one["compartment_id"])},
        )
    assert refused.value.constraint_name == "ck_operation_tiers"


async def test_a_live_operation_has_its_moment(rolled_back: Connection) -> None:
    world = await full_world(rolled_back)
    await act_as(rolled_back, world.lead)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await rolled_back.execute("update operation set state = 'live'")
    assert refused.value.constraint_name == "ck_operation_live"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("plan", "template"),
        ("operation", "compartment_id"),
        ("plan_version", "content"),
        ("plan_version_schedule", "content"),
        ("sign_off", "answer"),
        ("sign_off_condition", "condition"),
        ("sign_off_withdrawal", "reason"),
        ("go_live_record", "route"),
        ("go_live_confirmation", "confirmed_by"),
    ],
)
async def test_evidence_is_never_changed_by_the_application(
    rolled_back: Connection, table: str, column: str
) -> None:
    await full_world(rolled_back)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rolled_back.execute(f"update {table} set {column} = {column}")
