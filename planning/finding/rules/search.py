"""What is sought, with the diaries of those whom it concerns, and what is found."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import HoursSpan
from planning.diaries.rules.places import Named
from planning.errors import Blocker
from planning.meetings.rules.scheduling import Invitee, Mode
from planning.people.rules import AgencyCategory
from planning.procedures.rules import KindRules, MeetingKind

MOST_INVITEES = 200
SHORTEST_MINUTES, LONGEST_MINUTES, STEP_MINUTES = 15, 12 * 60, 15


class Sought(msgspec.Struct, frozen=True):
    """A meeting without a time.

    Children are named as in a convening: `concern_ids` and the `references` of new ones. Without
    `chair_id` anybody who chairs will do; `find_minute_taker` looks for one in the same way.
    `capacity` is of the room; without it, all who are invited must fit. `room_id` is preferred.
    """

    kind: MeetingKind
    mode: Mode
    decided_at: datetime
    minutes: int
    invitees: list[Invitee]
    concern_ids: list[UUID] = []
    references: list[str] = []
    chair_id: UUID | None = None
    minute_taker_id: UUID | None = None
    find_minute_taker: bool = False
    capacity: int | None = None
    room_id: UUID | None = None


class Diary(msgspec.Struct, frozen=True):
    """When somebody works, and what of it is taken; never by what."""

    hours: list[HoursSpan]
    busy: list[Taken]


class Guest(msgspec.Struct, frozen=True):
    """Somebody invited, for `children` or, at a meeting about none, for all of it."""

    id: UUID
    name: str
    category: AgencyCategory
    can_decide: bool
    children: list[UUID]
    diary: Diary


class Helper(msgspec.Struct, frozen=True):
    """Somebody who may chair or take the minutes."""

    id: UUID
    name: str
    diary: Diary

    def named(self) -> Named:
        """Without the diary."""
        return Named(self.id, self.name)


class Place(msgspec.Struct, frozen=True):
    """A room that is large enough, and when it is held."""

    id: UUID
    name: str
    busy: list[Taken]

    def named(self) -> Named:
        """Without what holds it."""
        return Named(self.id, self.name)


class Search(msgspec.Struct, frozen=True):
    """Everything that ranking looks at. Of helpers and rooms the first that is free is taken."""

    now: datetime
    until: datetime
    quarters: int
    target: datetime
    limit: datetime
    kind: KindRules
    children: list[UUID]
    guests: list[Guest]
    chairs: list[Helper]
    minute_takers: list[Helper]
    rooms: list[Place]
    needs_minute_taker: bool = False
    needs_room: bool = False


class Deadline(StrEnum):
    """Whether a meeting then is in time; the best comes first."""

    IN_TARGET = "in_target"
    IN_LIMIT = "in_limit"
    LATE = "late"


class CategoryThere(msgspec.Struct, frozen=True):
    """Whether a required category can decide for every child; `sentence` says so or why not."""

    category: AgencyCategory
    met: bool
    sentence: str


class Slot(msgspec.Struct, frozen=True):
    """A time to meet. `reasons` says what it lacks and is empty when it is complete."""

    starts_at: datetime
    ends_at: datetime
    deadline: Deadline
    quorum: list[CategoryThere]
    missing: list[Named]
    chair: Named | None
    minute_taker: Named | None
    room: Named | None
    reasons: list[str]


def sought_faults(sought: Sought) -> list[Blocker]:
    """What is wrong with what is sought."""
    faults = []
    within = SHORTEST_MINUTES <= sought.minutes <= LONGEST_MINUTES
    if not within or sought.minutes % STEP_MINUTES:
        faults.append(
            Blocker("Enter a length in quarter hours, from 15 minutes to 12 hours.", "minutes")
        )
    if len(sought.invitees) > MOST_INVITEES:
        faults.append(Blocker(f"Invite at most {MOST_INVITEES} people.", "invitees"))
    return faults
