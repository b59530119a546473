"""From an answer to meetings as planning.meetings convenes them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from planning.clock import LONDON
from planning.errors import Blocker
from planning.meetings.rules.scheduling import (
    LONGEST_PURPOSE,
    Convening,
    Invitee,
    LocalTimes,
    Mode,
)
from planning.procedures.rules import MeetingKind
from planning.surge.forms.problem import Grid, Meeting
from planning.surge.forms.solution import Placed
from planning.surge.rules.building import CHAIR, MINUTE_TAKER, part_of
from planning.surge.rules.grid import moment_of
from planning.surge.rules.showing import RunRow, extras_of

AGAIN = "Search again before you confirm: the batch has changed since."
NOTHING = "There is no proposal to confirm yet."
NOBODY = "This proposal uses chairs or minute takers whom nobody is yet. Search without them."
TAKEN = "Another meeting for these children has been convened meanwhile. Search again without it."
COMPARED = "This shows what would be if. Change the batch so, and search again."


class Wanted(msgspec.Struct, frozen=True):
    """What a convening says beside the answer."""

    id: UUID
    kind: MeetingKind
    concern_ids: list[UUID]
    decided_at: datetime
    purpose: str


def run_blockers(row: RunRow | None, *, stale: bool, asked: Sequence[str]) -> list[Blocker]:
    """Why the answer as a whole cannot be confirmed."""
    if row is None or row.answer is None or set(row.placed) != set(asked):
        return [Blocker(NOTHING, "run_id")]
    if row.what_if:
        return [Blocker(COMPARED, "run_id")]
    return [
        *([Blocker(AGAIN, "run_id")] if stale else []),
        *([Blocker(NOBODY, "run_id")] if extras_of(row) else []),
    ]


def convening_of(wanted: Wanted, asked: Meeting, place: Placed, grid: Grid) -> Convening:
    """The meeting with its chair, minute taker and everybody who comes, busy or not at all."""
    chair = office(place, CHAIR)
    assert chair is not None  # noqa: S101 - every problem of ours asks for one
    return Convening(
        kind=wanted.kind,
        purpose=wanted.purpose[:LONGEST_PURPOSE],
        mode=Mode.ROOM if asked.location else Mode.VIDEO,
        decided_at=wanted.decided_at,
        times=times_of(asked, place, grid),
        chair_id=chair,
        invitees=[Invitee(key) for key in invited(asked, place) if key != chair],
        concern_ids=wanted.concern_ids,
        minute_taker_id=office(place, MINUTE_TAKER),
        place=asked.location or "" if place.room is None else "",
        room_id=UUID(place.room) if place.room else None,
    )


def times_of(asked: Meeting, place: Placed, grid: Grid) -> LocalTimes:
    """When the answer puts it, by the clock in England."""
    starts_at = moment_of(grid, place.start)
    ends_at = starts_at + timedelta(minutes=asked.duration * grid.slot_minutes)
    local, until = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    return LocalTimes(local.date(), local.time(), until.time())


def office(place: Placed, part: str) -> UUID | None:
    """Who chairs, or takes the minutes; a pool without those in conflict has a name of its own."""
    found = (keys[0] for name, keys in place.assigned.items() if part_of(name) == part and keys)
    return next(map(UUID, found), None)


def invited(asked: Meeting, place: Placed) -> list[UUID]:
    """Everybody, each once: who must come, who fills a place, who usually comes and can."""
    named = [key for keys in place.assigned.values() for key in keys]
    return [UUID(key) for key in dict.fromkeys([*named, *asked.required, *place.attending])]


def clash(which: UUID, faults: Sequence[Blocker]) -> list[Blocker]:
    """The reasons of one meeting, named by it; none says what anybody is busy with."""
    return [Blocker(fault.message, str(which)) for fault in faults]
