"""Each named constraint of signing in full refuses what it names."""

import asyncpg
import pytest

from planning.transactions import Connection
from tests.database.test_constraints_operations import NEW, STRANGE, Case, act_as, copy, full_world
from tests.planning.operation_world import World

CASES: list[Case] = [
    ("partnership_notice", "ck_partnership_notice_kind", {"id": NEW, "kind": "rumour"}),
    ("partnership_notice", "ck_partnership_notice_hand", {"id": NEW, "told_by": None}),
    ("partnership_notice", "partnership_notice_operation_fkey",
     {"id": NEW, "operation_id": STRANGE}),
    ("partnership_receipt", "partnership_receipt_pkey", {}),
    ("partnership_receipt", "partnership_receipt_notice_fkey", {"notice_id": STRANGE}),
]  # fmt: skip

_ROWS = """
insert into person_role select accord_actor(), 'partnership', now();
insert into partnership_notice (id, compartment_id, operation_id, kind, told_by, told_at)
select gen_random_uuid(), compartment_id, id, 'opened', accord_actor(), now() from operation;
insert into partnership_receipt
select id, accord_actor(), compartment_id, now() from partnership_notice;
"""


async def signing_world(connection: Connection) -> World:
    world = await full_world(connection)
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
