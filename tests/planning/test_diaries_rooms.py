"""Rooms: an administrator keeps them, everybody sees them."""

from uuid import uuid4

import pytest

from planning.diaries.actions import add_room, change_room, close_room
from planning.diaries.queries import RoomSeen, room, rooms
from planning.diaries.rules.rooms import RoomDraft
from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.people.rules import Role
from tests.factories import NOW, make_actor

HALL = RoomDraft("Town hall", "Room 1", 8)


async def test_a_room_is_added_changed_and_closed() -> None:
    keeper = await make_actor(Role.ADMINISTRATOR)
    room_id = await add_room(draft=HALL, actor=keeper, now=NOW)
    online = RoomDraft("Online", "Room A", 30, is_virtual=True)
    await change_room(room_id=room_id, draft=online, actor=keeper, now=NOW)
    other_id = await add_room(draft=HALL, actor=keeper, now=NOW)
    seen = RoomSeen(room_id, "Online", "Room A", 30, is_virtual=True)
    assert await room(room_id=room_id, actor=keeper) == seen
    listed = [found.id for found in await rooms(actor=await make_actor())]
    assert [found for found in listed if found in {room_id, other_id}] == [room_id, other_id]
    with pytest.raises(Blocked, match="There is a room of that name"):
        await change_room(room_id=other_id, draft=online, actor=keeper, now=NOW)
    await close_room(room_id=room_id, actor=keeper, now=NOW)
    for act in (
        room(room_id=room_id, actor=keeper),
        close_room(room_id=room_id, actor=keeper, now=NOW),
        change_room(room_id=uuid4(), draft=RoomDraft("A", "B", 1), actor=keeper, now=NOW),
    ):
        with pytest.raises(NotFound):
            await act


async def test_every_fault_of_a_room_is_told_at_once() -> None:
    keeper = await make_actor(Role.ADMINISTRATOR)
    with pytest.raises(Invalid) as refused:
        await add_room(draft=RoomDraft(" ", "x" * 201, 0), actor=keeper, now=NOW)
    assert [fault.field for fault in refused.value.blockers] == ["site", "name", "capacity"]


async def test_others_keep_no_rooms() -> None:
    with pytest.raises(NotAllowed):
        await add_room(draft=HALL, actor=await make_actor(Role.SCHEDULER), now=NOW)
