"""Whom the quorum of a closed meeting rested on: by child, with names, and for good."""

import msgspec
import pytest

from planning.meetings.queries import ChildQuorum, meeting
from planning.meetings.rules.quorum import CategoryResult
from planning.meetings.rules.scheduling import Invitee
from planning.people.rules import Actor, AgencyCategory
from planning.procedures.rules import MeetingKind
from planning.transactions import Connection
from tests.scene import HELD, Scene, decided, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def rested_on(*who: list[str]) -> list[CategoryResult]:
    """Social care, police and health, in the order of the rules."""
    required = (AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.HEALTH)
    return [CategoryResult(category, names) for category, names in zip(required, who, strict=True)]


async def test_each_child_has_their_own_as_it_was_at_closing(
    scene: Scene, rolled_back: Connection
) -> None:
    ana, ben = await scene.concerns("N-1", "N-2")
    asked = scene.convening([ana.id, ben.id])
    only_ana = Invitee(scene.police.person_id, [ana.id])
    of_all = [Invitee(scene.health.person_id), Invitee(scene.school.person_id, [ben.id])]
    convening = msgspec.structs.replace(asked, invitees=[only_ana, *of_all])
    meeting_id = (await scene.convene(convening)).meeting_id
    await scene.come(meeting_id)
    for child in (ana, ben):
        await scene.decide(meeting_id, child.id, decided())

    async def read(reader: Actor) -> list[ChildQuorum]:
        return (await meeting(meeting_id=meeting_id, actor=reader, now=HELD)).quorum

    assert await read(scene.chair) == []
    await scene.close(meeting_id, why="Police could not stay for both")
    chair, police, health = scene.chair.name, scene.police.name, scene.health.name
    of_ana = ChildQuorum(ana.id, "Child N-1", True, rested_on([chair], [police], [health]))
    of_ben = ChildQuorum(ben.id, "Child N-2", False, rested_on([chair], [], [health]))
    assert await read(scene.chair) == [of_ana, of_ben]
    assert await read(scene.police) == [of_ana]
    assert await read(scene.school) == [of_ben]
    await rolled_back.execute(
        "update person set decision_authority = false where id = $1", scene.police.person_id
    )
    assert await read(scene.police) == [of_ana]


async def test_a_meeting_without_children_has_one_for_all(scene: Scene) -> None:
    group = MeetingKind.INVESTIGATION_MANAGEMENT_GROUP
    asked = msgspec.structs.replace(scene.convening([]), kind=group)
    meeting_id = (await scene.convene(asked)).meeting_id
    await scene.come(meeting_id, scene.chair, scene.police)
    await scene.close(meeting_id, why="Health was called away")
    seen = await meeting(meeting_id=meeting_id, actor=scene.health, now=HELD)
    assert seen.quorum == [
        ChildQuorum(None, None, False, rested_on([scene.chair.name], [scene.police.name], []))
    ]
