"""Two conveners want the same person, or room, at the same time: one wins, the other is told."""

import asyncio
from uuid import UUID

import msgspec
import pytest

from planning.constraints import SENTENCES
from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.errors import Blocked
from planning.meetings.rules.scheduling import Convening
from planning.people.rules import Role
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("committed")
TAKEN = {SENTENCES["ex_person_booking_during"], SENTENCES["ex_room_booking_during"]}


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def wanted(scene: Scene, **changes: object) -> Convening:
    plain = msgspec.structs.replace(
        scene.convening([]), kind=MeetingKind.MAPPING, ask_although_busy=[]
    )
    return msgspec.structs.replace(plain, **changes)


async def convene_at_once(scene: Scene, wishes: list[Convening]) -> list[str]:
    results = await asyncio.gather(
        *(scene.convene(wish) for wish in wishes), return_exceptions=True
    )
    lost = [result for result in results if isinstance(result, BaseException)]
    assert [type(error) for error in lost] == [Blocked] * len(lost)
    return [str(error) for error in lost]


async def test_of_many_who_convene_the_same_people_one_wins(scene: Scene) -> None:
    lost = await convene_at_once(scene, [wanted(scene) for _ in range(6)])
    assert len(lost) == 5
    assert all(told in TAKEN or "is busy at that time" in told for told in lost)
    async with transaction(scene.chair.person_id):
        held = await fetch_value("select count(*) from person_booking")
        meetings = await fetch_value("select count(*) from strategy_meeting")
    assert (held, meetings) == (3, 1)


async def test_of_two_who_want_a_room_one_gets_it(scene: Scene) -> None:
    room_id: UUID = await add_room(
        draft=RoomDraft("Race", "Track", 8), actor=await make_actor(Role.ADMINISTRATOR), now=NOW
    )
    wishes = [
        wanted(
            scene,
            chair_id=(await make_actor(Role.CHAIR)).person_id,
            invitees=[],
            room_id=room_id,
        )
        for _ in range(4)
    ]
    lost = await convene_at_once(scene, wishes)
    assert len(lost) == 3
    assert all(told in TAKEN or "That room is booked at that time" in told for told in lost)
