"""Forecast against actual since go-live, and which version of a plan an operation works by."""

from datetime import date, timedelta

import msgspec
import pytest

from planning.errors import NotFound
from planning.go_live.actions import go_live
from planning.lessons.queries import afterwards_of, versions_in_force
from planning.lessons.queries.figures import Afterwards
from planning.operations.rules import Act
from planning.people.rules import Actor
from planning.plans.actions import change_resource
from planning.plans.rules.templates import PlanKind
from planning.support.rules.contact import ContactKind
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.planning.operation_world import make_world, resource, sign_as
from tests.planning.support_world import Support, make_support
from tests.ready import open_gate


async def figures(support: Support, *, weeks: int = 0, actor: Actor | None = None) -> Afterwards:
    return await afterwards_of(
        operation_id=support.operation_id,
        actor=actor or support.world.lead,
        now=NOW + timedelta(weeks=weeks),
    )


async def live_support() -> Support:
    support = await make_support()
    await support.promise([{"phase": "Before trial", "contacts_a_week": "2"}])
    await support.go_live()
    return support


async def test_before_go_live_there_is_a_forecast_and_nothing_else() -> None:
    support = await make_support()
    found = await figures(support)
    assert (found.live_on, found.weeks, found.forecast, found.forecast_by_now, found.meetings) == (
        None, [], 100, 0, 0,
    )  # fmt: skip


async def test_contacts_are_counted_by_week_for_members_outside_the_concerns_too() -> None:
    support = await live_support()
    first, second = support.children
    later = NOW + timedelta(weeks=2)
    for child, day, kind in (
        (first, 9, ContactKind.VISIT), (first, 10, ContactKind.PHONE),
        (second, 11, ContactKind.PHONE), (second, 12, ContactKind.ATTEMPT),
        (second, 17, ContactKind.PHONE),
    ):  # fmt: skip
        await support.contact(child, date(2026, 3, day), kind, now=later)
    found = await figures(support, weeks=2)
    told = [
        (week.week_on, week.promised, week.contacts, week.children, week.children_met)
        for week in found.weeks[:4]
    ]
    assert told == [
        (date(2026, 3, 2), None, 0, 0, None),
        (date(2026, 3, 9), 4, 3, 2, 1),
        (date(2026, 3, 16), None, 1, 2, None),
        (date(2026, 3, 23), None, None, None, None),
    ]
    assert (found.minimum, found.victims, found.confirmed) == (2, 30, False)
    assert (sum(week.meetings_forecast or 0 for week in found.weeks), found.forecast) == (100, 100)
    assert found.forecast_by_now == 24  # ten of the 42 working days, rounded up


async def test_a_meeting_about_two_children_is_one_and_later_ones_wait() -> None:
    support = await live_support()
    for day, concerns in ((10, support.concerns), (11, support.concerns[:1]), (24, [])):
        about = concerns or support.concerns
        await support.scene.convene(support.scene.convening(about, on=date(2026, 3, day)))
    told = await figures(support, weeks=2)
    assert ([week.meetings for week in told.weeks[:4]], told.meetings) == ([0, 2, 0, None], 2)


async def test_nobody_outside_learns_a_count() -> None:
    support = await live_support()
    for actor in (support.scene.scheduler, await make_actor()):
        with pytest.raises(NotFound):
            await figures(support, actor=actor)
        async with transaction(actor.person_id):
            for counts in (
                "meetings_since_live($1, $2::timestamptz)",
                "contacts_since_live($1, 1, $2::timestamptz::date)",
            ):
                about = f"select count(*) from accord_{counts}"
                assert await fetch_value(about, support.operation_id, NOW) == 0


async def test_what_is_over_is_counted_to_its_end() -> None:
    support = await make_support()
    await support.move(Act.STAND_DOWN)
    assert (await figures(support, weeks=9)).until_on == NOW.date()


async def test_a_changed_plan_leaves_the_signed_version_in_force() -> None:
    world, versions = await open_gate()
    await go_live(operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent)

    async def standing() -> list[tuple[PlanKind, int | None, int, list[str]]]:
        found = await versions_in_force(operation_id=world.operation_id, actor=world.health)
        return [(one.kind, one.in_force, one.current, one.awaits) for one in found]

    support: tuple[PlanKind, int | None, int, list[str]] = (PlanKind.VICTIM_SUPPORT, 1, 1, [])
    assert await standing() == [(PlanKind.CONTINGENCY, 1, 1, []), support]
    (line,) = (await world.seen()).resources
    changed = resource(world.health.agency_id, phase=line.phase, funding="Grant")
    await change_resource(
        resource_id=line.id, draft=changed, version=line.version, actor=world.lead, now=NOW
    )
    second = await world.submit(now=NOW + timedelta(minutes=1))
    ((kind, in_force, current, awaits), other) = await standing()
    assert (kind, in_force, current, len(awaits), other) == (
        PlanKind.CONTINGENCY, 1, 2, 1, support,
    )  # fmt: skip
    await sign_as(world.health, second, minute=2)
    assert await standing() == [(PlanKind.CONTINGENCY, 2, 2, []), support]
    assert versions
    assert await versions_in_force(operation_id=world.operation_id, actor=await make_actor()) == []
    (used,) = (
        await afterwards_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    ).resources
    assert msgspec.structs.astuple(used)[1:] == ("Social workers", "people", 4, 0)


async def test_what_was_never_signed_is_not_in_force() -> None:
    world = await make_world()
    await world.submit()
    (one,) = await versions_in_force(operation_id=world.operation_id, actor=world.lead)
    assert (one.in_force, one.current, len(one.awaits)) == (None, 1, 2)
