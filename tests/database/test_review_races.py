"""A review and closings at the same moment: a review is good for one adjournment only."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from planning.chains.actions import record_review
from planning.chains.queries import chain_of
from planning.chains.rules import ReviewAnswer, Reviewing
from planning.errors import Blocked
from planning.procedures.rules import NoDecisionReason
from tests.scene import Scene, make_scene, replace_decided

pytestmark = pytest.mark.usefixtures("committed")
DAYS = date(2026, 3, 4), date(2026, 3, 6)
THIRD = datetime(2026, 3, 10, 10, tzinfo=UTC)


async def red(scene: Scene, reference: str) -> UUID:
    (child,) = await scene.concerns(reference)
    for day in DAYS:
        await scene.hold(child.id, scene.adjourned(), day=day)
    return child.id


async def ready(scene: Scene, child: UUID) -> UUID:
    """A meeting on the third day that is about to adjourn."""
    convening = replace_decided(scene.convening([child], on=THIRD.date()), THIRD)
    meeting_id = (await scene.convene(convening, now=THIRD - timedelta(hours=3))).meeting_id
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child, scene.adjourned(NoDecisionReason.OTHER))
    return meeting_id


def reviewing(scene: Scene, child: UUID, at: datetime, meetings: int = 2) -> Awaitable[None]:
    asked = Reviewing(child, ReviewAnswer.ACCEPT_ONE_MORE, "The scan is on Monday.", meetings)
    return record_review(reviews=[asked], actor=scene.manager, now=at, enqueue=scene.sent)


async def together(*acts: Awaitable[object]) -> list[str]:
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert all(isinstance(one, Blocked) for one in results if one is not None)
    return [str(one) for one in results if one is not None]


async def run_of(scene: Scene, child: UUID) -> int:
    chain = await chain_of(concern_id=child, actor=scene.chair, now=THIRD + timedelta(hours=2))
    return chain.state.run


async def test_of_two_closings_with_one_review_one_is_refused() -> None:
    scene = await make_scene()
    child = await red(scene, "V-1")
    meetings = [await ready(scene, child), await ready(scene, child)]
    await scene.review(child, day=THIRD.date())
    later = THIRD + timedelta(hours=1)
    (refused,) = await together(*(scene.close(one, now=later) for one in meetings))
    assert "A senior review is needed before another adjournment." in refused
    assert await run_of(scene, child) == 3


async def test_a_review_and_a_closing_at_once_never_leave_a_review_to_be_used_twice() -> None:
    scene = await make_scene()
    for number in range(4):
        child = await red(scene, f"V-{number}")
        first, second = await ready(scene, child), await ready(scene, child)
        at = datetime.combine(THIRD, time(11, number), tzinfo=UTC)
        await together(
            reviewing(scene, child, at),
            scene.close(first, now=at + timedelta(seconds=number % 2)),
        )
        await together(scene.close(second, now=at + timedelta(minutes=1)))
        assert await run_of(scene, child) == 3


async def test_of_two_reviews_at_once_one_is_recorded() -> None:
    scene = await make_scene()
    child = await red(scene, "V-1")
    (refused,) = await together(*(reviewing(scene, child, THIRD) for _ in range(2)))
    assert "a senior review is recorded already" in refused
