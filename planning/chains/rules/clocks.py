"""The clocks of a concern: facts that they are counted from, and dates that only a manager moves.

Rules: design, Strategy meetings; Fine points, Clocks and ICPC. No meeting moves a date by itself.
Deadlines are those of the profile in force today; the facts that they are counted from stay.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.chains.rules.enquiry import owing_quorum
from planning.chains.rules.facts import Entry
from planning.clock import end_of_day, london_date, working_days_between
from planning.errors import Blocker
from planning.procedures.rules import (
    CONCLUDED,
    INITIATED,
    Outcome,
    Profile,
    assessment_due,
    conference_due,
    follow_up_due,
    full_meeting_due,
)

_AN_INSTANT = timedelta(microseconds=1)
OWES_A_FULL_MEETING = INITIATED | {Outcome.ADJOURNED}


class ClockKind(StrEnum):
    """What is due for a child."""

    CONFERENCE = "conference"
    ASSESSMENT = "assessment"
    FULL_MEETING = "full_meeting"
    NO_QUORUM_FOLLOW_UP = "no_quorum_follow_up"


MEETABLE = frozenset({ClockKind.CONFERENCE, ClockKind.ASSESSMENT})
"""What somebody records as done; the others end with a meeting that Accord knows of."""


class ClockMove(msgspec.Struct, frozen=True):
    """A manager's reasoned act; it holds for the anchor that it was made for."""

    clock: ClockKind
    anchor_on: date
    old_due_on: date
    new_due_on: date
    reason: str
    moved_by: UUID
    moved_by_name: str
    moved_at: datetime


class ClockMet(msgspec.Struct, frozen=True):
    """What was due took place, in time or not; `due_on` is the date that stood when recorded."""

    clock: ClockKind
    anchor_on: date
    due_on: date
    met_on: date
    recorded_by_name: str
    recorded_at: datetime


class Clock(msgspec.Struct, frozen=True):
    """A clock that runs. What is due is in time before `due_at`; days are working days so far."""

    kind: ClockKind
    anchor_on: date
    due_on: date
    due_at: datetime
    working_days: int
    moves: list[ClockMove]


class ClockFacts(msgspec.Struct, frozen=True):
    """What the clocks of one concern are counted from; `ordered` are the entries that stand."""

    ordered: Sequence[Entry]
    referred_on: date
    is_open: bool
    moves: Sequence[ClockMove]
    met: Sequence[ClockMet] = ()


class _Running(NamedTuple):
    kind: ClockKind
    anchor_on: date
    due_at: datetime


def clocks(facts: ClockFacts, profile: Profile, as_of: date) -> list[Clock]:
    """The clocks that run on a date; of a closed concern, only the conference's.

    What has taken place runs no more.
    """
    met = {(one.clock, one.anchor_on) for one in facts.met}
    found = [_conference(facts.ordered, profile)]
    if facts.is_open:
        found += [
            _Running(
                ClockKind.ASSESSMENT,
                facts.referred_on,
                end_of_day(assessment_due(profile, facts.referred_on)),
            ),
            _full_meeting(facts.ordered, profile),
            _follow_up(facts.ordered, profile),
        ]
    return [
        _clock(running, facts.moves, profile, as_of)
        for running in found
        if running and (running.kind, running.anchor_on) not in met
    ]


def conference_anchor(ordered: Sequence[Entry]) -> date | None:
    """The first start of the enquiry, which no later meeting moves; `None` while none counts.

    Police-only starts none; an enquiry concluded without a conference stops it; a new anchor only
    comes with a new enquiry.
    """
    anchor: date | None = None
    concluded = True
    for entry in ordered:
        if entry.outcome in INITIATED and concluded:
            anchor = _start(entry)
            concluded = anchor is None
        elif entry.outcome in CONCLUDED:
            concluded = True
            if entry.outcome is not Outcome.S47_CONCLUDED_WITH_CONFERENCE:
                anchor = None
    return anchor


def moving_clock_blockers(clock: Clock | None, *, new_due_on: date, today: date) -> list[Blocker]:
    """Why a clock cannot be moved to a date."""
    if clock is None:
        return [Blocker("This date is not running for this child.", "clock")]
    if new_due_on == clock.due_on:
        return [Blocker("Enter another date than the present one.", "new_due_on")]
    if new_due_on < today:
        return [Blocker("Enter a date that has not passed.", "new_due_on")]
    return []


def met_blockers(anchor_on: date | None, *, met_on: date, today: date) -> list[Blocker]:
    """Why it cannot be recorded that what was due took place; without an anchor nothing was."""
    if anchor_on is None:
        return [Blocker("This date is not running for this child.", "clock")]
    if met_on > today:
        return [Blocker("Enter a date that is not in the future.", "met_on")]
    if met_on < anchor_on:
        return [Blocker("Enter a date on or after the day it is counted from.", "met_on")]
    return []


def _start(entry: Entry) -> date | None:
    police_only = entry.outcome is Outcome.S47_INITIATED_POLICE
    return None if police_only else london_date(entry.held_at)


def _conference(ordered: Sequence[Entry], profile: Profile) -> _Running | None:
    anchor = conference_anchor(ordered)
    if anchor is None:
        return None
    return _Running(ClockKind.CONFERENCE, anchor, end_of_day(conference_due(profile, anchor)))


def full_meeting_owed(ordered: Sequence[Entry]) -> Entry | None:
    """Owed since the first discussion by phone alone that no full, quorate meeting has followed."""
    owed: Entry | None = None
    for entry in ordered:
        if entry.quorate and not entry.phone_only:
            owed = None
        elif owed is None and entry.phone_only and entry.outcome in OWES_A_FULL_MEETING:
            owed = entry
    return owed


def _full_meeting(ordered: Sequence[Entry], profile: Profile) -> _Running | None:
    owed = full_meeting_owed(ordered)
    if owed is None:
        return None
    return _Running(
        ClockKind.FULL_MEETING,
        london_date(owed.held_at),
        full_meeting_due(profile, owed.held_at, owed.urgent_since),
    )


def _follow_up(ordered: Sequence[Entry], profile: Profile) -> _Running | None:
    """Owed since the first meeting without quorum; due when its chair said, or by the profile."""
    owing = owing_quorum(ordered)
    if not owing:
        return None
    first = owing[0]
    return _Running(
        ClockKind.NO_QUORUM_FOLLOW_UP,
        london_date(first.held_at),
        end_of_day(first.follow_up_on or follow_up_due(profile, first.held_at)),
    )


def _clock(running: _Running, moves: Sequence[ClockMove], profile: Profile, as_of: date) -> Clock:
    own = [
        move for move in moves if (move.clock, move.anchor_on) == (running.kind, running.anchor_on)
    ]
    due_at = end_of_day(own[-1].new_due_on) if own else running.due_at
    return Clock(
        kind=running.kind,
        anchor_on=running.anchor_on,
        due_on=london_date(due_at - _AN_INSTANT),
        due_at=due_at,
        working_days=working_days_between(running.anchor_on, as_of, profile.closed_days),
        moves=own,
    )
