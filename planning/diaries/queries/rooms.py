"""Rooms, which every signed-in person may see."""

from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, transaction


class RoomSeen(msgspec.Struct, frozen=True):
    """An open room."""

    id: UUID
    site: str
    name: str
    capacity: int
    is_virtual: bool


_ROOMS = "select id, site, name, capacity, is_virtual from room where closed_at is null"


async def rooms(*, actor: Actor) -> list[RoomSeen]:
    """Open rooms by site and name."""
    async with transaction(actor.person_id):
        return await fetch_all(RoomSeen, f"{_ROOMS} order by site, name")


async def room(*, room_id: UUID, actor: Actor) -> RoomSeen:
    """One open room; raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(RoomSeen, f"{_ROOMS} and id = $1", room_id)
    if found is None:
        raise NotFound
    return found
