"""Two people act for the same seat, or write from two places, at the same moment."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

import pytest

from planning.errors import Blocked, NotFound
from planning.meetings.actions import contribute, send_deputy
from planning.meetings.queries import all_contributions, meeting
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.record import Nature
from planning.people.rules import Actor
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def invited(scene: Scene) -> UUID:
    (child,) = await scene.concerns("R-1")
    return await scene.meet(child.id)


async def together(*acts: Awaitable[object]) -> list[BaseException]:
    results = await asyncio.gather(*acts, return_exceptions=True)
    return [result for result in results if isinstance(result, BaseException)]


def send(scene: Scene, meeting_id: UUID, deputy: Actor, by: Actor) -> Awaitable[object]:
    return send_deputy(
        meeting_id=meeting_id,
        person_id=deputy.person_id,
        instead_of_id=scene.police.person_id,
        actor=by,
        now=NOW,
        enqueue=scene.sent,
    )


async def test_one_deputy_comes_when_two_are_sent_at_once(scene: Scene) -> None:
    meeting_id = await invited(scene)
    deputies = [await make_actor(agency_id=scene.police.agency_id) for _ in range(2)]
    lost = await together(
        *(
            send(scene, meeting_id, deputy, by)
            for deputy, by in zip(deputies, (scene.police, scene.chair), strict=True)
        )
    )
    assert [type(error) for error in lost] == [NotFound]
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert [one.deputy_for for one in seen.attendees if one.deputy_for] == [scene.police.name]


async def test_a_deputy_who_is_sent_three_times_at_once_is_asked_once(scene: Scene) -> None:
    meeting_id = await invited(scene)
    deputy = await make_actor(agency_id=scene.police.agency_id)
    lost = await together(*(send(scene, meeting_id, deputy, scene.chair) for _ in range(3)))
    assert {type(error) for error in lost} <= {Blocked, NotFound}
    assert len(lost) == 2
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert [one.person_id for one in seen.attendees].count(deputy.person_id) == 1


async def test_two_changes_of_one_item_are_both_kept(scene: Scene) -> None:
    meeting_id = await invited(scene)

    def write(text: str, item_id: UUID | None = None) -> Awaitable[list[UUID]]:
        item = Written(Nature.FACT, text, None, item_id)
        return contribute(meeting_id=meeting_id, items=[item], actor=scene.police, now=NOW)

    (item_id,) = await write("First.")
    assert await together(write("Second.", item_id), write("Third.", item_id)) == []
    (found,) = await all_contributions(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert found.version == 3
