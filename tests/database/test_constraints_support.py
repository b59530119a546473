"""Each named constraint of children's plans refuses what it names, and the walls hold."""

import json

import asyncpg
import pytest

from planning.support.actions import assess_risk, record_review, write_part
from planning.support.rules.plans import PartDraft, PartKey, ReviewDraft, RiskDraft
from planning.transactions import Connection
from tests.conftest import TestDatabase
from tests.database.test_constraints_operations import act_as
from tests.factories import NOW
from tests.planning.support_world import Support, make_support

STRANGE = "00000000-0000-4000-8000-000000000001"
NEW = "00000000-0000-4000-8000-000000000002"
LONG = "x" * 4001
AT = "2026-03-03T15:00Z"
HANDS = {
    "child_plan": "opened_by",
    "key_worker_spell": "assigned_by",
    "child_risk": "assessed_by",
    "child_plan_part": "edited_by",
    "child_contact": "made_by",
    "child_plan_review": "recorded_by",
}

CASES: list[tuple[str, str, dict[str, object]]] = [
    ("child_plan", "child_plan_child_fkey", {"id": NEW}),
    ("child_plan", "ck_child_plan_ended", {"id": NEW, "ended_at": AT}),
    ("key_worker_spell", "ck_key_worker_spell_post", {"id": NEW, "post": "friend"}),
    ("key_worker_spell", "ck_key_worker_spell_reason", {"id": NEW, "reason": " "}),
    ("key_worker_spell", "ck_key_worker_spell_ended", {"id": NEW, "ended_at": AT}),
    ("key_worker_spell", "key_worker_spell_plan_fkey", {"id": NEW, "child_plan_id": STRANGE}),
    ("key_worker_spell", "uq_key_worker_spell_live", {"id": NEW}),
    ("key_worker_spell", "uq_key_worker_spell_person", {"id": NEW, "post": "deputy"}),
    ("child_risk", "ck_child_risk_immediate", {"id": NEW, "immediate": " "}),
    ("child_risk", "ck_child_risk_ongoing", {"id": NEW, "ongoing": LONG}),
    ("child_risk", "ck_child_risk_next", {"id": NEW, "next_on": "2020-01-01"}),
    ("child_risk", "child_risk_plan_fkey", {"id": NEW, "child_plan_id": STRANGE}),
    ("child_plan_part", "ck_child_plan_part_key", {"key": "shoes"}),
    ("child_plan_part", "ck_child_plan_part_content", {"content": LONG}),
    ("child_plan_part", "ck_child_plan_part_dates", {"due_on": "2026-03-09"}),
    ("child_plan_part", "child_plan_part_pkey", {}),
    ("child_plan_part", "child_plan_part_plan_fkey", {"child_plan_id": STRANGE}),
    ("child_contact", "ck_child_contact_kind", {"id": NEW, "kind": "smoke signal"}),
    ("child_contact", "ck_child_contact_seen", {"id": NEW, "seen": True}),
    ("child_contact", "ck_child_contact_note", {"id": NEW, "note": LONG}),
    ("child_contact", "ck_child_contact_struck", {"id": NEW, "struck_at": AT}),
    ("child_contact", "child_contact_plan_fkey", {"id": NEW, "child_plan_id": STRANGE}),
    ("child_plan_review", "ck_child_plan_review_summary", {"id": NEW, "summary": " "}),
    ("child_plan_review", "ck_child_plan_review_next", {"id": NEW, "next_on": "2020-01-01"}),
    ("child_plan_review", "child_plan_review_plan_fkey", {"id": NEW, "child_plan_id": STRANGE}),
]
KEYS = {"uq_child_plan_compartment"}
"""What foreign keys point at; the primary key is always broken first."""


async def _everything(connection: Connection) -> Support:
    """One row in every table, seen as the manager."""
    support = await make_support()
    child_id = support.children[0]
    await support.assign(child_id)
    today = NOW.date()
    later = today.replace(month=4)
    await assess_risk(
        child_id=child_id,
        draft=RiskDraft("At home", "Online", today, later),
        actor=support.manager,
        now=NOW,
    )
    await write_part(
        child_id=child_id,
        key=PartKey.WISHES,
        draft=PartDraft("To stay at school"),
        version=0,
        actor=support.manager,
        now=NOW,
    )
    await support.contact(child_id, today)
    await record_review(
        child_id=child_id,
        draft=ReviewDraft(today, "All goes well", later),
        actor=support.manager,
        now=NOW,
    )
    await act_as(connection, support.manager)
    return support


async def _copy(connection: Connection, table: str, changes: dict[str, object]) -> None:
    await connection.execute(
        f"insert into {table} select (jsonb_populate_record(r, $1::jsonb)).*"
        f" from {table} r limit 1",
        json.dumps(changes),
    )


async def test_each_constraint_refuses_what_it_names(rolled_back: Connection) -> None:
    await _everything(rolled_back)
    for table, constraint, changes in CASES:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            async with rolled_back.transaction():
                await _copy(rolled_back, table, changes)
        assert refused.value.constraint_name == constraint


async def test_every_named_constraint_of_these_tables_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = any($1::regclass[])"
        " and (conname ~ '^(ck|uq)_' or array_length(conkey, 1) > 1)"
        " union select indexrelid::regclass::text from pg_index"
        " where indrelid = any($1::regclass[]) and indexrelid::regclass::text ~ '^uq_'",
        list(HANDS),
    )
    await connection.close()
    assert {row[0] for row in rows} == {constraint for _, constraint, _ in CASES} | KEYS


async def test_what_was_found_is_never_changed(rolled_back: Connection) -> None:
    await _everything(rolled_back)
    for table in ("child_risk", "child_plan_review"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with rolled_back.transaction():
                await rolled_back.execute(f"update {table} set next_on = next_on")


async def test_both_walls_hide_every_row(rolled_back: Connection) -> None:
    """In the operation alone, in the concern alone, in neither: nothing is there."""
    support = await _everything(rolled_back)
    for table in HANDS:
        assert await rolled_back.fetchval(f"select count(*) from {table}") > 0
    for outside in (support.world.lead, support.scene.scheduler, support.scene.stranger):
        await act_as(rolled_back, outside)
        for table in HANDS:
            assert await rolled_back.fetchval(f"select count(*) from {table}") == 0


async def test_nobody_writes_in_another_person_s_name(rolled_back: Connection) -> None:
    support = await _everything(rolled_back)
    for table, hand in HANDS.items():
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with rolled_back.transaction():
                await _copy(rolled_back, table, {hand: str(support.world.lead.person_id)})
