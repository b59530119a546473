"""The database's gate and the Python rule agree on any history of answers."""

from contextlib import suppress
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.errors import Blocked
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
        st.sampled_from(["answer", "answer", "answer", "change", "withdraw", "block", "release"]),
        st.booleans(),
        st.sampled_from(PlanKind),
        st.sampled_from(["signed", "signed_with_conditions", "asked", "changes_requested",
                         "refused", "no_role"]),
        st.sampled_from([3, 4]),
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
    """A change is health's alone, and the next one may take it back."""
    undo = rolled_back.transaction()
    await undo.start()
    world, _ = await submitted_world()
    given_ids = await put_all(rolled_back, world) if signed_first else []
    for step in drawn:
        await take(rolled_back, world, given_ids, step)
    async with transaction(world.lead.person_id):
        rule = (await evidence_of(world.operation_id, world.lead)).signed_by_all()
    kept = await signed(world)
    await undo.rollback()
    assert kept == rule


async def take(rolled_back: Connection, world: World, given_ids: list[UUID], step: Step) -> None:
    """One step of a history; answers, withdrawals and blocks past our actions."""
    what, is_health, kind, answer, committed, minute = step
    actor = world.health if is_health else world.police
    if what == "answer":
        current = (await world.seen(kind)).number or 0
        given_ids.append(
            await put(rolled_back, world, actor, kind, answer=answer, number=current, minute=minute)
        )
    elif what == "change":
        await change_line(world, str(committed))
        with suppress(Blocked):  # without a required agency there is nothing to submit
            await world.submit()
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
