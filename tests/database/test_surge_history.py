"""The partnership's own surges: two means for people of operations, once no single one shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from planning.clock import NONE_CLOSED
from planning.surge.queries.history import expected_surge, surge_history
from planning.transactions import Connection, hold
from tests.conftest import TestDatabase
from tests.database.meeting_rows import ROWS, A

TODAY = date(2026, 3, 3)
LIVE = "'2025-06-02 09:00+01'"
_OPERATIONS = f"""
insert into operation (id, compartment_id, police_compartment_id, name, summary, lead_id, state,
    covert, live_at, victims_known, victims_suspected, victims_planning, created_by, created_at,
    version)
select md5('operation' || n)::uuid, md5('wall' || n)::uuid, {A}, 'Larch', '', {A}, 'live', true,
       {LIVE}, 9, 0, 9, {A}, now(), 1
from generate_series(1, $1) n
"""
_CHILDREN = f"""
insert into operation_child (id, compartment_id, operation_id, concern_compartment_id, concern_id,
    reason, attached_by, attached_at)
select gen_random_uuid(), o.compartment_id, o.id, md5(o.id::text || n)::uuid,
       md5(o.id::text || n)::uuid, 'words', {A}, {LIVE}
from operation o, generate_series(1, $1) n where o.name = 'Larch'
"""
_MEETINGS = """
with held as (
    select md5(c.concern_id::text || n)::uuid as meeting_id, c.concern_id, n
    from operation_child c, generate_series(1, $1) n where c.reason = 'words')
insert into {table} ({columns}) select {values} from held
"""


def _rows(table: str, **changes: str) -> str:
    row = ROWS[table] | changes
    return _MEETINGS.format(table=table, columns=", ".join(row), values=", ".join(row.values()))


MEETINGS = _rows(
    "strategy_meeting", id="meeting_id",
    compartment_id="meeting_id", calendar_uid="meeting_id::text",
    state="'closed'", closed_at="now()", quorate="true",
    starts_at="timestamptz '2025-06-10 10:00+01' + n * interval '1 day'",
    ends_at="timestamptz '2025-06-10 11:00+01' + n * interval '1 day'",
)  # fmt: skip
CHILDREN_THERE = _rows(
    "meeting_child", id="gen_random_uuid()", compartment_id="concern_id", concern_id="concern_id",
    meeting_compartment_id="meeting_id", meeting_id="meeting_id",
)  # fmt: skip
PEOPLE_THERE = _rows(
    "attendee", id="gen_random_uuid()", compartment_id="meeting_id", meeting_id="meeting_id",
    organiser_token="meeting_id::text || part", person_id="gen_random_uuid()", present="true",
    asked_although_busy="false",
).replace("from held", "from held, generate_series(1, 7) part")  # fmt: skip
JOIN = f"""
insert into membership (id, compartment_id, person_id, reason, granted_by, from_at)
select gen_random_uuid(), compartment_id, {A}, 'words', {A}, '2020-01-01'
from operation where name = 'Larch' limit 1
"""


@asynccontextmanager
async def surges(
    database: TestDatabase, operations: int = 3, children: int = 9, meetings: int = 4
) -> AsyncIterator[Connection]:
    """Live operations whose surges are long over; everything is undone."""
    connection = await asyncpg.connect(database.administrator)
    attempt = connection.transaction()
    await attempt.start()
    try:
        await connection.execute("set local session_replication_role = replica")
        await connection.execute(_OPERATIONS, operations)
        await connection.execute(_CHILDREN, children)
        for rows in (MEETINGS, CHILDREN_THERE, PEOPLE_THERE):
            await connection.execute(rows, meetings)
        await connection.execute(JOIN)
        await connection.execute(f"select set_config('accord.actor', {A}, true)")
        async with hold(connection):
            yield connection
    finally:
        await attempt.rollback()
        await connection.close()


async def test_three_operations_make_a_history(database: TestDatabase) -> None:
    async with surges(database):
        found = await surge_history(TODAY, NONE_CLOSED)
        assert found == {"meetings_per_victim": 4.0, "attendees": 7.0}
        assert (await expected_surge(TODAY)).meetings(30) == 120


@pytest.mark.parametrize(("operations", "children", "meetings"), [(2, 20, 4), (3, 8, 5), (3, 9, 3)])
async def test_fewer_operations_young_people_or_meetings_make_none(
    database: TestDatabase, operations: int, children: int, meetings: int
) -> None:
    async with surges(database, operations, children, meetings):
        assert await surge_history(TODAY, NONE_CLOSED) == {}
        assert (await expected_surge(TODAY)).meetings(27) == 90


@pytest.mark.parametrize("today", [date(2025, 8, 31), date(2025, 9, 30)])
async def test_a_surge_that_was_not_over_by_the_last_quarter_is_no_history(
    database: TestDatabase, today: date
) -> None:
    async with surges(database):
        assert await surge_history(today, NONE_CLOSED) == {}


async def test_meetings_count_from_go_live_to_the_end_of_the_surge_and_when_they_were_held(
    database: TestDatabase,
) -> None:
    unsaid = "closed_at = null, quorate = null"
    for change in (
        f"state = 'cancelled', cancelled_at = now(), cancel_reason = 'words', {unsaid}",
        f"state = 'convened', {unsaid}",
        f"starts_at = {LIVE}, ends_at = '2025-06-02 10:00+01'",
        "starts_at = '2025-08-01 10:00', ends_at = '2025-08-01 11:00'",
    ):
        async with surges(database) as connection:
            # Meetings that other tests have left are of later years.
            await connection.execute(
                f"update strategy_meeting set {change} where starts_at < '2026-01-01'"
            )
            assert await surge_history(TODAY, NONE_CLOSED) == {}


async def test_who_is_in_no_operation_learns_none(database: TestDatabase) -> None:
    async with surges(database) as connection:
        await connection.execute("select set_config('accord.actor', $1, true)", str(UUID(int=77)))
        assert await surge_history(TODAY, NONE_CLOSED) == {}


async def test_a_rate_that_no_forecast_can_take_is_left_out(database: TestDatabase) -> None:
    async with surges(database, children=9, meetings=25) as connection:
        assert await surge_history(TODAY, NONE_CLOSED) == {"attendees": 7.0}
        await connection.execute("update attendee set present = false")
        assert await surge_history(TODAY, NONE_CLOSED) == {}
