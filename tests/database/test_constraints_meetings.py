"""One breach for each constraint of procedures, concerns, chains, escalations and meetings."""

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.attendance_breaches import ATTENDANCE
from tests.database.breaches import assert_breaks
from tests.database.held_breaches import HELD_BREACHES
from tests.database.ladder_breaches import LADDER
from tests.database.meeting_rows import LONG, ROWS, WORDS, A, B, before, insert
from tests.database.minutes_breaches import MINUTES_BREACHES

CLOSED = {"state": "'closed'", "closed_at": "now()", "quorate": "true"}

BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    **ATTENDANCE,
    "ck_procedure_profile_version": ("procedure_profile", {"version": "0"}),
    "ck_closed_day_name": ("closed_day", {"name": "' '"}),
    "ck_closed_day_reason": ("closed_day", {"reason": "' '"}),
    "ck_closed_day_withdrawal_reason": ("closed_day_withdrawal", {"reason": "' '"}),
    "ck_child_reference": ("child", {"reference": "' '"}),
    "ck_child_name": ("child", {"name": "' '"}),
    "uq_child_reference": ("child", {"id": B}),
    "ck_concern_reason": ("concern", {"reason": "' '"}),
    "ck_concern_team": ("concern", {"team": LONG}),
    "ck_concern_separate_reason": ("concern", {"separate_reason": "' '"}),
    "ck_concern_follow_on": ("concern", {"follow_on": WORDS}),
    "concern_child_fkey": ("concern", {"child_id": B}),
    "uq_concern_child": ("concern", {"id": B}),
    **LADDER,
    "ck_strategy_meeting_reference": ("strategy_meeting", {"reference": "'7K4-QXI'"}),
    "ck_strategy_meeting_kind": ("strategy_meeting", {"kind": "'tea'"}),
    "ck_strategy_meeting_purpose": ("strategy_meeting", {"purpose": "' '"}),
    "ck_strategy_meeting_mode": ("strategy_meeting", {"mode": "'letter'"}),
    "ck_strategy_meeting_place": ("strategy_meeting", {"place": LONG}),
    "ck_strategy_meeting_state": ("strategy_meeting", {"state": "'open'"}),
    "ck_strategy_meeting_no_quorum_reason": ("strategy_meeting", {"no_quorum_reason": "' '"}),
    "ck_strategy_meeting_cancel_reason": ("strategy_meeting", {"cancel_reason": "' '"}),
    "ck_strategy_meeting_child_count": ("strategy_meeting", {"child_count": "-1"}),
    "ck_strategy_meeting_ends": ("strategy_meeting", {"ends_at": "'2026-03-04 22:01+00'"}),
    "ck_strategy_meeting_closed": ("strategy_meeting", {**CLOSED, "quorate": "false"}),
    "ck_strategy_meeting_cancelled": ("strategy_meeting", {"state": "'cancelled'"}),
    "uq_strategy_meeting_reference": ("strategy_meeting", {"id": B}),
    "ck_attendee_answer": ("attendee", {"answer": "'perhaps'", "answered_at": "now()"}),
    "ck_attendee_apology": ("attendee", {"apology": LONG}),
    "ck_attendee_answered": ("attendee", {"answer": "'accepted'"}),
    "ck_attendee_minutes_read": ("attendee", {"minutes_read_at": "now()"}),
    "attendee_meeting_fkey": ("attendee", {"meeting_id": B}),
    "uq_attendee_person": ("attendee", {"id": B}),
    "ck_meeting_child_outcome": ("meeting_child", {"outcome": "'later'"}),
    "ck_meeting_child_outcome_reason": ("meeting_child", {"outcome_reason": LONG}),
    "ck_meeting_child_no_decision_reason": ("meeting_child", {"no_decision_reason": "'tired'"}),
    "meeting_child_concern_fkey": ("meeting_child", {"concern_id": B}),
    "meeting_child_meeting_fkey": ("meeting_child", {"meeting_compartment_id": B}),
    "uq_meeting_child_concern": ("meeting_child", {"id": B}),
    "attendee_child_pkey": ("attendee_child", {}),
    "attendee_child_attendee_fkey": ("attendee_child", {"attendee_id": B}),
    "attendee_child_child_fkey": ("attendee_child", {"meeting_child_id": B}),
    "ck_chain_entry_outcome": ("chain_entry", {"outcome": "'later'"}),
    "ck_chain_entry_no_decision_reason": (
        "chain_entry",
        {"outcome": "'adjourned_no_decision'", "no_decision_reason": "'tired'"},
    ),
    "ck_chain_entry_adjourned": ("chain_entry", {"outcome": "'adjourned_no_decision'"}),
    "ck_chain_entry_correction": ("chain_entry", {"correction_reason": WORDS}),
    "chain_entry_concern_fkey": ("chain_entry", {"id": B, "concern_id": B}),
    "chain_entry_meeting_fkey": ("chain_entry", {"id": B, "meeting_id": B}),
    "chain_entry_replaces_fkey": (
        "chain_entry",
        {"id": B, "replaces_id": B.replace("b'", "c'"), "correction_reason": WORDS},
    ),
    "uq_chain_entry_first": ("chain_entry", {"id": B}),
    "ck_chain_entry_kind": ("chain_entry", {"kind": "'tea'"}),
    "ck_chain_entry_lasted": ("chain_entry", {"lasted_minutes": "1441"}),
    "ck_chain_entry_agencies": ("chain_entry", {"agencies_present": "-1"}),
    "ck_chain_entry_children": ("chain_entry", {"children_there": "0"}),
    "ck_chain_state_run": ("chain_state", {"run": "1"}),
    "ck_chain_state_alert": ("chain_state", {"red_on": "'2026-03-04'"}),
    "chain_state_concern_fkey": ("chain_state", {"compartment_id": B}),
    "ck_chain_next_date_reason": ("chain_next_date", {"reason": "' '"}),
    "chain_next_date_entry_fkey": ("chain_next_date", {"id": B, "entry_id": B}),
    "ck_clock_move_clock": ("clock_move", {"clock": "'tea'"}),
    "ck_clock_move_reason": ("clock_move", {"reason": "' '"}),
    "ck_clock_move_new_due_on": ("clock_move", {"new_due_on": "'2026-03-24'"}),
    "clock_move_concern_fkey": ("clock_move", {"concern_id": B}),
    "ck_clock_met_clock": ("clock_met", {"clock": "'full_meeting'"}),
    "ck_clock_met_met_on": ("clock_met", {"met_on": "'2026-03-02'"}),
    "clock_met_concern_fkey": ("clock_met", {"concern_id": B}),
    "ck_record_item_section": ("record_item", {"section": "'tea'"}),
    "ck_record_item_standing": ("record_item", {"standing": "'{}'"}),
    "ck_record_item_latest": ("record_item", {"latest": "1"}),
    "ck_record_item_joint": (
        "record_item",
        {"meeting_child_id": "null", "meeting_compartment_id": B},
    ),
    "record_item_pkey": ("record_item", {}),
    "record_item_meeting_fkey": ("record_item", {"meeting_id": B}),
    "record_item_child_fkey": ("record_item", {"meeting_child_id": B}),
    "uq_record_item_section": ("record_item", {"id": B}),
    "ck_record_text_number": ("record_text", {"number": "1"}),
    "ck_record_text_body": ("record_text", {"body": LONG}),
    "ck_record_text_source": ("record_text", {"source": LONG}),
    "ck_record_text_nature": ("record_text", {"nature": "'rumour'"}),
    "ck_record_text_choice": ("record_text", {"choice": "'perhaps'"}),
    "record_text_pkey": ("record_text", {}),
    "record_text_item_fkey": ("record_text", {"item_id": B}),
    "ck_minutes_part_version": ("minutes_part", {"version": "0"}),
    "minutes_part_meeting_fkey": ("minutes_part", {"id": B, "meeting_id": B}),
    "minutes_part_child_fkey": ("minutes_part", {"id": B, "meeting_child_id": B}),
    "uq_minutes_part_version": ("minutes_part", {"id": B}),
    **MINUTES_BREACHES,
    **HELD_BREACHES,
}
"""For each constraint the table and what is wrong in a second row of it."""

