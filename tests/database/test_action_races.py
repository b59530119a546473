"""Two people act on one action at the same moment: it ends once, and is carried once."""

from collections.abc import Awaitable
from uuid import UUID

import pytest

from planning.errors import Blocked, NotFound
from planning.meetings.actions import carry_over_action, complete_action
from planning.meetings.queries import action
from planning.meetings.rules.action import Ended
from tests.database.test_meeting_races import together
from tests.planning.test_actions_carried import SECOND, begin, during, first_meeting
from tests.scene import Scene, decided, make_scene

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def carrying(scene: Scene, meeting_id: UUID, action_id: UUID) -> Awaitable[UUID]:
    return carry_over_action(
        meeting_id=meeting_id,
        action_id=action_id,
        due_on=SECOND,
        actor=scene.chair,
        now=during(SECOND),
    )


async def test_an_action_is_carried_once(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    meetings = [await begin(scene, concern_id, SECOND) for _ in range(2)]
    lost = await together(*(carrying(scene, one, first) for one in meetings * 2))
    assert [type(error) for error in lost] == [Blocked] * 3


async def test_an_action_done_while_its_meeting_closes_ends_in_one_way(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    meeting_id = await begin(scene, concern_id, SECOND)
    second = await carry_over_action(
        meeting_id=meeting_id,
        action_id=first,
        due_on=SECOND,
        actor=scene.chair,
        now=during(SECOND),
    )
    await scene.decide(meeting_id, concern_id, decided())
    await together(
        scene.close(meeting_id, now=during(SECOND)),
        complete_action(action_id=first, evidence="Seen", actor=scene.police, now=during(SECOND)),
    )
    old = await action(action_id=first, actor=scene.police, now=during(SECOND))
    if old.ended is Ended.DONE:
        with pytest.raises(NotFound):
            await action(action_id=second, actor=scene.police, now=during(SECOND))
    else:
        new = await action(action_id=second, actor=scene.police, now=during(SECOND))
        assert (old.ended, new.ended) == (Ended.CARRIED, None)
