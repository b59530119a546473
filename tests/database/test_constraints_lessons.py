"""Each named constraint of reviews, reports and lessons refuses what it names."""

from datetime import date

import asyncpg
import pytest

from planning.go_live.actions import go_live_without_sign_off
from planning.lessons.actions import add_lesson
from planning.plans.actions import review_plan
from planning.transactions import Connection
from tests.database.test_constraints_operations import NEW, STRANGE, Case, act_as, copy
from tests.factories import NOW
from tests.planning.operation_world import World, submitted_world
from tests.planning.report_world import report_on

CASES: list[Case] = [
    ("plan_review", "ck_plan_review_note", {"note": " "}),
    ("plan_review", "plan_review_version_fkey", {"id": NEW, "plan_version_id": STRANGE}),
    ("report_text", "ck_report_text_part", {"part": "blame"}),
    ("report_text", "ck_report_text_number", {"number": 0}),
    ("report_text", "ck_report_text_content", {"content": " "}),
    ("report_text", "ck_report_text_agency", {"id": NEW, "part": "changes", "number": 2}),
    ("report_text", "uq_report_text_number", {"id": NEW}),
    ("lesson", "ck_lesson_learned", {"learned": ""}),
    ("lesson", "ck_lesson_state", {"state": "forgotten", "progress": "x"}),
    ("lesson", "ck_lesson_progress", {"progress": "x" * 2001}),
    ("lesson", "ck_lesson_changed", {"changed_at": "2026-03-03T10:00Z"}),
    ("lesson", "ck_lesson_settled", {"state": "done"}),
    ("lesson", "lesson_operation_fkey", {"id": NEW, "operation_id": STRANGE}),
]


async def _everything(connection: Connection) -> World:
    """One row in each table, seen as the lead of a live operation."""
    world, _ = await submitted_world()
    await review_plan(
        plan_id=world.contingency, changed=False, note="Right", actor=world.lead, now=NOW
    )
    await go_live_without_sign_off(
        operation_id=world.operation_id, reason="A child cannot wait", actor=world.lead, now=NOW,
        enqueue=world.sent,
    )  # fmt: skip
    await report_on(world)
    await add_lesson(
        operation_id=world.operation_id, learned="Meet sooner", agency_id=world.health.agency_id,
        due_on=date(2026, 5, 1), actor=world.lead, now=NOW,
    )  # fmt: skip
    await act_as(connection, world.lead)
    return world


async def test_each_constraint_refuses_what_it_names(rolled_back: Connection) -> None:
    await _everything(rolled_back)
    for table, constraint, changes in CASES:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            async with rolled_back.transaction():
                await copy(rolled_back, table, changes)
        assert refused.value.constraint_name == constraint


async def test_a_text_belongs_to_an_operation(rolled_back: Connection) -> None:
    world = await _everything(rolled_back)
    own = {"part": "changes", "agency_id": str(world.lead.agency_id)}
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, "report_text", {"id": NEW, "operation_id": STRANGE, **own})
    assert refused.value.constraint_name == "report_text_operation_fkey"


async def test_nobody_writes_another_s_part(rolled_back: Connection) -> None:
    world = await _everything(rolled_back)
    theirs = {"id": NEW, "number": 2, "part": "changes", "agency_id": str(world.health.agency_id)}
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="own_part"):
        async with rolled_back.transaction():
            await copy(rolled_back, "report_text", theirs)
    await act_as(rolled_back, world.health)
    mine = {"written_by": str(world.health.person_id)}
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="own_part"):
        async with rolled_back.transaction():
            await copy(rolled_back, "report_text", {"id": NEW, "number": 2, **mine})
    await copy(rolled_back, "report_text", {**theirs, **mine})


@pytest.mark.parametrize("table", ["plan_review", "report_text"])
async def test_what_was_written_stays(rolled_back: Connection, table: str) -> None:
    await _everything(rolled_back)
    for statement in (f"update {table} set id = id", f"delete from {table}"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with rolled_back.transaction():
                await rolled_back.execute(statement)
