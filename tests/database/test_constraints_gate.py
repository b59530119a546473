"""Each named constraint of what the gate rests on refuses what it names."""

import asyncpg
import pytest

from planning.escalations.actions import Raising, raise_escalation
from planning.escalations.rules import EscalationKind
from planning.procedures.actions import install_shipped_profile
from planning.transactions import Connection
from tests.database.past_our_actions import LIVE, as_, record
from tests.database.test_constraints_operations import NEW, STRANGE, Case, act_as, copy
from tests.factories import NOW, Sent
from tests.planning.operation_world import World, submitted_world
from tests.planning.report_world import report_on

LONG = "x" * 4001
CASES: list[Case] = [
    ("surge_confirmation", "ck_surge_confirmation_victims",
     {"victims_planning": 100_001, "meetings_forecast": 400_004}),
    ("surge_confirmation", "ck_surge_confirmation_forecast", {"meetings_forecast": 26}),
    ("surge_confirmation", "ck_surge_confirmation_how", {"how": " "}),
    ("surge_confirmation", "surge_confirmation_operation_fkey",
     {"id": NEW, "operation_id": STRANGE}),
    ("risk_acceptance", "ck_risk_acceptance_gap", {"gap": "0"}),
    ("risk_acceptance", "ck_risk_acceptance_reason", {"reason": " "}),
    ("risk_acceptance", "ck_risk_acceptance_side", {"side": "partnership"}),
    ("risk_acceptance", "risk_acceptance_plan_fkey", {"id": NEW, "plan_id": STRANGE}),
    ("risk_acceptance", "risk_acceptance_resource_fkey", {"id": NEW, "resource_id": STRANGE}),
    ("go_live_review", "go_live_review_pkey", {}),
    ("go_live_review", "ck_go_live_review_why", {"why": " "}),
    ("go_live_review", "ck_go_live_review_unmet", {"unmet": LONG}),
    ("go_live_review", "ck_go_live_review_changes", {"changes": ""}),
    ("go_live_review", "go_live_review_record_fkey", {"go_live_record_id": STRANGE}),
    ("go_live_overdue", "go_live_overdue_pkey", {}),
    ("go_live_overdue", "go_live_overdue_record_fkey", {"go_live_record_id": STRANGE}),
]  # fmt: skip

_POLICE = """
insert into surge_confirmation
select gen_random_uuid(), compartment_id, id, 'police', 30, 100, 'Two rooms', accord_actor(), now()
from operation;
"""
_HEALTH = """
insert into risk_acceptance
select gen_random_uuid(), compartment_id, plan_id, id, agency_id, 'agency', kind, unit, 1,
       'Agency staff', accord_actor(), now() from plan_resource;
insert into go_live_record (id, compartment_id, operation_id, route, reason, gate_lines,
    recorded_by, recorded_at, sign_off_due_on)
select gen_random_uuid(), compartment_id, id, 'without_sign_off', 'because', '[]', accord_actor(),
       now(), '2026-03-05' from operation;
insert into go_live_review
select id, compartment_id, 'Because', 'Much', 'More', accord_actor(), now() from go_live_record;
"""
_OVERDUE = """
insert into go_live_overdue
select g.id, g.compartment_id, e.id, now() from go_live_record g cross join escalation e;
"""


async def gate_world(connection: Connection, *, overdue: bool = True) -> World:
    """One row in each table; seen as health's signatory."""
    await install_shipped_profile(now=NOW)
    world, _ = await submitted_world()
    raising = Raising(EscalationKind.PLAN, world.contingency, "Nothing is signed", "With her aunt")
    await raise_escalation(raising=raising, actor=world.health, now=NOW, enqueue=Sent())
    await act_as(connection, world.police)
    await connection.execute(_POLICE)
    await act_as(connection, world.health)
    await connection.execute(_HEALTH + _OVERDUE if overdue else _HEALTH)
    return world


@pytest.mark.parametrize(("table", "constraint", "changes"), CASES)
async def test_each_constraint_refuses_what_it_names(
    rolled_back: Connection, table: str, constraint: str, changes: dict[str, object]
) -> None:
    world = await gate_world(rolled_back)
    if table == "surge_confirmation":
        await act_as(rolled_back, world.police)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, table, changes)
    assert refused.value.constraint_name == constraint


async def test_the_surge_is_confirmed_by_social_care_and_police_alone(
    rolled_back: Connection,
) -> None:
    world = await gate_world(rolled_back)
    await act_as(rolled_back, world.health)
    changes: dict[str, object] = {"category": "health", "confirmed_by": str(world.health.person_id)}
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, "surge_confirmation", changes)
    assert refused.value.constraint_name == "ck_surge_confirmation_category"


async def test_what_is_overdue_was_escalated(rolled_back: Connection) -> None:
    await gate_world(rolled_back, overdue=False)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await rolled_back.execute(_OVERDUE.replace("e.id", "g.id"))
    assert refused.value.constraint_name == "go_live_overdue_escalation_fkey"


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("surge_confirmation", {"id": NEW, "confirmed_by": STRANGE}),
        ("surge_confirmation", {"id": NEW, "category": "social_care"}),
        ("surge_confirmation", {"id": NEW, "category": "health"}),
        ("risk_acceptance", {"id": NEW, "signed_by": STRANGE}),
        ("risk_acceptance", {"id": NEW, "side": "lead"}),
        ("risk_acceptance", {"id": NEW, "agency_id": STRANGE}),
        ("go_live_review", {"reviewed_by": STRANGE}),
    ],
)
async def test_nobody_speaks_for_another_or_for_another_agency(
    rolled_back: Connection, table: str, changes: dict[str, object]
) -> None:
    world = await gate_world(rolled_back)
    if table == "surge_confirmation":
        await act_as(rolled_back, world.police)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await copy(rolled_back, table, changes)


async def test_the_lead_accepts_a_risk_as_lead_only(rolled_back: Connection) -> None:
    world = await gate_world(rolled_back)
    await act_as(rolled_back, world.lead)
    mine = {"id": NEW, "signed_by": str(world.lead.person_id)}
    await copy(rolled_back, "risk_acceptance", {**mine, "side": "lead"})
    for side in ("agency", "partnership"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with rolled_back.transaction():
                await copy(rolled_back, "risk_acceptance", {**mine, "side": side})


@pytest.mark.parametrize(
    "table", ["surge_confirmation", "risk_acceptance", "go_live_review", "go_live_overdue"]
)
async def test_what_the_gate_rests_on_is_never_changed(rolled_back: Connection, table: str) -> None:
    await gate_world(rolled_back)
    for statement in (
        f"update {table} set compartment_id = compartment_id",
        f"delete from {table}",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with rolled_back.transaction():
                await rolled_back.execute(statement)


async def test_without_sign_off_nothing_is_closed_before_it_is_reviewed(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    close = "update operation set state = 'closed' where id = $1"
    await record(rolled_back, world, "without_sign_off")
    await as_(rolled_back, world.lead, LIVE, world.operation_id, NOW)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await as_(rolled_back, world.lead, close, world.operation_id)
    assert refused.value.constraint_name == "gate_operation_review"
    await as_(
        rolled_back, world.health,
        "insert into go_live_review select id, compartment_id, 'a', 'b', 'c', accord_actor(), $2"
        " from go_live_record where operation_id = $1",
        world.operation_id, NOW,
    )  # fmt: skip
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as unwritten:
        await as_(rolled_back, world.lead, close, world.operation_id)
    assert unwritten.value.constraint_name == "gate_operation_written"
    await report_on(world)
    assert await as_(rolled_back, world.lead, close, world.operation_id) == "UPDATE 1"
