"""Two people change the same meeting at the same moment: one wins, the other is told."""

import asyncio

import pytest

from planning.errors import Blocked, Stale
from planning.meetings.actions import change_people
from planning.meetings.queries import meeting
from planning.meetings.rules.changing import PeopleChange, Ticked
from tests.factories import NOW
from tests.scene import HELD, decided, make_scene

pytestmark = pytest.mark.usefixtures("committed")


async def test_of_two_changes_at_once_one_is_made_and_nobody_is_invited_twice() -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("R-7")
    meeting_id = await scene.meet(child.id)
    acts = [
        change_people(
            meeting_id=meeting_id,
            change=PeopleChange(add=[Ticked(scene.school.person_id)]),
            version=1,
            actor=actor,
            now=NOW,
            enqueue=scene.sent,
        )
        for actor in (scene.scheduler, scene.chair, scene.scheduler)
    ]
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == [Stale.__name__, Stale.__name__, "bool"]
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    invited = [one.person_id for one in seen.attendees]
    assert (seen.version, invited.count(scene.school.person_id)) == (2, 1)


async def test_somebody_joins_a_meeting_before_it_closes_or_not_at_all() -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("R-8")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, decided())
    before = await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    closed, changed = await asyncio.gather(
        scene.close(meeting_id),
        change_people(
            meeting_id=meeting_id,
            change=PeopleChange(add=[Ticked(scene.school.person_id)]),
            version=before.version,
            actor=scene.scheduler,
            now=HELD,
            enqueue=scene.sent,
        ),
        return_exceptions=True,
    )
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    joined = scene.school.person_id in {one.person_id for one in seen.attendees}
    assert (closed, seen.state) == (None, "closed")
    assert isinstance(changed, bool if joined else (Blocked, Stale))
