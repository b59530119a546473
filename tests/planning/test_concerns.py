"""Opening and seeing children's concerns."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from planning.access.queries import history_of, members_of, readers_of
from planning.concerns.actions import open_concerns
from planning.concerns.queries import concern, concerns
from planning.concerns.rules import NewChild
from planning.errors import Blocked, NotAllowed, NotFound
from tests.factories import NOW
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def test_siblings_are_walled_off_from_each_other_and_from_strangers(scene: Scene) -> None:
    first, second = await scene.concerns("N-1", "N-2")
    names = [
        [
            (member.person_id, member.reason)
            for member in await members_of(
                compartment_id=opened.compartment_id, actor=scene.scheduler
            )
        ]
        for opened in (first, second)
    ]
    expected = sorted(
        [
            (scene.scheduler.person_id, "Opened the concern"),
            (scene.manager.person_id, "Senior manager named for the concern"),
        ]
    )
    assert [sorted(found) for found in names] == [expected, expected]
    with pytest.raises(NotFound):
        await concern(concern_id=first.id, actor=scene.stranger, now=NOW)
    assert (await concerns(actor=scene.stranger)).items == []


async def test_reading_a_concern_is_logged_and_its_opening_remembered(scene: Scene) -> None:
    (opened,) = await scene.concerns("N-1")
    seen = await concern(concern_id=opened.id, actor=scene.manager, now=NOW)
    assert (seen.reference, seen.child_name, seen.team) == ("N-1", "Child N-1", "North")
    assert seen.senior_manager_name == scene.manager.name
    readers = await readers_of(subject_id=opened.id, actor=scene.scheduler)
    assert [reader.person_name for reader in readers] == [scene.manager.name]
    history = await history_of(subject_id=opened.id, actor=scene.scheduler)
    assert [event.act for event in history] == ["concern.opened"]


async def test_an_open_concern_of_the_child_is_joined_unless_there_is_a_reason(
    scene: Scene,
) -> None:
    await scene.concerns("N-1")
    with pytest.raises(Blocked, match="Join it, or say why not"):
        await scene.concerns("N-1")
    apart = msgspec.structs.replace(
        scene.opening("N-1"), children=[NewChild("N-1", "Ana", separate_reason="Another N-1")]
    )
    (opened,) = await open_concerns(opening=apart, actor=scene.scheduler, now=NOW)
    assert opened.separate_reason == "Another N-1"


async def test_who_cannot_see_the_open_concern_is_not_told_of_it(scene: Scene) -> None:
    await scene.concerns("N-1")
    opened = await open_concerns(opening=scene.opening("N-1"), actor=scene.stranger, now=NOW)
    assert len(opened) == 1


async def test_opening_needs_a_role_and_a_senior_manager_who_is_there(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        await open_concerns(opening=scene.opening("N-1"), actor=scene.police, now=NOW)
    unknown = msgspec.structs.replace(scene.opening("N-1"), senior_manager_id=UUID(int=1))
    with pytest.raises(Blocked, match="Choose a senior manager"):
        await open_concerns(opening=unknown, actor=scene.scheduler, now=NOW)


async def test_the_list_is_paged_latest_first_without_gaps(scene: Scene) -> None:
    for number in range(5):
        await open_concerns(
            opening=scene.opening(f"N-{number}"),
            actor=scene.scheduler,
            now=NOW + timedelta(minutes=number),
        )
    seen: list[str] = []
    cursor = None
    while True:
        found = await concerns(actor=scene.scheduler, cursor=cursor, limit=2, open_only=True)
        seen += [one.reference for one in found.items]
        cursor = found.next
        if cursor is None:
            break
    assert seen == ["N-4", "N-3", "N-2", "N-1", "N-0"]
