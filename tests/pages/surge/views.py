"""Batches as their queries tell them, to be put into words."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from planning.procedures.rules import MeetingKind
from planning.surge.rules.batches import (
    BatchRules,
    BatchState,
    ChildThere,
    PersonThere,
    PlaceSeen,
    RunKind,
    RunState,
    Why,
)
from planning.surge.rules.seen import BatchMeeting, BatchView, RunView, Waiting
from tests.factories import NOW

TUESDAY_TEN = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
CHAIR = PersonThere(uuid4(), "Martin Hale", "Chair")
NOBODY = PersonThere(None, "", "Minute taker")


def a_place(at: datetime = TUESDAY_TEN, **given: Any) -> PlaceSeen:
    usual = PlaceSeen(
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        room_id=None,
        room_name=None,
        people=[CHAIR],
        missing=[],
        working_days_late=0,
    )
    return replace(usual, **given)


def a_meeting(reference: str = "N-1", **given: Any) -> BatchMeeting:
    usual = BatchMeeting(
        id=uuid4(),
        kind=MeetingKind.INITIAL,
        kind_words="Initial meeting",
        why=Why.NEVER_MET,
        children=[ChildThere(uuid4(), reference, f"Child {reference}")],
        due_on=date(2026, 3, 6),
        late=False,
        weight=3,
        quorum=["Social care", "Police"],
        site=None,
        pinned=None,
        pinned_room_name=None,
        excluded=False,
        taken=False,
        place=None,
        meeting_id=None,
        meeting_reference=None,
        starts_at=None,
        moves=False,
        must_move=False,
        price=0,
        comes=[],
        goes=[],
    )
    return replace(usual, **given)


def a_run(**given: Any) -> RunView:
    usual = RunView(
        id=uuid4(),
        kind=RunKind.PROPOSAL,
        what_if=None,
        state=RunState.DONE,
        rules=BatchRules(),
        seconds=20,
        asked_at=NOW,
        spent_seconds=12,
        stop_asked=False,
        stage="lateness",
        infeasible=False,
        lateness=7,
        lateness_bound=6,
        missing=4,
        missing_bound=3,
        gap_percent=17,
        placed=2,
        asked_for=2,
        moved=0,
        price=0,
        uses_extra=False,
        reasons=[],
        stale=False,
        confirmed=False,
        outlook=None,
    )
    return replace(usual, **given)


def a_view(*meetings: BatchMeeting, **given: Any) -> BatchView:
    usual = BatchView(
        id=UUID(int=7),
        state=BatchState.OPEN,
        created_at=NOW,
        rules=BatchRules(),
        meetings=list(meetings),
        run=None,
        what_ifs=[],
        days=[],
        people=[],
        absences=[],
        sites=[],
    )
    return replace(usual, **given)


def a_waiting() -> Waiting:
    return Waiting(
        id=uuid4(),
        kind=MeetingKind.INITIAL,
        kind_words="Initial meeting",
        why=Why.NEVER_MET,
        children=[ChildThere(uuid4(), "N-1", "Child N-1")],
        team="North",
        decided_at=NOW,
        due_on=date(2026, 3, 6),
        late=False,
        weight=3,
        quorum=["Social care"],
    )
