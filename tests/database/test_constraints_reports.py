"""One breach for each constraint of quarterly reports; none is left untried."""

import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import A, B

PARENTS = (
    f"insert into agency values ({A}, 'One', 'police', null)",
    (
        "insert into person (id, agency_id, name, email, job_title, decision_authority)"
        f" values ({A}, {A}, 'P', 'p@example.org', '', true)"
    ),
)
ROW = {
    "id": A,
    "quarter": "'1990-01-01'",
    "version": "1",
    "known_at": "now()",
    "asked_by": A,
    "asked_at": "now()",
    "made_at": "null",
    "content": "null",
    "fingerprint": "null",
}
MADE = {"made_at": "now()", "content": "'{}'", "fingerprint": "sha256('')"}
BREACHES: dict[str, list[dict[str, str]]] = {
    "ck_quarterly_report_quarter": [{"quarter": "'1990-02-01'"}, {"quarter": "'1990-01-02'"}],
    "ck_quarterly_report_version": [{"version": "0"}],
    "ck_quarterly_report_fingerprint": [MADE | {"fingerprint": "''"}],
    "ck_quarterly_report_known": [{"known_at": "now() + interval '1 second'"}],
    "ck_quarterly_report_made": [{"made_at": "now()"}, MADE | {"fingerprint": "null"}],
}


def insert(**changes: str) -> str:
    row = ROW | changes
    return f"insert into quarterly_report ({', '.join(row)}) values ({', '.join(row.values())})"


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    for wrong in BREACHES[constraint]:
        await assert_breaks(database, constraint, *PARENTS, insert(**wrong))


async def test_a_version_of_a_quarter_is_there_once(database: TestDatabase) -> None:
    breaches = (insert(), insert(id=B))
    await assert_breaks(database, "uq_quarterly_report_version", *PARENTS, *breaches)


async def test_a_report_that_is_made_is_kept(database: TestDatabase) -> None:
    made = insert(**MADE)
    for act in ("update quarterly_report set version = 2", "delete from quarterly_report"):
        await assert_breaks(database, "quarterly_report_kept", *PARENTS, made, act)
