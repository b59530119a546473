"""The words for a place that is taken."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from planning.errors import Blocker


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
