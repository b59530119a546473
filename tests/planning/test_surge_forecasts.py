"""The forecast of an operation: from its figures, its plan and what agencies declare."""

from datetime import date, timedelta
from typing import Any

import pytest

from planning.errors import Invalid, NotFound
from planning.people.rules import Actor, AgencyCategory
from planning.plans.actions import edit_section
from planning.plans.rules.templates import PlanKind
from planning.surge.forecast import SURGE_DAYS, WEEKS, Role
from planning.surge.forecast.given import Basis
from planning.surge.queries.forecasts import ForecastSeen, RoleSeen, forecast_of
from planning.surge.rules.calendar import LiveFrom
from planning.surge.rules.pools import From
from planning.transactions import execute, transaction
from tests.documents.test_plan_tiers import secret_world
from tests.factories import NOW, make_actor
from tests.planning.capacity_world import APRIL, commit, declare
from tests.planning.operation_world import World, make_world

LIVE = date(2026, 4, 13)
"""The Monday of the week in which the operation is planned to go live: a Tuesday."""


async def seen(world: World, **changes: float) -> ForecastSeen:
    return await seen_by(world.lead, world, changes)


async def seen_by(
    actor: Actor, world: World, changes: dict[str, float] | None = None
) -> ForecastSeen:
    return await forecast_of(operation_id=world.operation_id, actor=actor, now=NOW, changes=changes)


def role(found: ForecastSeen, wanted: Role, category: AgencyCategory | None = None) -> RoleSeen:
    return next(
        one for one in found.roles if (one.all.role, one.all.category) == (wanted, category)
    )


async def say(world: World, kind: PlanKind, key: str, content: dict[str, Any]) -> None:
    await edit_section(
        plan_id=world.plan_ids[kind], key=key, content=content, version=1, actor=world.lead, now=NOW
    )


async def test_weeks_begin_on_the_monday_of_go_live_and_leave_out_bank_holidays() -> None:
    found = await seen(await make_world())
    weeks = found.calendar
    assert (weeks.live_on, weeks.live_from) == (date(2026, 4, 14), LiveFrom.PLANNED)
    assert (len(weeks.weeks), weeks.weeks[:2]) == (WEEKS, (LIVE, LIVE + timedelta(days=7)))
    assert weeks.days[:4] == (3, 5, 5, 4), "Wednesday on; and the first Monday of May"
    assert found.in_surge.mean == pytest.approx(100, rel=0.02)


async def test_without_a_day_to_come_the_weeks_count_from_next_monday() -> None:
    world = await make_world()
    async with transaction(world.lead.person_id):
        await execute("update operation set planned_live_on = '2026-03-02'")
    weeks = (await seen(world)).calendar
    assert (weeks.live_on, weeks.live_from) == (date(2026, 3, 9), LiveFrom.ASSUMED)


async def test_what_nobody_declared_is_asked_of_nobody_in_particular() -> None:
    found = await seen(await make_world())
    assert [(one.words, one.source, one.all.breach) for one in found.roles[:2]] == [
        ("Meeting chairs", From.NOBODY, None), ("Minute takers", From.NOBODY, None),
    ]  # fmt: skip
    (agency,) = role(found, Role.ATTENDING, AgencyCategory.HEALTH).agencies
    assert agency.weeks[0].capacity is None
    assert (found.given.bases["victims_planning"], found.peak) == (Basis.PLAN, None)


async def test_the_plan_says_how_many_chairs_and_rooms_there_are() -> None:
    world = await make_world()
    figures = {"chairs": "4", "rooms": "2", "meetings_a_week": "15", "weeks_of_peak": "6"}
    await say(world, PlanKind.CONTINGENCY, "surge", figures)
    await say(world, PlanKind.VICTIM_SUPPORT, "key_workers", {"ratio": "4"})
    found = await seen(world)
    chairs, rooms = role(found, Role.CHAIRS), role(found, Role.ROOMS)
    assert (chairs.source, chairs.all.weeks[0].capacity) == (From.PLAN, 4)
    assert [week.capacity for week in rooms.all.weeks[:2]] == [6, 10]
    assert found.given.assumptions.victims_per_key_worker == 4
    assert found.given.bases["victims_per_key_worker"] is Basis.PLAN
    assert (found.peak, found.peak_weeks) == (15, 6)


