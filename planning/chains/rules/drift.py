"""Drift, counted from the entries that stand.

Rules: design, Repeat meetings without a decision; Fine points, Chain. Counted for each
child's chain, never for each meeting (review §4.16).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from planning.chains.rules.facts import Entry, HandOver
from planning.clock import london_date
from planning.procedures.rules import HANDED_OVER, NoDecisionReason, Outcome

ABSENT_AGAIN = 2


class Again(NamedTuple):
    """A reason given a second time in the run, and the date of that meeting."""

    reason: NoDecisionReason
    on: date


class Undecided(NamedTuple):
    """What no decision has settled: the run, and hand-overs since, that nobody has answered.

    `waiting` are the dates on which those were asked, in the order of their meetings. `refused` is
    the latest meeting's hand-over, if its receiver refused: nobody has met since.
    """

    run: list[Entry]
    waiting: list[date]
    refused: HandOver | None = None


def undecided(ordered: Sequence[Entry], answers: Mapping[UUID, HandOver]) -> Undecided:
    """Since the last decision; a hand-over is one when accepted, else it leaves the run alone."""
    run: list[Entry] = []
    waiting: list[date] = []
    for entry in ordered:
        if entry.outcome is Outcome.ADJOURNED:
            run.append(entry)
        elif entry.outcome not in HANDED_OVER:
            run, waiting = [], []
        elif (answer := answers.get(entry.id)) is None:
            waiting.append(london_date(entry.held_at))
        elif answer.accepted is None:
            waiting.append(answer.asked_on)
        elif answer.accepted:
            run, waiting = [], []
    last = answers.get(ordered[-1].id) if ordered else None
    return Undecided(run, waiting, last if last and last.accepted is False else None)


def absent_again(run: Sequence[Entry]) -> list[UUID]:
    """Agencies that stayed away from two or more meetings of the run."""
    if len(run) < ABSENT_AGAIN:
        return []
    times = Counter(agency for entry in run for agency in set(entry.absent_agency_ids))
    return sorted(agency for agency, count in times.items() if count >= ABSENT_AGAIN)


def slipped_on(run: Sequence[Entry]) -> list[date]:
    """The days on which a next date was moved later before it passed, in order."""
    return sorted(day for entry in run if entry.moved_to for day in _slips_of(entry))


def same_reason_twice(run: Sequence[Entry]) -> Again | None:
    """A reason given twice in the run; of outstanding information, from the same agency twice."""
    given = set()
    for entry in run:
        reason = entry.no_decision_reason
        if reason is None or reason is NoDecisionReason.OTHER:
            continue
        outstanding = reason is NoDecisionReason.INFORMATION_OUTSTANDING
        key = (reason, entry.reason_agency_id if outstanding else None)
        if key in given:
            return Again(reason, london_date(entry.held_at))
        given.add(key)
    return None


def agency_minutes(run: Sequence[Entry]) -> int:
    """What the run has cost: elapsed time of each agency there, shared by the children there.

    To the nearest minute of each meeting; design: Fine points, Measures.
    """
    return sum(
        (2 * entry.lasted_minutes * entry.agencies_present + entry.children_there)
        // (2 * entry.children_there)
        for entry in run
    )


def next_date_of(entry: Entry) -> date | None:
    """The date of the next meeting as last set."""
    return entry.moved_to[-1] if entry.moved_to else entry.next_on


def _slips_of(entry: Entry) -> Iterator[date]:
    earlier = entry.next_on
    for later, moved_at in zip(entry.moved_to, entry.moved_at, strict=True):
        if earlier is not None and later > earlier:
            yield london_date(moved_at)
        earlier = later
