"""Each named constraint of batches and runs refuses what it names; nobody sees another's batch."""

import json
from datetime import timedelta

import asyncpg
import pytest

from planning.transactions import Connection, fetch_value, transaction
from tests.database.test_constraints_operations import NEW, STRANGE, act_as, copy
from tests.factories import NOW
from tests.planning.surge_world import SurgeWorld, make_surge_world

Case = tuple[str, str, dict[str, object]]
CASES: list[Case] = [
    ("surge_batch", "ck_surge_batch_state", {"id": NEW, "state": "lost"}),
    ("surge_batch", "ck_surge_batch_confirmed", {"id": NEW, "state": "confirmed"}),
    ("surge_batch_meeting", "ck_surge_batch_meeting_why", {"id": NEW, "why": "bored"}),
    ("surge_batch_meeting", "ck_surge_batch_meeting_weight", {"id": NEW, "weight": 10}),
    ("surge_batch_meeting", "ck_surge_batch_meeting_children", {"id": NEW, "concern_ids": []}),
    ("surge_batch_meeting", "ck_surge_batch_meeting_pin", {"id": NEW, "pinned_room_id": STRANGE}),
    ("surge_batch_meeting", "ck_surge_batch_meeting_convened", {"id": NEW, "meeting_id": STRANGE}),
    ("surge_batch_meeting", "surge_batch_meeting_batch_fkey", {"id": NEW, "batch_id": STRANGE}),
    (
        "surge_batch_meeting",
        "surge_batch_meeting_meeting_fkey",
        {"id": NEW, "meeting_id": STRANGE, "meeting_compartment_id": STRANGE},
    ),
    ("surge_absence", "ck_surge_absence_until", {"id": NEW, "until_on": "2020-01-01"}),
    ("surge_absence", "surge_absence_batch_fkey", {"id": NEW, "batch_id": STRANGE}),
    ("surge_run", "ck_surge_run_kind", {"id": NEW, "kind": "third"}),
    ("surge_run", "ck_surge_run_state", {"id": NEW, "state": "lost"}),
    ("surge_run", "ck_surge_run_what_if", {"id": NEW, "kind": "what_if", "what_if": "magic"}),
    ("surge_run", "ck_surge_run_compared", {"id": NEW, "what_if": "chairs"}),
    ("surge_run", "ck_surge_run_seconds", {"id": NEW, "seconds": 121}),
    ("surge_run", "ck_surge_run_stage", {"id": NEW, "stage": "last"}),
    ("surge_run", "ck_surge_run_children", {"id": NEW, "compartment_ids": []}),
    ("surge_run", "ck_surge_run_ended", {"id": NEW, "state": "done"}),
    ("surge_run", "surge_run_batch_fkey", {"id": NEW, "batch_id": STRANGE}),
]
_RUN = """
insert into surge_run (id, owner_id, batch_id, compartment_ids, kind, state, rules, seconds,
                       asked_at, asked)
select gen_random_uuid(), owner_id, batch_id, compartment_ids, 'proposal', 'queued', '{}', 10, $1,
       '{}'
from surge_batch_meeting limit 1
"""
_ABSENCE = """
insert into surge_absence (id, owner_id, batch_id, person_id, from_on, until_on, reported_at)
select gen_random_uuid(), owner_id, id, owner_id, $2, $2, $1 from surge_batch
"""


async def batch_world(connection: Connection) -> SurgeWorld:
    """A batch of one meeting with a run and an absence, as its scheduler."""
    world = await make_surge_world("a")
    await world.batch()
    await act_as(connection, world.scene.scheduler)
    await connection.execute(_RUN, NOW)
    await connection.execute(_ABSENCE, NOW, (NOW + timedelta(days=1)).date())
    return world


@pytest.mark.parametrize(("table", "constraint", "changes"), CASES)
async def test_each_constraint_refuses_what_it_names(
    rolled_back: Connection, table: str, constraint: str, changes: dict[str, object]
) -> None:
    await batch_world(rolled_back)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, table, changes)
    assert refused.value.constraint_name == constraint


TABLES = ("surge_batch", "surge_batch_meeting", "surge_absence", "surge_run")


async def _seen(connection: Connection) -> list[int]:
    return [await connection.fetchval(f"select count(*) from {table}") for table in TABLES]


async def test_a_batch_is_its_owner_s_and_its_meetings_their_children_s(
    rolled_back: Connection,
) -> None:
    world = await batch_world(rolled_back)
    assert await _seen(rolled_back) == [1, 1, 1, 1]
    await act_as(rolled_back, world.scene.manager)
    assert await _seen(rolled_back) == [0, 0, 0, 0]
    await rolled_back.execute("select set_config('accord.actor', '', true)")
    assert await _seen(rolled_back) == [0, 0, 0, 0]


@pytest.mark.parametrize("table", TABLES)
async def test_nobody_writes_in_another_s_name(rolled_back: Connection, table: str) -> None:
    world = await batch_world(rolled_back)
    owner = {"id": NEW, "owner_id": str(world.scene.manager.person_id)}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rolled_back.execute(
            f"insert into {table} select (jsonb_populate_record(r, $1::jsonb)).*"
            f" from {table} r limit 1",
            json.dumps(owner),
        )


async def test_what_a_child_is_lost_from_shows_nothing_of_it(rolled_back: Connection) -> None:
    """The meeting and every run that counted it go without a trace; the batch stays."""
    world = await batch_world(rolled_back)
    async with transaction(world.scene.scheduler.person_id):
        await fetch_value(
            "update membership set ended_at = accord_now() where person_id = $1"
            " and compartment_id = (select compartment_id from concern where id = $2)"
            " returning id",
            world.scene.scheduler.person_id, world.concern_ids[0],
        )  # fmt: skip
    assert await _seen(rolled_back) == [1, 0, 1, 0]
