"""Each named constraint of signing in full refuses what it names."""

import asyncpg
import pytest

from planning.transactions import Connection
from tests.database.test_constraints_operations import NEW, STRANGE, Case, act_as, copy, full_world
from tests.factories import make_actor
from tests.planning.operation_world import World

CASES: list[Case] = [
    ("partnership_notice", "ck_partnership_notice_kind", {"id": NEW, "kind": "rumour"}),
    ("partnership_notice", "ck_partnership_notice_hand", {"id": NEW, "told_by": None}),
    ("partnership_notice", "partnership_notice_operation_fkey",
     {"id": NEW, "operation_id": STRANGE}),
    ("partnership_receipt", "partnership_receipt_pkey", {}),
    ("partnership_receipt", "partnership_receipt_notice_fkey", {"notice_id": STRANGE}),
    ("sign_off_reply", "ck_sign_off_reply_text", {"id": NEW, "text": " "}),
    ("sign_off_reply", "sign_off_reply_sign_off_fkey", {"id": NEW, "sign_off_id": STRANGE}),
    ("signatory", "ck_signatory_delegation", {"id": NEW, "delegation_reason": "Leave"}),
    ("signatory", "ck_signatory_delegation", {"id": NEW, "withdrawn_at": "2026-03-03T10:00Z"}),
]  # fmt: skip

_ROWS = """
insert into partnership_notice (id, compartment_id, operation_id, kind, told_by, told_at)
select gen_random_uuid(), compartment_id, id, 'opened', accord_actor(), now() from operation;
insert into partnership_receipt
select id, accord_actor(), compartment_id, now() from partnership_notice;
insert into sign_off_reply (id, compartment_id, sign_off_id, text, by_lead, said_by, said_at)
select gen_random_uuid(), compartment_id, id, 'Because', false, accord_actor(), now() from sign_off;
"""


async def signing_world(connection: Connection) -> World:
    world = await full_world(connection)
    await connection.execute("select set_config('accord.actor', '', true)")
    await connection.execute(
        "insert into person_role values ($1, 'partnership', now())", world.health.person_id
    )
    await act_as(connection, world.health)
    await connection.execute(_ROWS)
    return world


@pytest.mark.parametrize(("table", "constraint", "changes"), CASES)
async def test_each_constraint_refuses_what_it_names(
    rolled_back: Connection, table: str, constraint: str, changes: dict[str, object]
) -> None:
    await signing_world(rolled_back)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, table, changes)
    assert refused.value.constraint_name == constraint


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("partnership_notice", {"id": NEW, "told_by": STRANGE}),
        ("partnership_receipt", {"person_id": STRANGE}),
        ("sign_off_reply", {"id": NEW, "said_by": STRANGE}),
        ("signatory", {"id": NEW, "delegated_by": STRANGE, "delegation_reason": "Leave"}),
    ],
)
async def test_nobody_writes_in_another_persons_name(
    rolled_back: Connection, table: str, changes: dict[str, object]
) -> None:
    await signing_world(rolled_back)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await copy(rolled_back, table, changes)


async def test_a_receipt_is_for_people_of_the_partnership(rolled_back: Connection) -> None:
    world = await signing_world(rolled_back)
    await act_as(rolled_back, world.lead)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await copy(rolled_back, "partnership_receipt", {"person_id": str(world.lead.person_id)})


async def test_a_delegate_needs_a_reason_and_names_no_delegate(rolled_back: Connection) -> None:
    world = await signing_world(rolled_back)
    named = (
        "insert into signatory (id, agency_id, person_id, from_on, until_on, delegated_by,"
        " delegation_reason) values (gen_random_uuid(), $1, $2, '2026-03-03', '2026-03-09', $3,"
        " $4)"
    )
    first, second = [await make_actor(agency_id=world.health.agency_id) for _ in range(2)]
    about = [world.health.agency_id, first.person_id, world.health.person_id]
    await act_as(rolled_back, world.health)
    attempt = rolled_back.transaction()
    await attempt.start()
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await rolled_back.execute(named, *about, " ")
    await attempt.rollback()
    assert refused.value.constraint_name == "ck_signatory_delegation_reason"
    await rolled_back.execute(named, *about, "Leave")
    await act_as(rolled_back, first)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rolled_back.execute(named, about[0], second.person_id, first.person_id, "Leave")
