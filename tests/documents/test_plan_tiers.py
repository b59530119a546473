"""A printed plan goes as far as its reader's tiers, and tells how far it is while it is made."""

import asyncpg

from planning import clock
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.transactions import transaction
from service.documents.asking import ask, document
from service.documents.content import Sheet
from service.documents.jobs import document_jobs
from service.documents.pdf import make_pdf
from service.documents.sources import SOURCES, Kind
from tests.documents.test_asking import pages_of
from tests.factories import NOW
from tests.jobs.conftest import Working
from tests.planning.operation_world import World, make_world
from tests.planning.test_plans import edit

METHODS = "Watch the square"
SHEET = Sheet(title="Plan", version="Version 1", reader="Sam", made_at="today")


async def secret_world(methods: str = METHODS) -> World:
    world = await make_world()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[world.police.person_id],
        tier=Tier.POLICE,
        reason="Investigates",
        actor=world.lead,
        now=NOW,
    )
    if methods:
        await edit(world, "police_annex", {"methods": methods})
    return world


async def printed(world: World, reader: Actor) -> str:
    version_id = await world.submit()
    document_id = await ask(kind=Kind.PLAN, subject_id=version_id, actor=reader, now=clock.now())
    return " ".join("".join(await pages_of(document_id, reader)).split())


async def test_only_the_police_tier_s_print_holds_its_sections(
    committed: asyncpg.Pool, working: Working
) -> None:
    world = await secret_world()
    async with working(document_jobs()):
        of_police, of_health = [
            await printed(world, reader) for reader in (world.police, world.health)
        ]
    assert METHODS in of_police
    assert "Police-sensitive annex: only for the police-sensitive tier" in of_police
    assert "Version 1, submitted, with its police-sensitive part" in of_police
    assert f"For {world.police.name}" in of_police
    assert METHODS not in of_health
    assert "olice-sensitive" not in of_health
    assert "Version 2, submitted For" in of_health.replace("OFFICIAL-SENSITIVE ", "")


async def html_for(world: World, reader: Actor) -> tuple[bytes, str]:
    version_id = await world.submit()
    async with transaction(reader.person_id):
        source = await SOURCES[Kind.PLAN](version_id, reader, NOW, NOW)
    return source.content_hash, source.html(SHEET)


async def test_what_the_police_tier_says_changes_nothing_of_another_s_print(
    committed: asyncpg.Pool,
) -> None:
    world = await secret_world(methods="")
    before = (await html_for(world, world.health))[1]
    await edit(world, "police_annex", {"methods": METHODS})
    after = (await html_for(world, world.health))[1]
    assert before.replace("<dd>1</dd>", "<dd>2</dd>") == after


async def test_pages_are_counted_while_they_are_set() -> None:
    told = []

    async def hear(pages: int) -> None:
        told.append(pages)

    words = "<p>" + "word " * 400
    await make_pdf(
        f"<html lang=en><title>Plan</title><h1>Plan</h1>{words * 60}", timeout=60, told=hear
    )
    assert told == sorted(set(told))
    assert told[-1] > 1, "however quick the machine is, the last page is told"


async def test_who_waits_is_told_how_far_it_is(
    committed: asyncpg.Pool,
) -> None:
    world = await secret_world()
    version_id = await world.submit()
    document_id = await ask(
        kind=Kind.PLAN, subject_id=version_id, actor=world.health, now=clock.now()
    )
    seen = await document(document_id=document_id, actor=world.health)
    assert (seen.state, seen.pages_set) == ("waiting", 0)
