"""The database's gate and the Python rules agree on any history, signature by signature."""

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.errors import Blocked
from planning.go_live.queries import gate_of
from planning.operations.actions import tell_partnership
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import Connection, transaction
from tests.database.past_our_actions import (
    as_,
    block,
    change_line,
    put,
    put_all,
    record,
    signed,
    withdraw,
)
from tests.database.test_gate_kept import confirm, leave, set_condition
from tests.factories import NOW
from tests.held import undone
from tests.planning.operation_world import World, submitted_world

KEPT = {"required_agencies", "signed_contingency", "signed_victim_support", "partnership_told",
        "blocking_conditions"}  # fmt: skip
"""The lines that the database asks by itself."""
ABOUT_WHAT_WAS_GIVEN = {"withdraw", "condition", "met"}
Step = tuple[str, bool, PlanKind, str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "change", "withdraw", "block", "release",
                         "condition", "condition", "met", "tell", "tell"]),
        st.booleans(),
        st.sampled_from(PlanKind),
        st.sampled_from(["signed", "signed_with_conditions", "asked", "changes_requested",
                         "refused", "no_role"]),
        st.sampled_from([3, 4]),
        st.integers(0, 4),
    ),
    max_size=5,
)  # fmt: skip


@pytest.fixture
async def world(rolled_back: Connection) -> World:
    """Both plans submitted; each history starts from there, and is rolled back to it."""
    return (await submitted_world())[0]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(signed_first=st.booleans(), drawn=steps)
async def test_the_database_and_the_rule_agree_on_any_history(
    rolled_back: Connection, world: World, signed_first: bool, drawn: list[Step]
) -> None:
    """A change is health's alone, and the next one may take it back.

    Whoever keeps a record then goes live past our actions exactly when every line that the
    database keeps is met.
    """
    async with undone(rolled_back):
        given = await put_everything(rolled_back, world) if signed_first else {}
        for step in drawn:
            await take(rolled_back, world, given, step)
        async with transaction(world.lead.person_id):
            evidence = await evidence_of(world.operation_id)
            standing = await rolled_back.fetch(
                "select sign_off_id from accord_standing($1)", world.operation_id
            )
        gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
        shut = {line.key for line in gate.lines if not line.met}
        kept = await signed(world)
        await record(rolled_back, world, "through_gate")
        refusal = await leave(rolled_back, world)
    assert kept == evidence.signed_by_all()
    assert {one["sign_off_id"] for one in standing} == {
        held.id
        for plan in evidence.plans
        for one in evidence.required
        if (held := evidence.holding(plan.id, one.agency_id))
    }
    assert (refusal is None) == (not shut & KEPT)


async def put_everything(rolled_back: Connection, world: World) -> dict[UUID, Actor]:
    """Every signature that is needed, each with who gave it."""
    ids = await put_all(rolled_back, world)
    return dict(zip(ids, [world.police, world.police, world.health, world.health], strict=True))


async def take(rolled_back: Connection, world: World, given: dict[UUID, Actor], step: Step) -> None:
    """One step of a history; answers, withdrawals and blocks past our actions."""
    what, is_health, kind, answer, committed, minute = step
    actor = world.health if is_health else world.police
    if what == "answer":
        current = (await world.seen(kind)).number or 0
        one = await put(
            rolled_back, world, actor, kind, answer=answer, number=current, minute=minute
        )
        given[one] = actor
    elif what == "change":
        await change_line(world, str(committed))
        with suppress(Blocked):  # without a required agency there is nothing to submit
            await world.submit()
    else:
        await take_from(rolled_back, world, given, step)


async def take_from(
    rolled_back: Connection, world: World, given: dict[UUID, Actor], step: Step
) -> None:
    """One step about what was given, who gave it, or who knows."""
    what, is_health, *_, minute = step
    actor = world.health if is_health else world.police
    if what in ABOUT_WHAT_WAS_GIVEN:
        if given:
            one = list(given)[minute % len(given)]
            await take_up(rolled_back, world, given[one], one, step)
    elif what == "tell":
        await tell_partnership(
            operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
        )
    elif what == "block":
        await block(rolled_back, world, actor)
    elif what == "release":
        await as_(
            rolled_back, world.lead,
            "delete from operation_agency where operation_id = $1 and agency_id = $2",
            world.operation_id, actor.agency_id,
        )  # fmt: skip


async def take_up(
    rolled_back: Connection, world: World, giver: Actor, sign_off_id: UUID, step: Step
) -> None:
    """One step about a signature; what its agency alone may do is done by who gave it."""
    what, blocking, *_ = step
    if what == "withdraw":
        await withdraw(rolled_back, giver, sign_off_id)
    elif what == "condition":
        await set_condition(rolled_back, world, giver, sign_off_id, blocking=blocking)
    else:
        await confirm(rolled_back, world, giver, sign_off_id)
