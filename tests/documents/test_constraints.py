"""One breach for each constraint of documents."""

import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks

A = "'00000000-0000-4000-8000-00000000000a'"
B = "'00000000-0000-4000-8000-00000000000b'"
PARENTS = (
    f"insert into agency values ({A}, 'One', 'police', null)",
    (
        "insert into person (id, agency_id, name, email, job_title, decision_authority)"
        f" values ({A}, {A}, 'P', 'p@example.org', '', true)"
    ),
    f"insert into compartment values ({A}, 'meeting', now())",
)
GOOD = {
    "id": A,
    "compartment_id": A,
    "compartment_ids": f"array[{A}::uuid]",
    "kind": "'minutes'",
    "subject_id": A,
    "version": "1",
    "reader_id": A,
    "content_hash": "sha256('')",
    "state": "'waiting'",
    "asked_at": "now()",
    "fault": "null",
    "made_at": "null",
    "pdf": "null",
}


def document(**changes: str) -> str:
    values = GOOD | changes
    return f"insert into document ({', '.join(values)}) values ({', '.join(values.values())})"


BREACHES = {
    "ck_document_kind": [document(kind="'letter'")],
    "ck_document_report": [document(kind="'report'")],
    "ck_document_version": [document(version="0")],
    "ck_document_content_hash": [document(content_hash="''")],
    "ck_document_state": [document(state="'lost'")],
    "ck_document_fault": [document(state="'failed'", fault="repeat('x', 201)")],
    "uq_document_content": [document(), document(id=B)],
    "ck_document_compartment_ids": [document(compartment_ids=f"array[{B}::uuid]")],
    "ck_document_made": [document(state="'made'", made_at="now()")],
    "ck_document_failed": [document(state="'failed'")],
}


@pytest.mark.parametrize("constraint", BREACHES)
async def test_a_breach_is_refused_by_its_constraint(
    constraint: str, database: TestDatabase
) -> None:
    await assert_breaks(database, constraint, *PARENTS, *BREACHES[constraint])


async def test_a_document_without_a_breach_is_taken(database: TestDatabase) -> None:
    with pytest.raises(pytest.fail.Exception):
        await assert_breaks(database, "none", *PARENTS, document())
