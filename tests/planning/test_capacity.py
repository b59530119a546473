"""What agencies declare, what all their operations commit of it, and who may know."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from planning.capacity.actions import declare_capacity
from planning.capacity.queries import over_commitments
from planning.capacity.rules.declaring import Declaration
from planning.capacity.rules.over import OverCommitment
from planning.capacity.rules.weeks import Drawn
from planning.errors import Invalid, NotAllowed
from planning.people.rules import Actor, Role
from planning.transactions import Connection, fetch_all, transaction
from tests.factories import NOW, make_actor
from tests.planning.capacity_world import APRIL, commit, declare
from tests.planning.operation_world import World, make_world

pytestmark = pytest.mark.usefixtures("rolled_back")
WEEK = timedelta(days=7)


async def over(world: World, actor: Actor) -> list[OverCommitment]:
    async with transaction(actor.person_id):
        return await over_commitments(world.operation_id)


async def test_what_is_within_what_was_declared_is_no_over_commitment() -> None:
    world = await make_world()
    await commit(world, world.health.agency_id, 4)
    await declare(world.health, 4)
    assert await over(world, world.lead) == []


async def test_where_nothing_was_declared_nothing_is_over() -> None:
    world = await make_world()
    await commit(world, world.health.agency_id, 4)
    assert await over(world, world.lead) == []
    await declare(world.health, 1, first=date(2027, 1, 4))
    assert await over(world, world.lead) == []


async def test_each_week_in_which_more_is_committed_than_declared_is_named() -> None:
    world = await make_world()
    await commit(world, world.health.agency_id, 4)
    await declare(world.health, 4)
    await declare(world.health, "3.5", weeks=1, first=APRIL + WEEK)
    (found,) = await over(world, world.lead)
    assert (found.type_words, found.unit, found.week_on) == (
        "Social workers", "people", APRIL + WEEK,
    )  # fmt: skip
    assert (found.declared, found.committed) == (Decimal("3.5"), Decimal(4))
    assert found.agency_id == world.health.agency_id


async def test_another_operation_counts_without_being_named() -> None:
    world, hidden = await make_world(), await make_world()
    await declare(world.health, 5)
    await commit(world, world.health.agency_id, 4)
    await commit(hidden, world.health.agency_id, 2, until_on=APRIL + timedelta(days=6))
    (found,) = await over(world, world.lead)
    assert (found.week_on, found.committed) == (APRIL, Decimal(6))


async def drawn(actor: Actor, operation_id: object = None) -> list[Drawn]:
    async with transaction(actor.person_id):
        return await fetch_all(
            Drawn,
            "select * from accord_commitments($1, $2, $3, null, null)",
            APRIL, APRIL + 8 * WEEK, operation_id,
        )  # fmt: skip


async def test_whoever_is_in_no_operation_learns_of_none() -> None:
    world = await make_world()
    await commit(world, world.health.agency_id, 4)
    outsider = await make_actor(agency_id=world.health.agency_id, signatory=True)
    assert await drawn(outsider) == []
    assert await drawn(outsider, world.operation_id) == []


async def test_of_hidden_operations_one_sum_a_week_is_all() -> None:
    world, one, other = await make_world(), await make_world(), await make_world()
    await commit(world, world.health.agency_id, 4)
    for hidden, amount, weeks in ((one, 2, 1), (other, 3, 2)):
        last = APRIL + weeks * WEEK - timedelta(days=1)
        await commit(hidden, world.health.agency_id, amount, until_on=last)
    known = [part for part in await drawn(world.lead) if part.operation_id is None]
    assert sorted(
        (part.first_on, part.last_on, part.requested, part.committed) for part in known
    ) == [
        (APRIL, APRIL, Decimal(0), Decimal(5)),
        (APRIL + WEEK, APRIL + WEEK, Decimal(0), Decimal(3)),
    ]


async def test_what_the_agency_commits_of_other_types_elsewhere_stays_hidden() -> None:
    world, hidden = await make_world(), await make_world()
    await commit(world, world.health.agency_id, 4)
    await commit(hidden, world.health.agency_id, 2, type_key="police_staff")
    await commit(hidden, world.police.agency_id, 2)
    assert [part.operation_id for part in await drawn(world.lead)] == [world.operation_id]


async def test_a_line_that_only_asks_opens_no_window() -> None:
    world, hidden = await make_world(), await make_world()
    await commit(world, world.health.agency_id, 0, requested=Decimal(4))
    await commit(hidden, world.health.agency_id, 2)
    assert [part.operation_id for part in await drawn(world.lead)] == [world.operation_id]


async def test_money_is_drawn_from_a_sum() -> None:
    world = await make_world()
    await declare(world.health, 1000, key="money")
    await commit(world, world.health.agency_id, 800, type_key="money")
    later = APRIL + 2 * WEEK
    await commit(world, world.health.agency_id, 300, type_key="money", from_on=later)
    found = await over(world, world.lead)
    assert {(one.declared, one.committed) for one in found} == {(Decimal(1000), Decimal(1100))}
    assert [one.week_on for one in found] == [later, later + WEEK]
    await declare(world.health, 100, key="money", first=later)
    assert await over(world, world.lead) == []


async def test_the_money_of_an_ended_operation_stays_spent_and_its_people_are_free(
    rolled_back: Connection,
) -> None:
    world, ended = await make_world(), await make_world()
    agency_id = world.health.agency_id
    await commit(world, agency_id, 1)
    await commit(world, agency_id, 1, type_key="money")
    await commit(ended, agency_id, 4)
    await commit(ended, agency_id, 4, type_key="money", used=Decimal(3))
    await rolled_back.execute(
        "select set_config('accord.actor', $1, true)", str(ended.lead.person_id)
    )
    await rolled_back.execute(
        "update operation set state = 'stood_down' where id = $1", ended.operation_id
    )
    elsewhere = [part for part in await drawn(world.lead) if part.operation_id is None]
    assert {(part.type_key, part.committed) for part in elsewhere} == {("money", Decimal(3))}


async def test_only_who_speaks_for_the_agency_declares() -> None:
    nurse = await make_actor()
    with pytest.raises(NotAllowed):
        await declare(nurse, 4)
    await declare(await make_actor(Role.SENIOR_MANAGER, agency_id=nurse.agency_id), 4)


async def test_every_fault_of_a_declaration_is_named() -> None:
    world = await make_world()
    line = Declaration("other", APRIL, APRIL - WEEK, Decimal("NaN"))
    with pytest.raises(Invalid) as refused:
        await declare_capacity(lines=[line], actor=world.health, now=NOW)
    assert [one.field for one in refused.value.blockers] == [
        "lines.0.amount", "lines.0.type_key", "lines.0.last_on",
    ]  # fmt: skip
