"""What a scheduler sees of waiting meetings, batches and runs."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.diaries.rules.places import Named
from planning.procedures.rules import MeetingKind
from planning.surge.rules.batches import (
    BatchRules,
    BatchState,
    ChildThere,
    Pin,
    PlaceSeen,
    ReasonSeen,
    RunKind,
    RunState,
    Why,
)
from planning.surge.rules.outlook import Outlook
from planning.surge.rules.what_if import WhatIf


class Waiting(msgspec.Struct, frozen=True):
    """A meeting that is owed and not convened; `id` is that of its first child's concern.

    Children whose last meeting was one and the same wait for one meeting. `quorum` names the
    categories in words.
    """

    id: UUID
    kind: MeetingKind
    kind_words: str
    why: Why
    children: list[ChildThere]
    team: str
    decided_at: datetime
    due_on: date
    late: bool
    weight: int
    quorum: list[str]


class BatchLine(msgspec.Struct, frozen=True):
    """A batch in the list; `meetings` counts those that its owner can see."""

    id: UUID
    state: BatchState
    created_at: datetime
    meetings: int


class BatchMeeting(msgspec.Struct, frozen=True):
    """A meeting of a batch, with its place in the run shown.

    `taken`: a meeting for one of its children has been convened meanwhile, so that this one is left
    out. `moves`: the run puts a meeting that people are invited to elsewhere; `price` is how many
    people are invited to it; `comes` and `goes` name whom it would invite and take off besides.
    `meeting_id` is known once it is convened.
    """

    id: UUID
    kind: MeetingKind
    kind_words: str
    why: Why
    children: list[ChildThere]
    due_on: date
    late: bool
    weight: int
    quorum: list[str]
    site: str | None
    pinned: Pin | None
    pinned_room_name: str | None
    excluded: bool
    taken: bool
    place: PlaceSeen | None
    meeting_id: UUID | None
    meeting_reference: str | None
    starts_at: datetime | None
    moves: bool
    must_move: bool
    price: int
    comes: list[str]
    goes: list[str]


class RunView(msgspec.Struct, frozen=True):
    """A run, with the figures of its best answer so far.

    `stage` and the figures are None before the first answer. `lateness` is in weighted working
    days; `gap_percent` is how far it is at most from the best there is: 0 is proved, None unknown.
    `infeasible`: proved that no schedule holds all, for `reasons`. `price`: how many people are
    asked again by a re-plan. `stale`: the batch changed since it was asked for. `confirmed`: its
    answer was taken.
    """

    id: UUID
    kind: RunKind
    what_if: WhatIf | None
    state: RunState
    rules: BatchRules
    seconds: int
    asked_at: datetime
    spent_seconds: int
    stop_asked: bool
    stage: str | None
    infeasible: bool
    lateness: int | None
    lateness_bound: int | None
    missing: int | None
    missing_bound: int | None
    gap_percent: int | None
    placed: int
    asked_for: int
    moved: int
    price: int
    uses_extra: bool
    reasons: list[ReasonSeen]
    stale: bool
    confirmed: bool
    outlook: Outlook | None


class DaySeen(msgspec.Struct, frozen=True):
    """A day of the grid, with the moments at which a meeting can begin."""

    on: date
    starts: list[datetime]


class AbsenceReported(msgspec.Struct, frozen=True):
    """Who cannot come, and when; never why."""

    person_id: UUID
    name: str
    from_on: date
    until_on: date


class BatchView(msgspec.Struct, frozen=True):
    """A batch whole: `run` is the one shown, `what_ifs` those to compare, newest first.

    `people` are all whom the shown run names, for reporting that one of them cannot come.
    """

    id: UUID
    state: BatchState
    created_at: datetime
    rules: BatchRules
    meetings: list[BatchMeeting]
    run: RunView | None
    what_ifs: list[RunView]
    days: list[DaySeen]
    people: list[Named]
    absences: list[AbsenceReported]
    sites: list[str]


class ConvenedHere(msgspec.Struct, frozen=True):
    """A meeting of the batch, convened or moved."""

    batch_meeting_id: UUID
    meeting_id: UUID
    reference: str


class Confirmed(msgspec.Struct, frozen=True):
    """What a confirmation made, or had made before; `warnings` are what meetings still owe."""

    batch_id: UUID
    meetings: list[ConvenedHere]
    warnings: list[str]
