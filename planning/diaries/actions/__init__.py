"""What people do with diaries and rooms; one file for each."""

from planning.diaries.actions.diary import add_absence, import_busy, remove_absence, set_hours
from planning.diaries.actions.rooms import add_room, change_room, close_room

__all__ = [
    "add_absence",
    "add_room",
    "change_room",
    "close_room",
    "import_busy",
    "remove_absence",
    "set_hours",
]
