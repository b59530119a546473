"""Search finds what the person may know, however it is typed, and tells nothing of the rest."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, NewConcern
from planning.errors import Invalid
from planning.people.rules import Actor, Role
from planning.search.actions import search
from planning.search.queries import Found
from planning.search.rules import Terms
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def child(scene: Scene, name: str, reference: str = "N-20418") -> NewConcern:
    opening = msgspec.structs.replace(
        scene.opening("N-1"), children=[NewChild(reference, name, separate_reason="Another")]
    )
    return (await open_concerns(opening=opening, actor=scene.scheduler, now=NOW))[0]


async def find(actor: Actor, **terms: object) -> Found:
    return await search(terms=msgspec.convert(terms, Terms), actor=actor, now=NOW)


async def names(actor: Actor, typed: str) -> list[str]:
    return [one.child_name for one in (await find(actor, child=typed)).children]


@pytest.mark.parametrize(
    "typed",
    ["Áine", "aine", "AINE o'brien", "obrien", "O’Brien-Łuc", "luc ain", "Ai", "łucja"],
)
async def test_names_are_found_by_how_their_words_begin(scene: Scene, typed: str) -> None:
    await child(scene, "Áine O’Brien-Łucja")
    assert await names(scene.scheduler, typed) == ["Áine O’Brien-Łucja"]


@pytest.mark.parametrize("typed", ["ine", "brien", "aine smith", "%", "_ine", "\u02bc"])
async def test_nothing_else_is(scene: Scene, typed: str) -> None:
    await child(scene, "Áine O’Brien")
    if typed == "%":
        with pytest.raises(Invalid):
            await names(scene.scheduler, typed)
    else:
        assert await names(scene.scheduler, typed) == []


@pytest.mark.parametrize("typed", ["N-20418", "n 20418", "n204", "N20418"])
async def test_references_are_found_by_their_beginning(scene: Scene, typed: str) -> None:
    await child(scene, "Sam Example")
    assert await names(scene.scheduler, typed) == ["Sam Example"]
    assert await names(scene.scheduler, "20418") == []


async def meeting_of(scene: Scene, concern_id: UUID, on: date) -> tuple[UUID, str]:
    convened = await scene.convene(scene.convening([concern_id], on=on))
    return convened.meeting_id, convened.reference


async def test_meetings_are_found_by_child_person_reference_and_date(scene: Scene) -> None:
    sam = await child(scene, "Sam Example")
    first, reference = await meeting_of(scene, sam.id, date(2026, 3, 4))
    second, _ = await meeting_of(scene, sam.id, date(2026, 3, 11))
    me = scene.scheduler

    async def found(**terms: object) -> list[UUID]:
        return [one.id for one in (await find(me, **terms)).meetings.items]

    assert await found(child="sam") == [second, first]
    assert await found(child="nobody") == []
    assert await found(person=scene.police.name) == [second, first]
    assert await found(person=scene.chair.name, until_on="2026-03-04") == [first]
    assert await found(person=scene.school.name) == []
    assert await found(reference=reference.lower().replace("-", " ")) == [first]
    assert first in await found(reference=reference[:2])
    assert await found(from_on="2026-03-05", until_on="2026-03-11") == [second]
    assert await found(child="sam", reference=reference, from_on="2026-03-05") == []


async def test_pages_neither_skip_nor_repeat(scene: Scene) -> None:
    sam = await child(scene, "Sam Example")
    ids = [(await meeting_of(scene, sam.id, date(2026, 3, day)))[0] for day in (4, 5, 6)]
    terms = Terms(child="sam")
    begin = await search(terms=terms, actor=scene.scheduler, now=NOW, limit=2)
    end = await search(
        terms=terms, actor=scene.scheduler, now=NOW, limit=2, cursor=begin.meetings.next
    )
    shown = [one.id for one in (*begin.meetings.items, *end.meetings.items)]
    assert (shown, end.meetings.next) == (list(reversed(ids)), None)


async def test_the_hidden_is_as_absent_and_namesakes_are_kept_apart(scene: Scene) -> None:
    sam = await child(scene, "Sam Example")
    _, reference = await meeting_of(scene, sam.id, date(2026, 3, 4))
    absent = await find(scene.stranger, child="Sam Example", reference="ZZZ-ZZZ")
    hidden = [
        await find(scene.stranger, child="Sam Example"),
        await find(scene.stranger, child="N-20418"),
        await find(scene.stranger, person=scene.police.name),
        await find(scene.stranger, reference=reference),
        await find(scene.stranger, from_on="2026-01-01"),
    ]
    assert {msgspec.json.encode(found) for found in hidden} == {msgspec.json.encode(absent)}
    namesake = await open_concerns(
        opening=scene.opening("Sam Example"), actor=await make_actor(*scene.scheduler.roles),
        now=NOW,
    )  # fmt: skip
    mine = (await find(scene.scheduler, child="Sam Example")).children
    assert [one.concern_id for one in mine] == [sam.id]
    assert namesake[0].id != sam.id


async def test_history_says_by_what_was_searched_and_not_for_whom(scene: Scene) -> None:
    auditor = await make_actor(Role.AUDITOR)
    await find(scene.police, child="Quentin Hidden", until_on="2026-03-04")
    async with transaction(scene.police.person_id):
        kept = await fetch_value("select terms from search_made")
    async with transaction(auditor.person_id):
        told = await fetch_value(
            "select detail from history_event where act = 'search.made' and actor_id = $1",
            scene.police.person_id,
        )
        others = await fetch_value("select count(*) from search_made")
    assert kept == {"child": "Quentin Hidden", "until_on": "2026-03-04"}
    assert (told, others) == ({"by": ["child", "until_on"]}, 0)


async def test_more_children_than_fit_are_told(scene: Scene) -> None:
    opening = scene.opening(*(f"R-{number}" for number in range(51)))
    await open_concerns(opening=opening, actor=scene.scheduler, now=NOW)
    found = await find(scene.scheduler, child="child")
    assert (len(found.children), found.more) == (50, True)
