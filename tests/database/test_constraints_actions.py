"""One breach for each constraint of actions."""

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import LONG, WORDS, A, B, before, insert

C = "'00000000-0000-4000-8000-00000000000c'"
DONE = {"given_at": "now()", "ended": "'done'", "ended_at": "now()", "ended_note": WORDS}
CARRIES = {"carried_from_id": A, "times_carried": "1"}

BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    "ck_meeting_action_what": ("meeting_action", {"what": "' '"}),
    "ck_meeting_action_success_test": ("meeting_action", {"success_test": LONG}),
    "ck_meeting_action_times_carried": ("meeting_action", {"times_carried": "1"}),
    "ck_meeting_action_ended": (
        "meeting_action",
        {**DONE, "ended": "'lost'", "ended_note": "null"},
    ),
    "ck_meeting_action_note": ("meeting_action", {**DONE, "ended_note": "' '"}),
    "ck_meeting_action_end": ("meeting_action", {**DONE, "given_at": "null"}),
    "ck_meeting_action_joint": ("meeting_action", {"concern_id": "null", **CARRIES}),
    "meeting_action_meeting_fkey": ("meeting_action", {"meeting_compartment_id": B}),
    "meeting_action_child_fkey": ("meeting_action", {"concern_id": B}),
    "meeting_action_carried_fkey": ("meeting_action", {**CARRIES, "id": B, "carried_from_id": C}),
    "ck_meeting_action_event_act": ("meeting_action_event", {"act": "'lost'"}),
    "ck_meeting_action_event_note": ("meeting_action_event", {"note": LONG}),
    "ck_meeting_action_event_reason": ("meeting_action_event", {"act": "'done'"}),
    "ck_meeting_action_event_due": (
        "meeting_action_event",
        {"act": "'due_moved'", "note": WORDS},
    ),
    "ck_meeting_action_event_owner": (
        "meeting_action_event",
        {"act": "'handed_over'", "note": WORDS},
    ),
    "meeting_action_event_action_fkey": ("meeting_action_event", {"action_id": B}),
}
"""For each constraint the table and what is wrong in a row of it."""

KEYS = {"uq_meeting_action_compartment", "uq_meeting_action_concern"}
"""Keys that foreign keys point at; the primary key is always broken first."""


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    table, wrong = BREACHES[constraint]
    await assert_breaks(database, constraint, *before(table), insert(table, **wrong))


async def test_an_action_is_carried_on_once_unless_the_draft_was_removed(
    database: TestDatabase,
) -> None:
    removed = {"ended": "'removed'", "ended_at": "now()"}
    await assert_breaks(
        database,
        "uq_meeting_action_carried",
        *before("meeting_action"),
        insert("meeting_action"),
        insert("meeting_action", id="gen_random_uuid()", **CARRIES, **removed),
        insert("meeting_action", id=B, **CARRIES),
        insert("meeting_action", id=C, **CARRIES),
    )


@pytest.mark.parametrize("change", ["delete from {}", "update {} set id = id", "truncate {}"])
async def test_what_happened_is_never_changed(database: TestDatabase, change: str) -> None:
    table = "meeting_action_event"
    made = [*before(table), insert(table)]
    await assert_breaks(database, f"append_only_{table}", *made, change.format(table))


async def test_every_named_constraint_of_these_tables_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = any($1::regclass[])"
        " and (conname ~ '^(ck|uq)_' or array_length(conkey, 1) > 1)"
        " union select indexrelid::regclass::text from pg_index"
        " where indrelid = any($1::regclass[]) and indexrelid::regclass::text ~ '^uq_'",
        ["meeting_action", "meeting_action_event"],
    )
    await connection.close()
    tried = {*BREACHES, *KEYS, "uq_meeting_action_carried"}
    assert {row[0] for row in rows} == tried
