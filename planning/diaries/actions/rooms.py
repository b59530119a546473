"""Keeping rooms: an administrator's acts."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from planning.constraints import SENTENCES
from planning.diaries.rules.rooms import RoomDraft, room_faults
from planning.diaries.tables import Room
from planning.errors import Blocked, Blocker, Invalid, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.transactions import fetch_value, transaction


async def add_room(*, draft: RoomDraft, actor: Actor, now: datetime) -> UUID:
    """Add a room; raises `Blocked` when the site has one of that name."""
    require_role(actor, Role.ADMINISTRATOR)
    _check(draft)
    async with transaction(actor.person_id):
        room_id = uuid4()
        await _check_name(draft, room_id)
        await Room.insert(Room(id=room_id, closed_at=None, **_values(draft)))
        await record([Event("room.added", "room", room_id)], actor_id=actor.person_id, now=now)
        return room_id


async def change_room(*, room_id: UUID, draft: RoomDraft, actor: Actor, now: datetime) -> None:
    """Change what is said of a room; raises `NotFound` when it is closed or absent."""
    require_role(actor, Role.ADMINISTRATOR)
    _check(draft)
    async with transaction(actor.person_id):
        await _check_name(draft, room_id)
        changed = (
            await Room.update(_values(draft))
            .where(Room.id == room_id, Room.closed_at.is_null())
            .returning(Room.id)
        )
        await _record("room.changed", room_id, actor, now, found=bool(changed))


async def close_room(*, room_id: UUID, actor: Actor, now: datetime) -> None:
    """Offer the room no more; meetings that hold it keep it. Raises `NotFound` if it is closed."""
    require_role(actor, Role.ADMINISTRATOR)
    async with transaction(actor.person_id):
        changed = (
            await Room.update({Room.closed_at: now})
            .where(Room.id == room_id, Room.closed_at.is_null())
            .returning(Room.id)
        )
        await _record("room.closed", room_id, actor, now, found=bool(changed))


def _check(draft: RoomDraft) -> None:
    faults = room_faults(draft)
    if faults:
        raise Invalid(faults)


async def _check_name(draft: RoomDraft, room_id: UUID) -> None:
    if await fetch_value(
        "select true from room where site = $1 and name = $2 and id <> $3",
        draft.site.strip(), draft.name.strip(), room_id,
    ):  # fmt: skip
        raise Blocked([Blocker(SENTENCES["uq_room_name"], "name")])


def _values(draft: RoomDraft) -> dict[Any, Any]:
    return {
        "site": draft.site.strip(),
        "name": draft.name.strip(),
        "capacity": draft.capacity,
        "is_virtual": draft.is_virtual,
    }


async def _record(act: str, room_id: UUID, actor: Actor, now: datetime, *, found: bool) -> None:
    if not found:
        raise NotFound
    await record([Event(act, "room", room_id)], actor_id=actor.person_id, now=now)
