"""Two people do the same at the same moment: one wins, the other is told."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

import pytest

from planning.chains.queries import chain_of
from planning.errors import Blocked, Stale
from planning.meetings.actions import approve_minutes, record_child
from planning.meetings.rules.closing import ChildDraft
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


async def test_of_two_drafts_saved_at_once_one_is_kept_and_one_is_told(scene: Scene) -> None:
    meeting_id, child_id = await held(scene)
    lost = await together(
        *(
            record_child(
                meeting_id=meeting_id,
                concern_id=child_id,
                draft=ChildDraft(information=text),
                version=1,
                actor=scene.chair,
                now=HELD,
            )
            for text in ("One", "Two")
        )
    )
    assert [type(error) for error in lost] == [Stale]


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
