"""The database lets an operation go live on nothing less than a record with all that it rests on.

Each test takes one thing away from what passes; the last ones come as other roles.
"""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from planning.operations.actions import tell_partnership
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection, connection, transaction
from tests.conftest import TestDatabase
from tests.database.past_our_actions import (
    LIVE,
    RECORD,
    as_,
    put,
    put_all,
    record,
    signed,
    withdraw,
)
from tests.factories import NOW, Sent
from tests.planning.operation_world import World, submitted_world

CONDITION = """
insert into sign_off_condition (id, compartment_id, sign_off_id, condition, owner_id, due_on,
    blocking)
select gen_random_uuid(), compartment_id, id, 'A bed', $3, '2026-03-09', $2
from sign_off where id = $1
"""
MET = """
update sign_off_condition set met_at = $2, met_by = owner_id, evidence = 'Shown'
where sign_off_id = $1 and met_at is null
"""
CONFIRMED = """
update sign_off_condition set confirmed_at = $2, confirmed_by = $3
where sign_off_id = $1 and met_at is not null and confirmed_at is null
"""


async def set_condition(
    rolled_back: Connection, world: World, giver: Actor, sign_off_id: UUID, *, blocking: bool
) -> None:
    """A condition of a signature past our actions; the lead is to meet it."""
    await as_(rolled_back, giver, CONDITION, sign_off_id, blocking, world.lead.person_id)


async def confirm(rolled_back: Connection, world: World, giver: Actor, sign_off_id: UUID) -> None:
    """The lead meets the conditions of a signature, and its agency confirms them."""
    await as_(rolled_back, world.lead, MET, sign_off_id, NOW)
    await as_(rolled_back, giver, CONFIRMED, sign_off_id, NOW, giver.person_id)


async def told_world() -> World:
    world, _ = await submitted_world()
    await tell_partnership(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=Sent()
    )
    return world


@pytest.fixture
async def world(rolled_back: Connection) -> World:
    """Both plans submitted, the partnership told."""
    assert rolled_back
    return await told_world()


async def leave(connection: Connection, world: World) -> str | None:
    """The constraint that refuses, or none when the operation is live."""
    try:
        await as_(connection, world.lead, LIVE, world.operation_id, NOW)
    except asyncpg.IntegrityConstraintViolationError as error:
        return str(error.constraint_name)
    return None


async def test_a_record_that_rests_on_every_signature_passes(
    rolled_back: Connection, world: World
) -> None:
    await put_all(rolled_back, world)
    await record(rolled_back, world, "through_gate")
    assert await leave(rolled_back, world) is None


async def test_no_record(rolled_back: Connection, world: World) -> None:
    await put_all(rolled_back, world)
    assert await leave(rolled_back, world) == "gate_operation_live"


async def test_no_signature(rolled_back: Connection, world: World) -> None:
    await record(rolled_back, world, "through_gate")
    assert await leave(rolled_back, world) == "gate_operation_live"


async def test_a_signature_that_was_taken_back_and_given_again_since(
    rolled_back: Connection, world: World
) -> None:
    *_, last = await put_all(rolled_back, world)
    await record(rolled_back, world, "through_gate")
    await withdraw(rolled_back, world.health, last)
    await put(rolled_back, world, world.health, PlanKind.VICTIM_SUPPORT, minute=2)
    assert await signed(world)
    assert await leave(rolled_back, world) == "gate_operation_live"


