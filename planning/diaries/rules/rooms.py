"""What an administrator may say of a room."""

import msgspec

from planning.errors import Blocker

LONGEST_NAME = 200
LARGEST_ROOM = 1000


class RoomDraft(msgspec.Struct, frozen=True):
    """A room as an administrator enters it; a virtual one holds one meeting at a time too."""

    site: str
    name: str
    capacity: int
    is_virtual: bool = False


def room_faults(draft: RoomDraft) -> list[Blocker]:
    """What is wrong with a room."""
    faults = [
        Blocker(f"Enter the {words}, in up to {LONGEST_NAME} characters.", field)
        for field, words, value in (
            ("site", "site", draft.site),
            ("name", "room’s name", draft.name),
        )
        if not 1 <= len(value.strip()) <= LONGEST_NAME
    ]
    if not 1 <= draft.capacity <= LARGEST_ROOM:
        faults.append(Blocker("Enter how many people it holds, from 1 to 1,000.", "capacity"))
    return faults