COMPARTMENT_KEYS = {
    f"uq_{table}_compartment"
    for table in (
        "child",
        "concern",
        "escalation",
        "strategy_meeting",
        "attendee",
        "meeting_child",
        "chain_entry",
        "minutes_part",
        "minutes_correction",
    )
}
"""Keys that foreign keys point at; the primary key is always broken first."""

APPEND_ONLY = [
    "procedure_profile",
    "closed_day",
    "closed_day_withdrawal",
    "chain_entry",
    "escalation_step",
    "chain_next_date",
    "clock_move",
    "clock_met",
    "contribution",
    "minutes_part",
    "minutes_correction",
    "minutes_correction_answer",
    "minutes_addendum",
    "minutes_acknowledgement",
    "record_text",
]


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    table, wrong = BREACHES[constraint]
    repeats = constraint.startswith("uq_") or constraint.endswith("pkey")
    first = [insert(table)] if repeats else []
    await assert_breaks(database, constraint, *before(table), *first, insert(table, **wrong))


async def test_an_entry_is_corrected_once(database: TestDatabase) -> None:
    corrected = {"replaces_id": A, "correction_reason": WORDS}
    await assert_breaks(
        database,
        "uq_chain_entry_replaces",
        *before("chain_entry"),
        insert("chain_entry"),
        insert("chain_entry", id=B, **corrected),
        insert("chain_entry", id=B.replace("b'", "c'"), **corrected),
    )


async def test_one_deputy_comes_for_a_person(database: TestDatabase) -> None:
    people = [
        insert("attendee", id=other, person_id=other, deputy_for_id=A)
        for other in (B, B.replace("b'", "c'"))
    ]
    known = [
        f"insert into person values ({other}, {A}, 'P', '{mail}@example.org', '', true, null)"
        for other, mail in ((B, "b"), (B.replace("b'", "c'"), "c"))
    ]
    await assert_breaks(
        database,
        "uq_attendee_deputy_for",
        *before("attendee"),
        *known,
        insert("attendee"),
        *people,
    )


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "change", ["delete from {}", "update {} set {} = {}", "truncate {} cascade"]
)
async def test_what_is_final_is_never_changed(
    database: TestDatabase, table: str, change: str
) -> None:
    column = next(iter(ROWS[table]))
    await assert_breaks(
        database,
        f"append_only_{table}",
        *before(table),
        insert(table),
        change.format(table, column, column),
    )


async def test_every_named_constraint_of_these_tables_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = any($1::regclass[])"
        " and (conname ~ '^(ck|uq)_' or array_length(conkey, 1) > 1)"
        " union select indexrelid::regclass::text from pg_index"
        " where indrelid = any($1::regclass[]) and indexrelid::regclass::text ~ '^uq_'",
        [table for table in ROWS if not table.startswith("meeting_action")],
    )
    await connection.close()
    tried = {*BREACHES, *COMPARTMENT_KEYS, "uq_chain_entry_replaces", "uq_attendee_deputy_for"}
    assert {row[0] for row in rows} == tried
