"""One breach for each constraint of figures; none is left untried."""

import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import A

ROWS: dict[str, dict[str, str]] = {
    "measure_cell": {
        "number": "1",
        "month": "'2026-03-01'",
        "team": "'North'",
        "kind": "'initial'",
        "measure": "'repeats'",
        "part": "'other'",
        "amount": "1",
    },
    "measure_contribution": {"concern_id": A, "cells": "'{1}'", "amounts": "'{1}'"},
}
BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    "uq_measure_cell_key": ("measure_cell", {"number": "2"}),
    "ck_measure_cell_month": ("measure_cell", {"month": "'2026-03-02'"}),
    "ck_measure_cell_amount": ("measure_cell", {"amount": "-1"}),
    "ck_measure_contribution_amounts": ("measure_contribution", {"amounts": "'{1, 1}'"}),
}


def insert(table: str, **changes: str) -> str:
    row = {**ROWS[table], **changes}
    return f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    table, wrong = BREACHES[constraint]
    first = [insert(table)] if constraint.startswith("uq_") else []
    await assert_breaks(
        database, constraint, "delete from measure_cell", *first, insert(table, **wrong)
    )
