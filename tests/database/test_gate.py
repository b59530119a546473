"""The database keeps the gate by itself: default deny, and it agrees with the Python rule."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.people.rules import Actor
from planning.plans.actions import change_resource
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, resource, submitted_world

_SIGN = """
insert into sign_off (id, compartment_id, plan_id, plan_version_id, agency_id, person_id, answer,
    note, shared_fingerprint, schedule_fingerprint, answered_at)
select $1, v.compartment_id, v.plan_id, v.id, s.agency_id, $2, $3, 'said', v.shared_fingerprint,
       s.fingerprint, $4
from plan_version v join plan_version_schedule s on s.plan_version_id = v.id and s.agency_id = $5
where v.plan_id = $6 and v.number = $7
"""
_RECORD = """
insert into go_live_record (id, compartment_id, operation_id, route, reason, gate_lines,
    recorded_by, recorded_at, sign_off_due_on)
select gen_random_uuid(), compartment_id, id, $2, 'because', '[]', $3, $4, '2026-03-05'
from operation where id = $1
"""
_LIVE = "update operation set state = 'live', live_at = $2 where id = $1"


async def as_(rolled_back: Connection, actor: Actor, sql: str, *arguments: object) -> str:
    """Direct SQL as accord_app on behalf of an actor; alone, so that a refusal harms nothing."""
    async with rolled_back.transaction():
        await rolled_back.execute(
            "select set_config('accord.actor', $1, true)", str(actor.person_id)
        )
        return str(await rolled_back.execute(sql, *arguments))


async def put(
    rolled_back: Connection,
    world: World,
    actor: Actor,
    kind: PlanKind,
    *,
    answer: str = "signed",
    number: int = 1,
    minute: int = 1,
) -> UUID:
    """An answer written past our actions."""
    sign_off_id = uuid4()
    await as_(
        rolled_back, actor, _SIGN, sign_off_id, actor.person_id, answer,
        NOW + timedelta(minutes=minute), actor.agency_id, world.plan_ids[kind], number,
    )  # fmt: skip
    return sign_off_id


async def put_all(rolled_back: Connection, world: World, number: int = 1) -> list[UUID]:
    return [
        await put(
            rolled_back, world, actor, kind,
            number=number if kind is PlanKind.CONTINGENCY else 1,
        )
        for actor in (world.police, world.health)
        for kind in PlanKind
    ]  # fmt: skip


async def withdraw(rolled_back: Connection, actor: Actor, sign_off_id: UUID) -> None:
    await as_(
        rolled_back, actor,
        "insert into sign_off_withdrawal select id, compartment_id, 'no', $2, $3"
        " from sign_off where id = $1 on conflict do nothing",
        sign_off_id, actor.person_id, NOW,
    )  # fmt: skip


async def block(rolled_back: Connection, world: World, person: Actor) -> None:
    await as_(
        rolled_back, world.lead,
        "insert into conflict_block select gen_random_uuid(), compartment_id, $2, 'kin', $3, $4"
        " from operation where id = $1",
        world.operation_id, person.person_id, world.lead.person_id, NOW,
    )  # fmt: skip


async def signed(world: World, actor: Actor | None = None) -> bool:
    async with transaction((actor or world.lead).person_id):
        return bool(await fetch_value("select accord_signed_by_all($1)", world.operation_id))


async def record(rolled_back: Connection, world: World, route: str) -> None:
    await as_(
        rolled_back, world.lead, _RECORD, world.operation_id, route, world.lead.person_id, NOW
    )


async def refused(rolled_back: Connection, world: World) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await as_(rolled_back, world.lead, _LIVE, world.operation_id, NOW)
    assert error.value.constraint_name == "gate_operation_live"


async def test_an_operation_without_a_record_never_becomes_live(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await put_all(rolled_back, world)
    assert await signed(world)
    await refused(rolled_back, world)


async def test_a_record_through_the_gate_is_not_enough_without_signatures(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    await record(rolled_back, world, "through_gate")
    await refused(rolled_back, world)
    await put_all(rolled_back, world)
    assert await as_(rolled_back, world.lead, _LIVE, world.operation_id, NOW) == "UPDATE 1"
    again = await as_(
        rolled_back, world.lead, "update operation set state = 'trial' where id = $1",
        world.operation_id,
    )  # fmt: skip
    assert again == "UPDATE 1"


async def test_an_emergency_record_opens_at_once(rolled_back: Connection) -> None:
    world, _ = await submitted_world()
    await record(rolled_back, world, "without_sign_off")
    assert await as_(rolled_back, world.lead, _LIVE, world.operation_id, NOW) == "UPDATE 1"


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


async def change_line(world: World, committed: str) -> None:
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(line.agency_id, committed=Decimal(committed)),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )


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
            rolled_back, world.lead, _SIGN, uuid4(), world.health.person_id, "signed", NOW,
            world.health.agency_id, world.contingency, 1,
        )  # fmt: skip
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await as_(
            rolled_back, world.lead, _RECORD, world.operation_id, "without_sign_off",
            world.health.person_id, NOW,
        )  # fmt: skip


Step = tuple[str, bool, PlanKind, str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "withdraw", "block", "release"]),
        st.booleans(),
        st.sampled_from(PlanKind),
        st.sampled_from(["signed", "signed_with_conditions", "asked", "changes_requested",
                         "refused", "no_role"]),
        st.integers(1, 3),
        st.integers(0, 4),
    ),
    max_size=5,
)  # fmt: skip


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(signed_first=st.booleans(), drawn=steps)
async def test_the_database_and_the_rule_agree_on_any_history(
    rolled_back: Connection, signed_first: bool, drawn: list[Step]
) -> None:
    """Version 2 differs for health only, version 3 reads as version 1 did."""
    undo = rolled_back.transaction()
    await undo.start()
    world, _ = await submitted_world()
    for committed in ("3", "4"):
        await change_line(world, committed)
        await world.submit()
    given_ids = await put_all(rolled_back, world) if signed_first else []
    for step in drawn:
        await take(rolled_back, world, given_ids, step)
    async with transaction(world.lead.person_id):
        rule = (await evidence_of(world.operation_id, world.lead)).signed_by_all()
    kept = await signed(world)
    await undo.rollback()
    assert kept == rule


async def take(rolled_back: Connection, world: World, given_ids: list[UUID], step: Step) -> None:
    """One step of a history, past our actions."""
    what, is_health, kind, answer, number, minute = step
    actor = world.health if is_health else world.police
    if what == "answer":
        version = number if kind is PlanKind.CONTINGENCY else 1
        given_ids.append(
            await put(rolled_back, world, actor, kind, answer=answer, number=version, minute=minute)
        )
    elif what == "withdraw" and given_ids:
        await withdraw(rolled_back, world.lead, given_ids[minute % len(given_ids)])
    elif what == "block":
        await block(rolled_back, world, actor)
    elif what == "release":
        await as_(
            rolled_back, world.lead,
            "delete from operation_agency where operation_id = $1 and agency_id = $2",
            world.operation_id, actor.agency_id,
        )  # fmt: skip
