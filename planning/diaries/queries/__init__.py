"""What people see of diaries and rooms; one file for each."""

from planning.diaries.queries.busy import busy_people
from planning.diaries.queries.diary import AbsenceSeen, DiarySeen, diary
from planning.diaries.queries.rooms import RoomSeen, room, rooms

__all__ = ["AbsenceSeen", "DiarySeen", "RoomSeen", "busy_people", "diary", "room", "rooms"]
