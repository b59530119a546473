"""One breach for each constraint of the plan templates; none is left untried."""

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import PEOPLE, A, B

ROW = {
    "id": A,
    "kind": "'contingency'",
    "number": "2",
    "content": "'{}'",
    "state": "'draft'",
    "note": "''",
    "made_by": A,
    "made_at": "now()",
    "in_force_by": "null",
    "in_force_at": "null",
    "version": "1",
}
IN_FORCE = {"state": "'in_force'", "in_force_at": "now()"}
BREACHES: dict[str, dict[str, str]] = {
    "ck_plan_template_kind": {"kind": "'third'"},
    "ck_plan_template_number": {"number": "0"},
    "ck_plan_template_state": {"state": "'old'"},
    "ck_plan_template_note": {"note": "repeat('x', 501)"},
    "ck_plan_template_in_force": {"state": "'in_force'"},
    "ck_plan_template_in_force_by": {"in_force_by": A},
    "uq_plan_template_number": {"id": B, **IN_FORCE},
    "uq_plan_template_draft": {"id": B, "number": "3"},
}


def insert(**changes: str) -> str:
    row = {**ROW, **changes}
    return f"insert into plan_template ({', '.join(row)}) values ({', '.join(row.values())})"


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    first = [insert()] if constraint.startswith("uq_") else []
    await assert_breaks(database, constraint, *PEOPLE, *first, insert(**BREACHES[constraint]))


@pytest.mark.parametrize(
    "act", ["update plan_template set note = 'x'", "delete from plan_template"]
)
async def test_what_is_in_force_is_kept_even_from_the_owner(
    database: TestDatabase, act: str
) -> None:
    await assert_breaks(database, "keep_plan_template", *PEOPLE, insert(**IN_FORCE), act)


async def test_nobody_empties_the_table_at_once(database: TestDatabase) -> None:
    await assert_breaks(database, "append_only_plan_template", "truncate plan_template")


async def test_every_named_constraint_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = 'plan_template'::regclass"
        " and contype in ('c', 'u')"
    )
    await connection.close()
    assert {row[0] for row in rows} | {"uq_plan_template_draft"} == set(BREACHES)