async def test_the_partnership_is_told(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    await record(rolled_back, world, "through_gate")
    assert await leave(rolled_back, world) == "gate_operation_live"


async def test_a_condition_that_blocks_until_it_is_confirmed(
    rolled_back: Connection, world: World
) -> None:
    first, *_ = await put_all(rolled_back, world)
    await set_condition(rolled_back, world, world.police, first, blocking=True)
    await record(rolled_back, world, "through_gate")
    assert await leave(rolled_back, world) == "gate_operation_live"
    await confirm(rolled_back, world, world.police, first)
    assert await leave(rolled_back, world) is None


async def test_a_condition_that_does_not_block(rolled_back: Connection, world: World) -> None:
    first, *_ = await put_all(rolled_back, world)
    await set_condition(rolled_back, world, world.police, first, blocking=False)
    await record(rolled_back, world, "through_gate")
    assert await leave(rolled_back, world) is None


@pytest.mark.parametrize(
    "lines",
    [[], [{"key": "a", "met": False}], [{"key": "a"}], [{"key": "a", "met": True}, {"key": "b"}]],
)
async def test_a_record_through_the_gate_keeps_lines_that_are_all_met(
    rolled_back: Connection, world: World, lines: list[object]
) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await as_(
            rolled_back, world.lead,
            RECORD.replace("""'[{"key": "all", "met": true}]'""", f"'{json.dumps(lines)}'"),
            world.operation_id, "through_gate", world.lead.person_id, NOW,
        )  # fmt: skip
    assert refused.value.constraint_name == "ck_go_live_record_lines"


async def test_a_record_says_itself_on_what_it_rests(rolled_back: Connection, world: World) -> None:
    given = await put_all(rolled_back, world)
    forged = RECORD.replace("sign_off_due_on)", "sign_off_due_on, made_in, rests_on)").replace(
        "'2026-03-05'", """'2026-03-05', 1, '{"sign_offs": []}'"""
    )
    await as_(
        rolled_back, world.lead, forged, world.operation_id, "through_gate",
        world.lead.person_id, NOW,
    )  # fmt: skip
    async with transaction(world.lead.person_id):
        (kept,) = await rolled_back.fetch(
            "select made_in = pg_current_xact_id()::text::bigint as now, rests_on"
            " from go_live_record where operation_id = $1",
            world.operation_id,
        )
    rests_on = kept["rests_on"]
    assert kept["now"]
    assert [one["kind"] for one in rests_on["versions"]] == ["contingency", "victim_support"]
    assert {UUID(one["sign_off_id"]) for one in rests_on["sign_offs"]} == set(given)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'planning'", "state = 'paused'", "state = 'stood_down'", "live_at = null",
        "live_at = live_at - interval '1 day'",
    ],
)  # fmt: skip
async def test_what_was_live_stays_so_from_its_moment_on(
    rolled_back: Connection, world: World, change: str
) -> None:
    await record(rolled_back, world, "without_sign_off")
    assert await leave(rolled_back, world) is None
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await as_(
            rolled_back, world.lead, f"update operation set {change} where id = $1",
            world.operation_id,
        )  # fmt: skip
    assert refused.value.constraint_name == "gate_operation_live"


async def test_nothing_has_a_moment_of_going_live_before(
    rolled_back: Connection, world: World
) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await as_(
            rolled_back, world.lead, "update operation set live_at = $2 where id = $1",
            world.operation_id, NOW,
        )  # fmt: skip
    assert refused.value.constraint_name == "gate_operation_live"


@pytest.mark.parametrize("state", ["trial", "post_trial", "closing", "closed"])
async def test_a_record_lets_nothing_skip_live(
    rolled_back: Connection, world: World, state: str
) -> None:
    await put_all(rolled_back, world)
    await record(rolled_back, world, "without_sign_off")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await as_(
            rolled_back, world.lead,
            "update operation set state = $2, live_at = $3 where id = $1",
            world.operation_id, state, NOW,
        )  # fmt: skip
    assert refused.value.constraint_name == "gate_operation_live"


@pytest.fixture
async def as_administrator(
    committed: asyncpg.Pool, database: TestDatabase
) -> AsyncIterator[Connection]:
    """A superuser's connection in a transaction that is rolled back."""
    assert committed
    superuser = await asyncpg.connect(database.administrator)
    undo = superuser.transaction()
    await undo.start()
    yield superuser
    await undo.rollback()
    await superuser.close()


async def recorded_before(route: str) -> World:
    """A signed operation with a record of an earlier transaction."""
    world = await told_world()
    async with transaction(world.lead.person_id):
        await put_all(connection(), world)
        await record(connection(), world, route)
    return world


@pytest.mark.parametrize("route", ["through_gate", "without_sign_off"])
@pytest.mark.parametrize("role", ["accord_app", "accord_worker", "accord_owner", None])
async def test_a_record_of_an_earlier_transaction_opens_nothing_to_anybody(
    as_administrator: Connection, route: str, role: str | None
) -> None:
    world = await recorded_before(route)
    await as_administrator.execute(
        "create policy opened on operation to accord_owner using (true) with check (true)"
    )
    if role:
        await as_administrator.execute(f"set local role {role}")
    assert await leave(as_administrator, world) == "gate_operation_live"


@pytest.mark.parametrize("role", ["accord_worker", "accord_owner", None])
async def test_every_role_keeps_the_gate(as_administrator: Connection, role: str | None) -> None:
    world = await told_world()
    await as_administrator.execute(
        "create policy opened on operation to accord_owner using (true) with check (true);"
        "create policy opened on go_live_record to accord_owner using (true) with check (true)"
    )
    if role:
        await as_administrator.execute(f"set local role {role}")
    assert await leave(as_administrator, world) == "gate_operation_live"
    await record(as_administrator, world, "through_gate")
    assert await leave(as_administrator, world) == "gate_operation_live"
