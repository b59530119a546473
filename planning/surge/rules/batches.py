"""A batch of waiting meetings as its scheduler sees and changes it."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker

SHORTEST_MINUTES, LONGEST_MINUTES, STEP_MINUTES = 15, 4 * 60, 15
MOST_EXTRA, LONGEST_RUN, MOST_MEETINGS, LONGEST_TRAVEL = 20, 120, 300, 120


class Why(StrEnum):
    """Why a meeting is owed."""

    NEVER_MET = "never_met"
    ADJOURNED = "adjourned"
    FULL_MEETING = "full_meeting"
    NO_QUORUM = "no_quorum"


WHY_WORDS = {
    Why.NEVER_MET: "No meeting yet",
    Why.ADJOURNED: "Adjourned without a decision",
    Why.FULL_MEETING: "Full meeting after a phone discussion",
    Why.NO_QUORUM: "Follow-up of a meeting without quorum",
}


class BatchState(StrEnum):
    """Open batches are worked on; confirmed ones have convened their meetings."""

    OPEN = "open"
    CONFIRMED = "confirmed"


class RunKind(StrEnum):
    """What a run is for: the batch's own proposal, a comparison, or moving what must move."""

    PROPOSAL = "proposal"
    WHAT_IF = "what_if"
    REPLAN = "replan"


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


GOING = frozenset({RunState.QUEUED, RunState.RUNNING})


class BatchRules(msgspec.Struct, frozen=True):
    """What the meetings of a batch are placed by.

    `saturdays` adds them to the days on which people meet; the extra chairs and minute takers are
    nobody yet, so a proposal that uses one cannot be confirmed.
    """

    minutes: int = 60
    saturdays: bool = False
    extra_chairs: int = 0
    extra_minute_takers: int = 0
    travel_minutes: int = 30


class Pin(msgspec.Struct, frozen=True):
    """Where a meeting must begin, in English local time, and in which room if in any."""

    on: date
    starts: time
    room_id: UUID | None = None


class ChildThere(msgspec.Struct, frozen=True):
    """A child of a waiting meeting."""

    concern_id: UUID
    reference: str
    name: str


class PersonThere(msgspec.Struct, frozen=True):
    """Somebody who is to come; `id` is None for a chair or minute taker that nobody is yet."""

    id: UUID | None
    name: str
    part: str


class PlaceSeen(msgspec.Struct, frozen=True):
    """Where the proposal puts a meeting; `missing` are usual attendees who cannot come then."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    room_name: str | None
    people: list[PersonThere]
    missing: list[str]
    working_days_late: int


class ReasonSeen(msgspec.Struct, frozen=True):
    """Why not all meetings can be held, with the meetings and days that it is about."""

    words: str
    meetings: list[UUID]
    days: list[date]


def rules_faults(rules: BatchRules) -> list[Blocker]:
    """Everything that is wrong with what is asked for."""
    faults = []
    if not SHORTEST_MINUTES <= rules.minutes <= LONGEST_MINUTES or rules.minutes % STEP_MINUTES:
        faults.append(
            Blocker("Enter a length in quarter hours, from 15 minutes to 4 hours.", "minutes")
        )
    faults += [
        Blocker(f"Enter how many more {words}, from 0 to {MOST_EXTRA}.", field)
        for field, words, value in (
            ("extra_chairs", "chairs", rules.extra_chairs),
            ("extra_minute_takers", "minute takers", rules.extra_minute_takers),
        )
        if not 0 <= value <= MOST_EXTRA
    ]
    if not 0 <= rules.travel_minutes <= LONGEST_TRAVEL:
        faults.append(
            Blocker("Enter the minutes between two sites, from 0 to 120.", "travel_minutes")
        )
    return faults


def seconds_faults(seconds: int) -> list[Blocker]:
    """Nobody waits for longer than two minutes."""
    if 1 <= seconds <= LONGEST_RUN:
        return []
    return [Blocker(f"Enter how many seconds to search, from 1 to {LONGEST_RUN}.", "seconds")]
