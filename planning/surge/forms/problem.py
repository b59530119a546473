"""A scheduling problem, field by field as `surge/1` writes it.

All numbers are integers. Slots and days count from 0, and `[a, b)` holds its start and not its end.
Only working days are listed, and only working time has slots: day *d* owns the slots from its
`first` on, and the next day's first slot follows at once.
"""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

Interval = tuple[int, int]


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a file: every field is needed and no other is known."""


class Day(Form, frozen=True):
    """One working day; `date` is ISO, or None where the problem is of no calendar."""

    date: str | None
    first: int
    slots: int

    @property
    def end(self) -> int:
        """The slot after the day's last."""
        return self.first + self.slots


class Grid(Form, frozen=True):
    """Working days of England alone: no weekends, no bank holidays."""

    slot_minutes: int
    days: tuple[Day, ...]


class Person(Form, frozen=True):
    """`busy` holds every slot in which this person cannot sit in a meeting."""

    id: str
    agency: str | None
    categories: tuple[str, ...]
    busy: tuple[Interval, ...]


class Room(Form, frozen=True):
    """`capacity` is the number of seats."""

    id: str
    capacity: int
    location: str
    busy: tuple[Interval, ...]


class Need(Form, frozen=True):
    """So many different people of one quorum category."""

    category: str
    count: int


class Fixed(Form, frozen=True):
    """Already in the diaries: may not move, and its quorum people are still to be named."""

    start: int
    room: str | None


class After(Form, frozen=True):
    """This meeting's day is at least `min_days` working days after that of `meeting`."""

    meeting: str
    min_days: int


class Meeting(Form, frozen=True):
    """`due_day` is the last day on time; `location` None is online, with no room and no travel."""

    id: str
    kind: str
    duration: int
    earliest: int
    due_day: int | None
    weight: int
    required: tuple[str, ...]
    preferred: tuple[str, ...]
    quorum: tuple[Need, ...]
    children: tuple[str, ...]
    location: str | None
    seats: int | None
    fixed: Fixed | None
    after: tuple[After, ...]


class Problem(Form, frozen=True):
    """`travel[a][b]` is the number of slots that anybody needs from location a to location b."""

    format: Literal["surge/1"]
    name: str
    family: str
    objective: Literal["tiers", "feasibility"]
    grid: Grid
    people: tuple[Person, ...]
    rooms: tuple[Room, ...]
    locations: tuple[str, ...]
    travel: tuple[tuple[int, ...], ...]
    meetings: tuple[Meeting, ...]
    categories: tuple[str, ...]
    agencies: tuple[str, ...]
    children: tuple[str, ...]
    source: dict[str, Any] | UnsetType = field(default=UNSET)
