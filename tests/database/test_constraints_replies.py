"""One breach for each constraint of replies; none is left untried."""

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import LONG, A, B, before
from tests.database.meeting_rows import insert as insert_meeting

ROW: dict[str, str] = {
    "id": A,
    "compartment_id": A,
    "meeting_id": A,
    "attendee_id": A,
    "received_at": "now()",
    "kind": "'answer'",
    "answer": "'accepted'",
    "comment": "''",
    "delegate_address": "''",
    "from_address": "'officer@police.example'",
    "sequence": "0",
    "stamped_at": "now()",
    "reasons": "'{comment}'",
    "applied_at": "now()",
    "state": "'waiting'",
    "version": "1",
}
SETTLED = {"state": "'settled'", "settled_by": A, "settled_at": "now()", "settled_how": "'read'"}
BREACHES: dict[str, list[dict[str, str]]] = {
    "ck_reply_kind": [{"kind": "'tea'", "applied_at": "null"}],
    "ck_reply_answer": [{"answer": "'awaited'"}],
    "ck_reply_comment": [{"comment": LONG}],
    "ck_reply_delegate_address": [
        {"delegate_address": "e'a\\nb'"},
        {"delegate_address": "repeat('a', 321)"},
    ],
    "ck_reply_from_address": [{"from_address": "e'a\\nb'"}, {"from_address": "repeat('a', 321)"}],
    "ck_reply_sequence": [{"sequence": "-1"}],
    "ck_reply_stamped": [{"stamped_at": "now() + interval '1 second'"}],
    "ck_reply_reasons": [{"reasons": "array_fill('a'::text, array[41])"}],
    "ck_reply_state": [{"state": "'lost'"}],
    "ck_reply_proposed": [
        {"proposed_starts_at": "now()"},
        {"proposed_ends_at": "now()"},
        {"proposed_starts_at": "now()", "proposed_ends_at": "now()"},
    ],
    "ck_reply_applied": [
        {"kind": "'counter'"},
        {"answer": "null"},
        {"sequence": "null"},
        {"stamped_at": "null"},
        {"state": "'applied'"},
        {"state": "'applied'", "reasons": "'{}'", "applied_at": "null"},
        {"state": "'noted'"},
        {"reasons": "'{}'"},
    ],
    "ck_reply_settled": [
        {**SETTLED, "settled_by": "null"},
        {**SETTLED, "settled_at": "null"},
        {**SETTLED, "settled_how": "null"},
        {**SETTLED, "state": "'waiting'"},
    ],
    "ck_reply_settled_how": [{**SETTLED, "settled_how": "'Read it'"}],
    "reply_meeting_fkey": [{"meeting_id": B}],
    "reply_attendee_fkey": [{"attendee_id": B}],
    "reply_pkey": [{}],
}
"""For each constraint what is wrong in a row."""


def insert(**changes: str) -> str:
    row = {**ROW, **changes}
    return f"insert into reply ({', '.join(row)}) values ({', '.join(row.values())})"


def rows_before() -> list[str]:
    return [*before("attendee"), insert_meeting("attendee")]


@pytest.mark.parametrize(
    ("constraint", "wrong"), [(name, wrong) for name, all_ in BREACHES.items() for wrong in all_]
)
async def test_the_database_refuses(
    database: TestDatabase, constraint: str, wrong: dict[str, str]
) -> None:
    first = [insert()] if constraint == "reply_pkey" else []
    await assert_breaks(database, constraint, *rows_before(), *first, insert(**wrong))


async def test_every_named_constraint_of_replies_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = 'reply'::regclass"
        " and (contype in ('c', 'p') or array_length(conkey, 1) > 1)"
        " and conname <> 'uq_reply_compartment'"
    )
    await connection.close()
    assert {row[0] for row in rows} == set(BREACHES)


async def test_only_the_worker_may_ask_whose_invitation_it_is(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    asking = "select * from accord_reply_to('nobody')"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await committed.fetch(asking)
    assert await worker_pool.fetch(asking) == []
