"""The rows that a problem is built from."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import HoursSpan
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import KindRules, MeetingKind
from planning.surge.forms.problem import Grid
from planning.surge.rules.batches import BatchRules


class PersonRow(msgspec.Struct, frozen=True):
    """Somebody who may be asked, with their week and what of it is taken, never by what."""

    id: UUID
    name: str
    agency_id: UUID
    category: AgencyCategory
    decision_authority: bool
    roles: list[Role]
    hours: list[HoursSpan]
    busy: list[Taken]


class RoomRow(msgspec.Struct, frozen=True):
    """A room to meet in, and when it is held."""

    id: UUID
    site: str
    name: str
    capacity: int
    busy: list[Taken]


class ToPlace(msgspec.Struct, frozen=True):
    """A meeting without a place; `banned` have a conflict of interest for one of its children.

    `minutes` is its own length where it has one already.
    """

    id: UUID
    kind: MeetingKind
    concern_ids: list[UUID]
    due_on: date
    weight: int
    site: str | None
    required: list[UUID]
    preferred: list[UUID]
    banned: list[UUID]
    pinned_at: datetime | None = None
    pinned_room_id: UUID | None = None
    minutes: int | None = None


class Absent(msgspec.Struct, frozen=True):
    """Somebody who cannot come on these days, both included."""

    person_id: UUID
    from_on: date
    until_on: date


class World(msgspec.Struct, frozen=True):
    """Everything that a problem is built from."""

    name: str
    grid: Grid
    rules: BatchRules
    kinds: dict[MeetingKind, KindRules]
    people: list[PersonRow]
    rooms: list[RoomRow]
    absent: list[Absent]
    meetings: list[ToPlace]
