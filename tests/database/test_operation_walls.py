"""Every wall around what operations keep refuses by itself: one row each that only it forbids.

PostgreSQL asks policies before it looks for missing values, so these rows need no other column.
"""

import re
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.people.rules import Actor
from planning.transactions import Connection, fetch_value, transaction
from tests.database.past_our_actions import as_
from tests.factories import make_actor
from tests.planning.operation_world import World, make_world

OURS = (
    "^(agency_capacity|child_(plan|contact|risk)|go_live|group_me|interest_|key_worker|lesson|operation"
    "|partnership_|plan|report_text|risk_|sign_off|surge_)"
)
HANDS = {
    "agency_capacity": "declared_by",
    "child_contact": "made_by",
    "child_plan": "opened_by",
    "child_plan_part": "edited_by",
    "child_plan_review": "recorded_by",
    "child_risk": "assessed_by",
    "go_live_confirmation": "confirmed_by",
    "go_live_record": "recorded_by",
    "go_live_review": "reviewed_by",
    "group_member": "seated_by",
    "interest_declaration": "person_id",
    "key_worker_spell": "assigned_by",
    "lesson": "written_by",
    "operation_child": "attached_by",
    "partnership_notice": "told_by",
    "partnership_receipt": "person_id",
    "plan_comment": "said_by",
    "plan_reply": "said_by",
    "plan_review": "reviewed_by",
    "plan_section_text": "edited_by",
    "plan_version": "submitted_by",
    "report_text": "written_by",
    "risk_acceptance": "signed_by",
    "sign_off": "person_id",
    "sign_off_reply": "said_by",
    "sign_off_withdrawal": "withdrawn_by",
    "surge_confirmation": "confirmed_by",
}
"""Who writes a row, by table."""
OTHER_WALLS = {
    "child_contact": "concern",
    "child_plan": "concern",
    "child_plan_part": "concern",
    "child_plan_review": "concern",
    "child_risk": "concern",
    "group_meeting": "meeting",
    "key_worker_spell": "concern",
    "operation_child": "concern",
}
"""The second wall of a row, by table."""
_NAMED = "select relname from pg_class join pg_policy on polrelid = pg_class.oid where polname = $1"
_COLUMNS = """
select table_name, array_agg(column_name::text)
from information_schema.columns join information_schema.tables using (table_schema, table_name)
where table_schema = 'public' and table_type = 'BASE TABLE' and table_name ~ $1
group by table_name order by table_name
"""


@pytest.fixture
async def world(rolled_back: Connection) -> World:
    assert rolled_back
    return await make_world()


async def refusal(connection: Connection, actor: Actor, table: str, row: dict[str, object]) -> str:
    """The policy that refuses the row, "its wall" when none of those that restrict does."""
    places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
    sql = f"insert into {table} ({', '.join(row)}) values ({places})"
    try:
        await as_(connection, actor, sql, *row.values())
    except asyncpg.InsufficientPrivilegeError as error:
        named = re.search(r'policy "(\w+)"', str(error))
        return named.group(1) if named else "its wall"
    except asyncpg.PostgresError as error:
        return type(error).__name__
    return ""


async def columns(connection: Connection) -> dict[str, list[str]]:
    return {row[0]: row[1] for row in await connection.fetch(_COLUMNS, OURS)}


def placed(names: list[str], compartment: UUID) -> dict[str, object]:
    """Every wall's column, in the compartment."""
    return {name: compartment for name in names if name.endswith("compartment_id")}


async def _home(world: World) -> UUID:
    async with transaction(world.lead.person_id):
        found = await fetch_value(
            "select compartment_id from operation where id = $1", world.operation_id
        )
        return UUID(str(found))


async def test_nobody_writes_by_anothers_hand(rolled_back: Connection, world: World) -> None:
    tables, compartment = await columns(rolled_back), await _home(world)
    found = {
        table: await refusal(
            rolled_back, world.lead, table,
            {**placed(tables[table], compartment), hand: world.police.person_id},
        )
        for table, hand in HANDS.items()
    }  # fmt: skip
    assert found == dict.fromkeys(HANDS, "own_hand")
    named = {row[0] for row in await rolled_back.fetch(_NAMED, "own_hand")}
    assert {table for table in named if re.match(OURS, table)} == set(HANDS)


async def test_a_stranger_writes_nothing(rolled_back: Connection, world: World) -> None:
    stranger, compartment = await make_actor(), await _home(world)
    walled = {
        table: placed(names, compartment)
        for table, names in (await columns(rolled_back)).items()
        if "compartment_id" in names
    }
    found = {
        table: await refusal(
            rolled_back, stranger, table,
            {**row, **({HANDS[table]: stranger.person_id} if table in HANDS else {}),
             **({"state": "proposed"} if table == "operation" else {})},
        )
        for table, row in walled.items()
    }  # fmt: skip
    assert found == dict.fromkeys(walled, "its wall")


async def test_the_second_wall_is_asked_too(rolled_back: Connection, world: World) -> None:
    compartment = await _home(world)
    tables = await columns(rolled_back)
    found = {
        table: await refusal(
            rolled_back, world.lead, table,
            {**placed(tables[table], compartment), f"{wall}_compartment_id": uuid4()},
        )
        for table, wall in OTHER_WALLS.items()
    }  # fmt: skip
    assert found == {table: f"in_the_{wall}_too" for table, wall in OTHER_WALLS.items()}
