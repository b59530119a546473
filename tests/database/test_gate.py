"""The database keeps the gate by itself: default deny, one test for each clause."""

from uuid import uuid4

import asyncpg
import pytest

from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection
from tests.database.past_our_actions import (
    LIVE,
    RECORD,
    SIGN,
    as_,
    block,
    change_line,
    put,
    put_all,
    record,
    signed,
    withdraw,
)
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, submitted_world


async def refused(rolled_back: Connection, world: World) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await as_(rolled_back, world.lead, LIVE, world.operation_id, NOW)
    assert error.value.constraint_name == "gate_operation_live"


async def test_an_operation_without_a_record_never_becomes_live(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    assert await signed(world)
    await refused(rolled_back, world)


@pytest.mark.parametrize("state", ["trial", "post_trial", "closing", "closed"])
async def test_no_state_after_live_is_a_way_round_the_gate(
    rolled_back: Connection, state: str
) -> None:
    world, _ = await submitted_world()
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await as_(
            rolled_back, world.lead, "update operation set state = $2 where id = $1",
            world.operation_id, state,
        )  # fmt: skip
    assert error.value.constraint_name == "gate_operation_live"


async def test_an_emergency_record_opens_at_once(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await record(rolled_back, world, "without_sign_off")
    assert await as_(rolled_back, world.lead, LIVE, world.operation_id, NOW) == "UPDATE 1"


async def test_an_operation_is_not_born_live(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await as_(
            rolled_back, world.lead,
            "insert into operation select (jsonb_populate_record(o, jsonb_build_object("
            "'id', gen_random_uuid(), 'state', 'live', 'live_at', now()))).*"
            " from operation o where id = $1",
            world.operation_id,
        )  # fmt: skip
    assert error.value.constraint_name == "gate_operation_live"


async def test_a_stranger_to_the_evidence_does_not_pass(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    assert not await signed(world, await make_actor())


async def test_no_required_agency_never_passes(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    await as_(
        rolled_back, world.lead, "delete from operation_agency where operation_id = $1",
        world.operation_id,
    )  # fmt: skip
    assert not await signed(world)


@pytest.mark.parametrize("left_out", range(4))
async def test_each_agency_signs_each_plan(rolled_back: Connection, left_out: int) -> None:
    world, _ = await submitted_world()
    pairs = [(actor, kind) for actor in (world.police, world.health) for kind in PlanKind]
    for place, (actor, kind) in enumerate(pairs):
        if place != left_out:
            await put(rolled_back, world, actor, kind)
    assert not await signed(world)


async def test_a_signature_of_a_version_that_no_longer_matches_does_not_count(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    await change_line(world, "3")
    await world.submit()
    assert not await signed(world)
    await change_line(world, "4")
    await world.submit()
    assert await signed(world)


async def test_a_withdrawn_signature_does_not_count(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    *_, last = await put_all(rolled_back, world)
    await withdraw(rolled_back, world.health, last)
    assert not await signed(world)


async def test_a_signatory_in_conflict_does_not_count(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    await block(rolled_back, world, world.police)
    assert not await signed(world)


@pytest.mark.parametrize("answer", ["refused", "changes_requested"])
async def test_a_later_objection_counts(rolled_back: Connection, answer: str) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    await put(rolled_back, world, world.health, PlanKind.CONTINGENCY, answer=answer, minute=2)
    assert not await signed(world)
    await put(rolled_back, world, world.health, PlanKind.CONTINGENCY, minute=3)
    assert await signed(world)


async def test_no_role_counts_for_an_empty_schedule_only(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    *_, last = await put_all(rolled_back, world)
    await withdraw(rolled_back, world.health, last)
    await put(rolled_back, world, world.health, PlanKind.VICTIM_SUPPORT, answer="asked")
    assert not await signed(world)
    await put(rolled_back, world, world.health, PlanKind.VICTIM_SUPPORT, answer="no_role")
    assert await signed(world)
    other, _ = await submitted_world()
    await put(rolled_back, other, other.health, PlanKind.CONTINGENCY, answer="no_role")
    await put(rolled_back, other, other.health, PlanKind.VICTIM_SUPPORT, answer="no_role")
    for kind in PlanKind:
        await put(rolled_back, other, other.police, kind)
    assert not await signed(other)


async def test_nobody_signs_or_records_in_anothers_name(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_(
            rolled_back, world.lead, SIGN, uuid4(), world.health.person_id, "signed", NOW,
            world.health.agency_id, world.contingency, 1,
        )  # fmt: skip
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_(
            rolled_back, world.lead, RECORD, world.operation_id, "without_sign_off",
            world.health.person_id, NOW,
        )  # fmt: skip


async def test_nobody_signs_for_an_agency_that_did_not_name_them(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    for person, agency in ((world.police, world.health), (world.lead, world.police)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await as_(
                rolled_back, person, SIGN, uuid4(), person.person_id, "signed", NOW,
                agency.agency_id, world.contingency, 1,
            )  # fmt: skip


async def test_nobody_submits_in_anothers_name(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_(
            rolled_back, world.police,
            "insert into plan_version select gen_random_uuid(), compartment_id, plan_id,"
            " number + 1, content, shared_fingerprint, '{}', submitted_by, submitted_at"
            " from plan_version where plan_id = $1",
            world.contingency,
        )  # fmt: skip
