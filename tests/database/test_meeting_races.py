"""Two people do the same at the same moment: one wins, the other is told."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

import msgspec
import pytest

from planning.chains.queries import chain_of
from planning.errors import Blocked
from planning.meetings.actions import approve_minutes, record_items
from planning.meetings.rules.record import Change, Content, Section
from tests.scene import HELD, Scene, decided, make_scene

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def held(scene: Scene) -> tuple[UUID, UUID]:
    (child,) = await scene.concerns("R-1")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    return meeting_id, child.id


async def together(*acts: Awaitable[object]) -> list[BaseException]:
    results = await asyncio.gather(*acts, return_exceptions=True)
    return [result for result in results if isinstance(result, BaseException)]


async def test_a_meeting_is_closed_once(scene: Scene) -> None:
    meeting_id, child_id = await held(scene)
    await scene.decide(meeting_id, child_id, decided())
    lost = await together(*(scene.close(meeting_id) for _ in range(4)))
    assert [(type(error), str(error)) for error in lost] == [
        (Blocked, "This meeting is closed already.")
    ] * 3
    chain = await chain_of(concern_id=child_id, actor=scene.chair, now=HELD)
    assert len(chain.entries) == 1


async def test_of_two_texts_saved_at_once_both_stand_until_one_person_settles_them(
    scene: Scene,
) -> None:
    meeting_id, child_id = await held(scene)
    await scene.decide(meeting_id, child_id, decided())
    texts = [
        Change(section=Section.ANALYSIS, concern_id=child_id, content=Content(body=body))
        for body in ("One", "Two")
    ]
    lost = await together(*(write(scene, meeting_id, text) for text in texts))
    assert lost == []
    with pytest.raises(Blocked, match="two versions of this text"):
        await scene.close(meeting_id)
    agreed = msgspec.structs.replace(texts[0], read=[2, 3])
    lost = await together(*(write(scene, meeting_id, agreed) for _ in range(3)))
    assert lost == []
    await scene.close(meeting_id)


async def write(scene: Scene, meeting_id: UUID, change: Change) -> None:
    await record_items(meeting_id=meeting_id, changes=[change], actor=scene.chair, now=HELD)


async def test_minutes_are_approved_once(scene: Scene) -> None:
    meeting_id, child_id = await held(scene)
    await scene.decide(meeting_id, child_id, decided())
    await scene.close(meeting_id)
    lost = await together(
        *(
            approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent)
            for _ in range(2)
        )
    )
    assert [str(error) for error in lost] == ["The minutes of this meeting are approved already."]


async def test_a_failing_message_leaves_nothing_of_the_meeting(scene: Scene) -> None:
    (child,) = await scene.concerns("R-2")

    async def broken(messages: object, *, now: object) -> None:
        raise ConnectionError("no queue")

    scene.sent = broken  # type: ignore[assignment]
    with pytest.raises(ConnectionError):
        await scene.meet(child.id)
    chain = await chain_of(concern_id=child.id, actor=scene.scheduler, now=HELD)
    assert chain.entries == []
