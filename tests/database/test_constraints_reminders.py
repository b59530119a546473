"""One breach for each constraint of reminders; none is left untried."""

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import PEOPLE, A, B

ROWS: dict[str, dict[str, str]] = {
    "reminder_mail": {"id": A, "person_id": A, "day": "'2026-03-03'", "sent_at": "now()"},
    "reminder": {
        "id": A,
        "compartment_id": A,
        "mail_id": A,
        "kind": "'answer'",
        "subject_id": A,
        "person_id": A,
        "happens_at": "'2026-03-04 10:00+00'",
        "number": "1",
        "sent_at": "now()",
    },
}
BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    "uq_reminder_mail_day": ("reminder_mail", {"id": B}),
    "ck_reminder_kind": ("reminder", {"kind": "'An answer'"}),
    "ck_reminder_number": ("reminder", {"number": "0"}),
    "ck_reminder_happens": ("reminder", {"happens_on": "'2026-03-04'"}),
    "ck_reminder_next": ("reminder", {"next_at": "now()"}),
    "uq_reminder_occasion": ("reminder", {"id": B}),
}


def insert(table: str, **changes: str) -> str:
    row = {**ROWS[table], **changes}
    return f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"


def before(table: str) -> list[str]:
    return [*PEOPLE, insert("reminder_mail")] if table == "reminder" else PEOPLE


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    table, wrong = BREACHES[constraint]
    first = [insert(table)] if constraint.startswith("uq_") else []
    await assert_breaks(database, constraint, *before(table), *first, insert(table, **wrong))


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize(
    "change", ["delete from {}", "update {} set id = id", "truncate {} cascade"]
)
async def test_what_was_told_stays_told(database: TestDatabase, table: str, change: str) -> None:
    await assert_breaks(
        database,
        f"append_only_{table}",
        *before(table),
        insert(table),
        change.format(table),
    )


async def test_every_named_constraint_of_these_tables_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = any($1::regclass[])"
        " and (conname ~ '^(ck|uq)_' or array_length(conkey, 1) > 1)",
        list(ROWS),
    )
    await connection.close()
    assert {row[0] for row in rows} == set(BREACHES)


async def test_only_the_worker_may_ask_who_waits(
    committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    asking = (
        "select * from accord_reminders_due('answer', null, null, null, null, now(), now(), null)"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await committed.fetch(asking)
    assert await worker_pool.fetch(asking) == []
