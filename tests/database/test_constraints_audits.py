"""One breach for each constraint of case audits; none is left untried."""

import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import PEOPLE, A, B
from tests.database.meeting_rows import ROWS as OTHERS

LONG = "repeat('x', 4001)"
ROWS: dict[str, dict[str, str]] = {
    "child": OTHERS["child"],
    "concern": OTHERS["concern"],
    "audit_sample": {
        "id": A,
        "algorithm": "1",
        "seed": "'spring'",
        "size": "6",
        "strata": "'none'",
        "from_on": "'2026-01-01'",
        "until_on": "'2026-01-31'",
        "due_on": "'2026-04-30'",
        "fingerprint": "repeat('a', 64)",
        "drawn_by": A,
        "drawn_at": "now()",
    },
    "audit_case": {
        "id": A,
        "compartment_id": A,
        "concern_id": A,
        "sample_id": A,
        "number": "1",
        "due_on": "'2026-04-30'",
    },
    "audit_finding": {
        "id": A,
        "compartment_id": A,
        "case_id": A,
        "question": "'purpose'",
        "answer": "'yes'",
        "words": "''",
        "recorded_by": A,
        "recorded_at": "now()",
    },
}
BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    "ck_audit_sample_algorithm": ("audit_sample", {"algorithm": "0"}),
    "ck_audit_sample_seed": ("audit_sample", {"seed": "' '"}),
    "ck_audit_sample_size": ("audit_sample", {"size": "5"}),
    "ck_audit_sample_strata": ("audit_sample", {"strata": "'child'"}),
    "ck_audit_sample_fingerprint": ("audit_sample", {"fingerprint": "'A'"}),
    "ck_audit_sample_period": ("audit_sample", {"until_on": "'2025-12-31'"}),
    "ck_audit_case_number": ("audit_case", {"number": "0"}),
    "ck_audit_case_assigned": ("audit_case", {"auditor_id": A}),
    "ck_audit_case_audited": ("audit_case", {"audited_at": "now()"}),
    "uq_audit_case_number": ("audit_case", {"id": B}),
    "audit_case_concern_fkey": ("audit_case", {"concern_id": B}),
    "ck_audit_finding_question": ("audit_finding", {"question": "'Why?'"}),
    "ck_audit_finding_answer": ("audit_finding", {"answer": "'perhaps'"}),
    "ck_audit_finding_words": ("audit_finding", {"words": LONG}),
    "ck_audit_finding_explained": ("audit_finding", {"answer": "'no'"}),
    "uq_audit_finding_question": ("audit_finding", {"id": B}),
    "audit_finding_case_fkey": ("audit_finding", {"case_id": B}),
}


def insert(table: str, **changes: str) -> str:
    row = {**ROWS[table], **changes}
    return f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"


def before(table: str) -> list[str]:
    names = list(ROWS)
    return [*PEOPLE, *(insert(name) for name in names[: names.index(table)])]


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    table, wrong = BREACHES[constraint]
    first = [insert(table)] if constraint.startswith("uq_") else []
    await assert_breaks(database, constraint, *before(table), *first, insert(table, **wrong))


@pytest.mark.parametrize("table", ["audit_sample", "audit_finding"])
@pytest.mark.parametrize(
    "change", ["delete from {}", "update {} set id = id", "truncate {} cascade"]
)
async def test_what_was_drawn_and_found_stays(
    database: TestDatabase, table: str, change: str
) -> None:
    await assert_breaks(
        database, f"append_only_{table}", *before(table), insert(table), change.format(table)
    )
