"""The database's gate and the Python rule agree on any history of answers."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import Connection, transaction
from tests.database.past_our_actions import (
    as_,
    block,
    change_line,
    put,
    put_all,
    signed,
    withdraw,
)
from tests.planning.operation_world import World, submitted_world

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
