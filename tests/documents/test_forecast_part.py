"""The contingency plan prints its forecast after the section that it is about."""

import asyncpg

from planning.plans.rules.templates import PlanKind
from planning.transactions import transaction
from service.documents.content import Sheet
from service.documents.sources import SOURCES, Kind
from tests.factories import NOW
from tests.planning.capacity_world import declare
from tests.planning.operation_world import World, make_world
from tests.planning.test_plans import edit

SHEET = Sheet(title="Plan", version="Version 1", reader="Sam", made_at="today")


async def html_of(world: World, kind: PlanKind) -> tuple[bytes, str]:
    version_id = await world.submit(kind)
    async with transaction(world.health.person_id):
        source = await SOURCES[Kind.PLAN](version_id, world.health, NOW, NOW)
    return source.content_hash, source.html(SHEET)


async def test_the_forecast_follows_the_section_with_pictures_and_tables(
    committed: asyncpg.Pool,
) -> None:
    world = await make_world()
    await edit(world, "surge", {"chairs": "3"})
    _, html = await html_of(world, PlanKind.CONTINGENCY)
    part = html[html.index("Forecast of the surge") : html.index("<h2>Resourcing")]
    assert html.index("Surge capacity for meetings") < html.index("Forecast of the surge")
    assert part.count("<svg") == 6
    for heading in ("Week by week", "What falls to each agency", "What the forecast rests on"):
        assert f"<h3>{heading}" in part
    assert "3 people, as the plan says" in part
    assert "100 strategy meetings on average" in part


async def test_what_an_agency_declares_makes_another_document(committed: asyncpg.Pool) -> None:
    world = await make_world()
    version_id = await world.submit()
    hashes = []
    for _ in range(2):
        async with transaction(world.health.person_id):
            source = await SOURCES[Kind.PLAN](version_id, world.health, NOW, NOW)
        hashes.append(source.content_hash)
        await declare(world.health, 3, weeks=26, key="meeting_chairs")
    assert hashes[0] != hashes[1]


async def test_the_other_plan_has_none(committed: asyncpg.Pool) -> None:
    _, html = await html_of(await make_world(), PlanKind.VICTIM_SUPPORT)
    assert "Forecast of the surge" not in html
