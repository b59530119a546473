"""An answer to a scheduling problem, field by field as `surge-solution/1` writes it."""

from enum import StrEnum
from typing import Literal

from msgspec import UNSET, Struct, UnsetType


class Status(StrEnum):
    """Infeasible claims a proof; unknown claims nothing."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Placed(Struct, frozen=True):
    """Where a meeting goes: `assigned` names the people of each quorum category.

    `room` is None when none is needed; `attending` are the preferred people who will come.
    """

    start: int
    room: str | None
    assigned: dict[str, tuple[str, ...]]
    attending: tuple[str, ...]


class Reason(Struct, frozen=True):
    """Why some meetings cannot all be held: what is short, and on which days.

    `kind` is one of pool, person, room, child, window, order, together; `which` names the category,
    the people, the location or the children; `words` is a sentence fit for a page, without names of
    children.
    """

    kind: str
    which: tuple[str, ...]
    meetings: tuple[str, ...]
    days: tuple[int, ...]
    words: str


class Solution(Struct, frozen=True, omit_defaults=True):
    """`objective` holds every tier's value from 0 (breaches) on.

    `bound` holds a proved lower bound, or None, for each tier from 1 on; it holds for schedules
    that reach the value given of every tier before it.
    """

    format: Literal["surge-solution/1"]
    problem: str
    status: Status
    meetings: dict[str, Placed]
    objective: tuple[int, ...] | None = None
    bound: tuple[int | None, ...] | None = None
    wall_s: float | None = None
    solver: str | UnsetType = UNSET
    reasons: tuple[Reason, ...] = ()
