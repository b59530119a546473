"""Two operations of the same people: nothing that was said of one counts for the other."""

from dataclasses import replace

import asyncpg
import pytest

from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection
from tests.database.past_our_actions import LIVE, as_, block, put, put_all, record, signed
from tests.factories import NOW
from tests.planning.operation_world import World, draft, submitted_world

ALIKE = """
update plan_section t set content = s.content, edited_by = accord_actor() from plan_section s
where s.plan_id = $1 and t.plan_id = $2 and t.key = s.key
"""


async def two_operations() -> tuple[World, World]:
    """Both plans of both are submitted, nothing is signed."""
    one, _ = await submitted_world()
    agencies = {one.police.agency_id: "Investigates", one.health.agency_id: "Cares"}
    operation_id = await start_operation(draft=draft(agencies), actor=one.lead, now=NOW)
    plans = await plans_of(operation_id=operation_id, actor=one.lead)
    other = replace(one, operation_id=operation_id, plan_ids={plan.kind: plan.id for plan in plans})
    for kind in PlanKind:
        await other.submit(kind)
    return one, other


async def test_signatures_of_one_are_none_of_the_other(rolled_back: Connection) -> None:
    one, other = await two_operations()
    await put_all(rolled_back, one)
    assert (await signed(one), await signed(other)) == (True, False)


async def test_what_reads_alike_was_signed_in_one_alone(rolled_back: Connection) -> None:
    """Health is asked for nothing in either strategy, and both say the same, row by row."""
    one, other = await two_operations()
    strategy = PlanKind.VICTIM_SUPPORT
    await as_(rolled_back, one.lead, ALIKE, one.plan_ids[strategy], other.plan_ids[strategy])
    await other.submit(strategy)
    await put_all(rolled_back, one)
    await put(rolled_back, other, other.police, PlanKind.CONTINGENCY)
    await put(rolled_back, other, other.police, strategy, number=2)
    await put(rolled_back, other, other.health, PlanKind.CONTINGENCY)
    assert not await signed(other)
    await put(rolled_back, other, other.health, strategy, number=2)
    assert await signed(other)


async def test_a_record_of_one_opens_only_that_one(rolled_back: Connection) -> None:
    one, other = await two_operations()
    await record(rolled_back, one, "without_sign_off")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await as_(rolled_back, other.lead, LIVE, other.operation_id, NOW)
    assert error.value.constraint_name == "gate_operation_live"
    assert await as_(rolled_back, one.lead, LIVE, one.operation_id, NOW) == "UPDATE 1"


async def test_a_conflict_in_one_is_none_in_the_other(rolled_back: Connection) -> None:
    one, other = await two_operations()
    await put_all(rolled_back, one)
    await block(rolled_back, other, other.police)
    assert await signed(one)


async def test_a_conflict_that_was_lifted_takes_nothing_away(rolled_back: Connection) -> None:
    one, _ = await two_operations()
    await put_all(rolled_back, one)
    await block(rolled_back, one, one.police)
    await as_(
        rolled_back, one.lead,
        "update conflict_block set lifted_at = $2, lifted_by = $3, lift_reason = 'no kin'"
        " where person_id = $1",
        one.police.person_id, NOW, one.lead.person_id,
    )  # fmt: skip
    assert await signed(one)


async def test_an_objection_is_that_agencys_alone(rolled_back: Connection) -> None:
    one, _ = await two_operations()
    await put_all(rolled_back, one)
    await put(rolled_back, one, one.police, PlanKind.CONTINGENCY, answer="refused", minute=2)
    await put(rolled_back, one, one.police, PlanKind.CONTINGENCY, minute=3)
    assert await signed(one)
