"""What a meeting is, and who chairs it, changed after it was convened."""

from uuid import UUID, uuid4

import msgspec
import pytest

from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.errors import Blocked
from planning.meetings.actions import Details, change_details
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.scheduling import Mode
from planning.people.rules import Actor, Role
from tests.factories import NOW, make_actor
from tests.planning.test_meetings_people import change, see, siblings, told
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def details(scene: Scene, **changes: object) -> Details:
    as_convened = Details(
        purpose="To decide whether to start section 47",
        mode=Mode.ROOM,
        chair_id=scene.chair.person_id,
    )
    return msgspec.structs.replace(as_convened, **changes)


async def change_to(scene: Scene, meeting_id: UUID, wanted: Details, actor: Actor) -> None:
    scene.sent.messages.clear()
    await change_details(
        meeting_id=meeting_id,
        details=wanted,
        version=(await see(scene, meeting_id, actor)).version,
        actor=actor,
        now=NOW,
        enqueue=scene.sent,
    )


async def test_the_chair_is_handed_on_with_every_child(scene: Scene) -> None:
    meeting_id, ana, ben = await siblings(scene)
    chair = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    await change_to(
        scene,
        meeting_id,
        details(
            scene,
            chair_id=chair.person_id,
            minute_taker_id=scene.police.person_id,
            purpose="To decide",
            mode=Mode.VIDEO,
            place="Link",
        ),
        scene.chair,
    )
    assert told(scene) == [("Invitation", chair.person_id, 0)]
    seen = await see(scene, meeting_id, chair)
    assert (seen.purpose, seen.mode, seen.place, seen.chair_name) == (
        "To decide",
        Mode.VIDEO,
        "Link",
        chair.name,
    )
    assert {child.concern_id for child in seen.children} == {ana, ben}
    assert (await see(scene, meeting_id, scene.police)).may_run
    assert (await see(scene, meeting_id, scene.chair)).may_run is False
    await change_to(scene, meeting_id, details(scene, chair_id=chair.person_id), chair)
    assert told(scene) == []


async def test_details_are_refused_with_every_reason(scene: Scene) -> None:
    meeting_id, _, ben = await siblings(scene)
    stranger = scene.stranger
    await change(scene, meeting_id, PeopleChange(add=[Ticked(stranger.person_id, [ben])]))
    with pytest.raises(Blocked) as refused:
        await change_to(
            scene,
            meeting_id,
            details(scene, purpose=" ", place="x" * 501, chair_id=uuid4()),
            stranger,
        )
    assert [fault.field for fault in refused.value.blockers] == [
        "purpose",
        "place",
        "chair_id",
        "chair_id",
        "chair_id",
    ]


async def test_another_room_brings_its_place_unless_another_is_given(scene: Scene) -> None:
    keeper = await make_actor(Role.ADMINISTRATOR)
    first, second = [
        await add_room(
            draft=RoomDraft(name=name, site="Library", capacity=9), actor=keeper, now=NOW
        )
        for name in ("North", "South")
    ]
    meeting_id, *_ = await siblings(scene)

    async def move(place: str, room_id: UUID | None) -> tuple[str, UUID | None]:
        wanted = details(scene, place=place, room_id=room_id)
        await change_to(scene, meeting_id, wanted, scene.chair)
        seen = await see(scene, meeting_id, scene.chair)
        return seen.place, seen.room_id

    assert await move("", first) == ("Library, North", first)
    assert await move("Library, North", second) == ("Library, South", second)
    assert await move("South, by the side door", second) == ("South, by the side door", second)
    assert await move("The car park", None) == ("The car park", None)
    assert await move("The car park", first) == ("Library, North", first)
    assert await move("Library, North", None) == ("", None)


async def test_a_room_that_is_not_there_is_refused(scene: Scene) -> None:
    meeting_id, _, _ = await siblings(scene)
    with pytest.raises(Blocked, match="Choose a room from the list"):
        await change_to(scene, meeting_id, details(scene, room_id=uuid4()), scene.chair)