async def test_agencies_share_the_work_by_what_they_declare() -> None:
    world = await make_world()
    for actor, amount in ((world.police, 3), (world.health, 1)):
        await declare(actor, amount, weeks=3, key="meeting_chairs", first=LIVE)
    chairs = role(await seen(world), Role.CHAIRS)
    assert chairs.source is From.DECLARED
    asked = {one.agency_id: one.weeks for one in chairs.agencies}
    assert asked.keys() == {world.police.agency_id, world.health.agency_id}
    police, health = asked[world.police.agency_id], asked[world.health.agency_id]
    assert [week.capacity for week in chairs.all.weeks[:4]] == [4, 4, 4, None]
    assert police[0].asked.mean == pytest.approx(chairs.all.weeks[0].asked.mean * 3 / 4)
    assert (health[0].breach, health[0].capacity) == (police[0].breach, 1)
    assert police[3].asked.mean == pytest.approx(chairs.all.weeks[3].asked.mean / 2)


async def test_what_other_operations_commit_is_not_there_for_this_one() -> None:
    world, other = await make_world(), await make_world()
    await declare(world.health, 5, key="health_staff", first=APRIL)
    for of, amount in ((world, 1), (other, 2)):
        await commit(of, world.health.agency_id, amount, type_key="health_staff")
    there = role(await seen(world), Role.ATTENDING, AgencyCategory.HEALTH)
    assert [week.capacity for week in there.all.weeks[:3]] == [3, 3, 3]


async def test_what_if_there_were_more_chairs_and_quicker_reviews() -> None:
    world = await make_world()
    await say(world, PlanKind.CONTINGENCY, "surge", {"chairs": "2"})
    before = role(await seen(world), Role.CHAIRS)
    found = await seen(world, more_chairs=1, half_life=5, victims_planning=40)
    assert before.all.one_more is not None
    assert role(found, Role.CHAIRS).all.weeks[0].capacity == 3
    assert found.given.victims.planning == 40
    assert [found.given.bases[one] for one in ("half_life", "victims_planning", "more_chairs")] == [
        Basis.CHANGED
    ] * 3
    alone = role(await seen(world, more_chairs=1), Role.CHAIRS)
    assert alone.all.breach == before.all.one_more.breach


async def test_every_fault_of_a_what_if_is_told() -> None:
    world = await make_world()
    for changes, fields in (
        ({"unheard_of": 1.0, "half_life": 2.5, "spread": 900.0},
         ["unheard_of", "spread", "half_life"]),
        ({"victims_planning": 4.0, "review_from": 9.0, "review_to": 8.0},
         ["victims_planning", "review_to"]),
        ({"meetings_per_victim": 20.0}, ["meetings_per_victim"]),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await seen(world, **changes)
        assert [fault.field for fault in refused.value.blockers] == fields


async def test_a_plan_that_says_nothing_usable_changes_nothing() -> None:
    world = await make_world()
    await say(world, PlanKind.VICTIM_SUPPORT, "key_workers", {"ratio": "9999"})
    found = await seen(world)
    assert found.given.bases.get("victims_per_key_worker") is None


async def test_a_stranger_learns_of_no_forecast() -> None:
    with pytest.raises(NotFound):
        await seen_by(await make_actor(), await make_world())


async def test_the_police_tier_changes_nothing_and_the_forecast_is_everybody_s() -> None:
    world = await secret_world(methods="")
    before = await seen_by(world.health, world)
    await say(world, PlanKind.CONTINGENCY, "police_annex", {"methods": "Watch the square"})
    assert await seen_by(world.health, world) == before
    assert await seen_by(world.police, world) == before
    assert before.in_surge.mean / before.given.victims.planning == pytest.approx(90 / 27, rel=0.02)
    assert SURGE_DAYS == 42
