"""What the database says about the people, children and room of a convening."""

from uuid import UUID

import msgspec

from planning.concerns.rules import OpenConcern
from planning.diaries.rules.places import Named
from planning.people.rules import AgencyCategory, Role


class PersonKnown(msgspec.Struct, frozen=True):
    """Somebody in the directory, as convening needs them."""

    id: UUID
    name: str
    email: str
    agency_id: UUID
    category: AgencyCategory
    decision_authority: bool
    roles: list[Role]

    def named(self) -> Named:
        """The person as a diary names them."""
        return Named(self.id, self.name)


class ConcernKnown(msgspec.Struct, frozen=True):
    """An open concern that the actor is in."""

    id: UUID
    compartment_id: UUID


class Conflict(msgspec.Struct, frozen=True):
    """A declared conflict of interest."""

    person_id: UUID
    compartment_id: UUID


class RoomKnown(msgspec.Struct, frozen=True):
    """The room that was chosen, and whether it is free at that time."""

    place: str
    capacity: int
    busy: bool


class Known(msgspec.Struct, frozen=True):
    """What the database says about the people, room and children of a convening."""

    people: list[PersonKnown]
    concerns: list[ConcernKnown]
    already_open: list[OpenConcern]
    conflicts: list[Conflict]
    busy: list[UUID] = []
    room: RoomKnown | None = None
