"""Rows put together to histories: each child's chains in order, and what is odd about them.

A concern that was closed stays closed: the next meeting of the child begins another chain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.chains.rules import Entry, HandOver, outcome_fault
from planning.clock import working_days_between
from planning.procedures.rules import (
    CONCLUDED,
    HANDED_OVER,
    INITIATED,
    NO_S47,
    NoDecisionReason,
    Outcome,
    Profile,
)
from planning.replays.rules.rows import Fault, PastMeeting

ONLY_VERSION = 1
"""One profile judges a whole file."""
MOST_MEETINGS = 200
_CLOSING = CONCLUDED | NO_S47
_BEGINS_LATE = "The enquiry of this child began before the file does."


class Flag(msgspec.Struct, frozen=True):
    """Something odd that is counted all the same; only haste or a slip of the pen explains it."""

    line: int
    message: str


class History(msgspec.Struct, frozen=True):
    """One chain of a child: its meetings in order of when they were held."""

    child: str
    met: list[PastMeeting]
    flags: list[Flag]


class Names:
    """Agencies that stayed away or owe something, each with one identity, however it is written."""

    def __init__(self) -> None:
        self._known: dict[str, UUID] = {}
        self.words: dict[UUID, str] = {}

    def identity(self, name: str) -> UUID:
        """The same for the same agency."""
        key = name.casefold()
        if key not in self._known:
            self._known[key] = UUID(int=len(self._known) + 1)
            self.words[self._known[key]] = name
        return self._known[key]


class Sizes(msgspec.Struct, frozen=True):
    """How many children each meeting was about, by its reference and day."""

    children: Mapping[tuple[str, date], int]

    def of(self, met: PastMeeting) -> int:
        """One where the file names no meeting."""
        return self.children[met.meeting, met.held_on] if met.meeting else 1


def sizes_of(rows: Iterable[PastMeeting]) -> Sizes:
    """Count the children of each meeting that has a reference."""
    return Sizes(Counter((met.meeting, met.held_on) for met in rows if met.meeting))


def too_many(rows: Iterable[PastMeeting]) -> list[Fault]:
    """A reference that stands for many children ("unknown") tells of no chain."""
    times = Counter(met.child for met in rows)
    return [
        Fault(0, f"{times[child]} rows say the same child. Give each child its own.", child)
        for child in times
        if times[child] > MOST_MEETINGS
    ]


def repeated(rows: Iterable[PastMeeting]) -> list[Fault]:
    """A child cannot be at two meetings at once, nor be told of twice."""
    first: dict[tuple[str, object], int] = {}
    faults = []
    for met in rows:
        line = first.setdefault((met.child, met.held_at), met.line)
        if line != met.line:
            faults.append(Fault(met.line, _repeat(met, line), met.child))
    return faults


def _repeat(met: PastMeeting, line: int) -> str:
    if met.timed:
        return f"Line {line} has the same child at the same time."
    return f"Line {line} has the same child on the same day. Add times if there were two meetings."


def histories(rows: Iterable[PastMeeting], profile: Profile) -> Iterator[History]:
    """Every chain, children in the order of the file."""
    by_child: dict[str, list[PastMeeting]] = defaultdict(list)
    for met in rows:
        by_child[met.child].append(met)
    for child, told in by_child.items():
        yield from _chains(child, sorted(told, key=lambda met: (met.held_at, met.line)), profile)


def _chains(child: str, told: Sequence[PastMeeting], profile: Profile) -> Iterator[History]:
    begun: list[PastMeeting] = []
    flags: list[Flag] = []
    for met in told:
        if begun and _closes(begun[-1]):
            yield History(child, begun, flags)
            begun, flags = [], [_again(begun[-1], met, profile)]
        flags += _odd(begun, met, profile)
        begun.append(met)
    yield History(child, begun, flags)


def _closes(met: PastMeeting) -> bool:
    return met.outcome in _CLOSING or met.accepted is True


def _again(before: PastMeeting, met: PastMeeting, profile: Profile) -> Flag:
    days = working_days_between(before.held_on, met.held_on, profile.closed_days)
    return Flag(met.line, f"Met again {days} working days after the concern was closed.")


def _odd(before: Sequence[PastMeeting], met: PastMeeting, profile: Profile) -> Iterator[Flag]:
    follows = _does_not_follow(before, met)
    if follows:
        yield Flag(met.line, follows)
    if met.outcome in HANDED_OVER and not met.handed_to:
        yield Flag(met.line, "Handed over to nobody: the receiver is not named.")
    if met.decided_on and met.decided_on > met.held_on:
        yield Flag(met.line, "Held before it was decided to convene.")
    if met.entered_on:
        late = working_days_between(met.held_on, met.entered_on, profile.closed_days)
        if late > profile.timescales.decisions_out_working_days:
            yield Flag(met.line, f"The outcome was entered {late} working days after the meeting.")
    if met.conference_on and met.conference_on < met.held_on:
        yield Flag(met.line, "The conference was held before this meeting.")


def _does_not_follow(before: Sequence[PastMeeting], met: PastMeeting) -> str | None:
    """Why an outcome does not follow from those before; a file may begin amid an enquiry."""
    told = any(one.outcome in INITIATED for one in before)
    if not told and (met.outcome in CONCLUDED or met.outcome is Outcome.S47_CONTINUES):
        begins = all(one.outcome is Outcome.ADJOURNED for one in before)
        return _BEGINS_LATE if begins else None
    return (
        outcome_fault([as_entry(one, Names(), 1) for one in before], met.outcome) if told else None
    )


def as_entry(met: PastMeeting, names: Names, children: int) -> Entry:
    """The meeting as the rules of chains take it."""
    outstanding = met.reason is NoDecisionReason.INFORMATION_OUTSTANDING and met.reason_agency
    return Entry(
        id=UUID(int=met.line),
        meeting_id=UUID(int=met.line),
        held_at=met.held_at,
        entered_at=met.held_at,
        outcome=met.outcome,
        profile_version=ONLY_VERSION,
        kind=met.kind,
        lasted_minutes=met.minutes or 0,
        agencies_present=len(met.present or ()),
        children_there=children,
        no_decision_reason=met.reason,
        reason_agency_id=names.identity(met.reason_agency) if outstanding else None,
        next_on=met.next_on if met.outcome is Outcome.ADJOURNED else None,
        absent_agency_ids=[names.identity(name) for name in met.absent],
        phone_only=met.phone,
    )


def as_hand_over(met: PastMeeting, known_on: date) -> HandOver:
    """A transfer or redirect, with its answer if that was given by a day."""
    answered = met.answered_on is not None and met.answered_on <= known_on
    return HandOver(
        entry_id=UUID(int=met.line),
        receiver=met.handed_to,
        asked_on=met.held_on,
        answered_on=met.answered_on if answered else None,
        accepted=met.accepted if answered else None,
    )
