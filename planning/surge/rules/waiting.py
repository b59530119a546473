"""Which meetings children wait for: what is owed, by when, and who waits together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.chains.rules.clocks import Clock, ClockKind
from planning.clock import london_date
from planning.people.rules import CATEGORY_WORDS
from planning.procedures.rules import MeetingKind, Profile, convene_limit
from planning.surge.rules.batches import ChildThere, Why
from planning.surge.rules.seen import Waiting

_ORDINARY = frozenset(
    {MeetingKind.INITIAL, MeetingKind.FOLLOW_UP, MeetingKind.REVIEW, MeetingKind.FINAL}
)
"""Meetings of any other kind are followed by one of the same, for their quorum is another."""
_WHY = {
    ClockKind.FULL_MEETING: Why.FULL_MEETING,
    ClockKind.NO_QUORUM_FOLLOW_UP: Why.NO_QUORUM,
}
NEVER_MET, RED, AMBER, ELSE = 3, 3, 2, 1
"""How much a working day of delay weighs."""
_AN_INSTANT = timedelta(microseconds=1)


class Candidate(msgspec.Struct, frozen=True):
    """An open concern without a meeting ahead that may wait for one."""

    concern_id: UUID
    compartment_id: UUID
    reference: str
    name: str
    team: str
    opened_at: datetime
    last_held_at: datetime | None
    last_meeting_id: UUID | None
    last_meeting_kind: MeetingKind | None
    next_on: date | None
    undecided: bool
    amber_on: date | None
    red_on: date | None


class Owed(msgspec.Struct, frozen=True):
    """What one child waits for."""

    candidate: Candidate
    kind: MeetingKind
    why: Why
    decided_at: datetime
    due_on: date
    weight: int


def owed(
    candidate: Candidate, clocks: Sequence[Clock], profile: Profile, today: date
) -> Owed | None:
    """The meeting that a child waits for, due with the first reason for it; `None` without one."""
    if candidate.last_held_at is None or candidate.last_meeting_kind is None:
        due = convene_limit(profile, MeetingKind.INITIAL, candidate.opened_at)
        return Owed(
            candidate, MeetingKind.INITIAL, Why.NEVER_MET, candidate.opened_at,
            london_date(due - _AN_INSTANT), NEVER_MET,
        )  # fmt: skip
    reasons = [(clock.due_on, _WHY[clock.kind]) for clock in clocks if clock.kind in _WHY]
    if candidate.undecided:
        reasons.append((candidate.next_on or candidate.amber_on or today, Why.ADJOURNED))
    if not reasons:
        return None
    due_on, why = min(reasons)
    return Owed(
        candidate, _kind(candidate.last_meeting_kind, why), why, candidate.last_held_at,
        due_on, _weight(candidate, today),
    )  # fmt: skip


def together(found: Sequence[Owed], profile: Profile, today: date) -> list[Waiting]:
    """Meetings, the soonest due first: children of one last meeting wait for one and the same."""
    groups: dict[tuple[UUID, MeetingKind], list[Owed]] = {}
    for one in sorted(found, key=lambda one: one.candidate.concern_id):
        key = one.candidate.last_meeting_id or one.candidate.concern_id
        groups.setdefault((key, one.kind), []).append(one)
    return sorted(
        (_waiting(group, profile, today) for group in groups.values()),
        key=lambda one: (one.due_on, one.id),
    )


def quorum_words(kind: MeetingKind, profile: Profile) -> list[str]:
    """The categories without which such a meeting decides nothing."""
    return [CATEGORY_WORDS[category] for category in profile.kinds[kind].required]


def child_of(candidate: Candidate) -> ChildThere:
    """The child alone."""
    return ChildThere(candidate.concern_id, candidate.reference, candidate.name)


def _waiting(group: Sequence[Owed], profile: Profile, today: date) -> Waiting:
    first = min(group, key=lambda one: (one.due_on, one.candidate.concern_id))
    return Waiting(
        id=group[0].candidate.concern_id,
        kind=first.kind,
        kind_words=profile.kinds[first.kind].words,
        why=first.why,
        children=[child_of(one.candidate) for one in group],
        team=first.candidate.team,
        decided_at=first.decided_at,
        due_on=first.due_on,
        late=first.due_on < today,
        weight=max(one.weight for one in group),
        quorum=quorum_words(first.kind, profile),
    )


def _kind(last: MeetingKind, why: Why) -> MeetingKind:
    if last not in _ORDINARY:
        return last
    return MeetingKind.REVIEW if why is Why.ADJOURNED else MeetingKind.FOLLOW_UP


def _weight(candidate: Candidate, today: date) -> int:
    if candidate.red_on and candidate.red_on <= today:
        return RED
    return AMBER if candidate.amber_on and candidate.amber_on <= today else ELSE
