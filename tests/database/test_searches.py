"""What the database refuses of searches, and whom it shows them."""

import asyncpg
import pytest

from planning.search.actions import search
from planning.search.rules import Terms
from planning.transactions import fetch_value, transaction
from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import PEOPLE, A
from tests.factories import NOW
from tests.scene import make_scene

SEARCHED = f"insert into search_made values ({A}, {A}, now(), '{{}}')"


@pytest.mark.parametrize("change", ["delete from {}", "update {} set id = id", "truncate {}"])
async def test_a_search_is_never_changed(database: TestDatabase, change: str) -> None:
    statement = change.format("search_made")
    await assert_breaks(database, "append_only_search_made", *PEOPLE, SEARCHED, statement)


async def test_what_was_searched_for_is_an_object(database: TestDatabase) -> None:
    await assert_breaks(database, "ck_search_made_terms", *PEOPLE, SEARCHED.replace("'{}'", "'[]'"))


async def test_every_named_constraint_is_tried(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where conrelid = 'search_made'::regclass"
        " and conname ~ '^(ck|uq)_'"
    )
    await connection.close()
    assert [row[0] for row in rows] == ["ck_search_made_terms"]


@pytest.mark.usefixtures("committed")
async def test_what_was_typed_is_for_the_eyes_of_who_typed_it() -> None:
    scene = await make_scene()
    terms = Terms(child="Quentin")
    await search(terms=terms, actor=scene.police, now=NOW)
    counts = []
    for actor in (scene.police, scene.manager):
        async with transaction(actor.person_id):
            counts.append(
                await fetch_value(
                    "select count(*) from search_made where terms ->> 'child' = 'Quentin'"
                )
            )
    assert counts == [1, 0]


async def test_a_search_cannot_be_made_in_another_s_name(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.app)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(SEARCHED)
    await connection.close()
