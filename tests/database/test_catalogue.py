"""What must be true of every table, read from the database's own catalogue."""

import asyncpg
import pytest

from service.database.mirror import NOT_OURS, differences
from tests.conftest import TestDatabase

OPEN_TO_ALL = {
    "agency_capacity",
    "agency",
    "closed_day",
    "closed_day_withdrawal",
    "diary",
    "escalation_owner",
    "person",
    "person_role",
    "plan_template",
    "procedure_profile",
    "resource_type",
    "room",
    "signatory",
    "working_hours",
}
"""Reference data without case content: every signed-in person may read it."""


@pytest.fixture
async def catalogue(database: TestDatabase) -> asyncpg.Connection:
    connection = await asyncpg.connect(database.owner)
    yield connection
    await connection.close()


def _ours(rows: list[asyncpg.Record]) -> list[asyncpg.Record]:
    return [r for r in rows if r[0] not in NOT_OURS and not r[0].startswith("pgqueuer")]


async def test_piccolo_tables_mirror_the_database(catalogue: asyncpg.Connection) -> None:
    assert await differences(catalogue) == []


async def test_every_table_has_forced_row_level_security_and_a_policy(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        "select c.relname from pg_class c where c.relkind = 'r'"
        " and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity"
        " and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))"
    )
    assert [row[0] for row in _ours(rows)] == []


async def test_every_row_in_a_compartment_is_behind_the_wall(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "select c.relname, pg_get_expr(p.polqual, p.polrelid) from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and a.attname = 'compartment_id'"
        " join pg_policy p on p.polrelid = c.oid and p.polcmd in ('r', '*')"
        " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
        " and p.polname <> 'definer_functions' and p.polpermissive"
    )
    assert len(rows) > 20
    assert [row[0] for row in rows if "accord_compartments()" not in (row[1] or "")] == []


async def test_only_reference_data_is_open_to_every_signed_in_person(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        "select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid"
        " where p.polname = 'reference_data'"
    )
    assert {row[0] for row in rows} == OPEN_TO_ALL


async def test_the_service_s_roles_can_walk_round_nothing(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname in ('accord_app', 'accord_worker', 'accord_owner') order by rolname"
    )
    assert [tuple(row) for row in rows] == [
        ("accord_app", False, False, False, False),
        ("accord_owner", False, False, False, False),
        ("accord_worker", False, False, False, False),
    ]


async def test_the_service_owns_nothing(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace"
        " and pg_get_userbyid(c.relowner) in ('accord_app', 'accord_worker')"
    )
    assert rows == []


async def test_nothing_is_deleted_by_cascade(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "select conname from pg_constraint where contype = 'f' and confdeltype <> 'r'"
        " and connamespace = 'public'::regnamespace"
    )
    assert [row[0] for row in rows if not row[0].startswith("pgqueuer")] == []


async def test_no_global_counter_tells_how_many_there_are(catalogue: asyncpg.Connection) -> None:
    rows = await catalogue.fetch(
        "select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"
    )
    ours = [r[0] for r in rows if not r[0].startswith(("pgqueuer", "migration"))]
    assert ours == []


async def test_our_functions_pin_their_search_path_and_trust_no_temporary_table(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        "select proname, array_to_string(proconfig, ';') as path from pg_proc"
        " where pronamespace = 'public'::regnamespace and (prosecdef or proname like 'accord%')"
    )
    safe = {"search_path=pg_catalog, public, pg_temp", "search_path=pg_catalog"}
    assert len(rows) > 5
    assert {row["proname"]: row["path"] for row in rows if row["path"] not in safe} == {}


async def test_what_looks_over_the_walls_is_for_whom_it_was_made(
    catalogue: asyncpg.Connection,
) -> None:
    """Everybody may ask about themselves, and whether a compartment that they know of is empty."""
    rows = await catalogue.fetch(
        "select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace"
        " and p.prosecdef and p.prorettype <> 'trigger'::regtype"
        " and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
        "             where a.grantee = 0 and a.privilege_type = 'EXECUTE')"
    )
    assert {row["proname"] for row in rows} == {
        "accord_compartments", "accord_actor_has_role", "accord_has_members",
    }  # fmt: skip


async def test_constraints_that_check_are_named_after_their_table(
    catalogue: asyncpg.Connection,
) -> None:
    rows = await catalogue.fetch(
        "select con.conname, c.relname from pg_constraint con"
        " join pg_class c on c.oid = con.conrelid"
        " where con.contype in ('c', 'u') and c.relnamespace = 'public'::regnamespace"
    )
    strays = [
        row[0]
        for row in rows
        if not row[1].startswith("pgqueuer")
        and not row[0].startswith((f"ck_{row[1]}_", f"uq_{row[1]}_"))
    ]
    assert strays == []
