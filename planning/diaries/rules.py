"""What a diary and a room may say, and the words for a place that is taken."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from planning.errors import Blocker

LONGEST_NAME = 200
LARGEST_ROOM = 1000


class Named(msgspec.Struct, frozen=True):
    """A person by name."""

    id: UUID
    name: str


def busy_blockers(busy: Sequence[Named], asked: Collection[UUID]) -> list[Blocker]:
    """Who is busy and was not asked all the same; never why."""
    return [
        Blocker(
            f"{person.name} is busy at that time."
            " Choose another time, or ask them although they are busy.",
            "ask_although_busy",
        )
        for person in busy
        if person.id not in asked
    ]


def room_blockers(*, busy: bool) -> list[Blocker]:
    """A room has no second place: there is no asking it all the same."""
    sentence = "That room is booked at that time. Choose another room or time."
    return [Blocker(sentence, "room_id")] if busy else []


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
