"""What a chain as a whole amounts to for its measures: runs, decisions, enquiries, red."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from planning.chains.rules import Entry, Facts, HandOver, reckon
from planning.clock import london_date
from planning.measures.rules.facts import ConcernFacts
from planning.procedures.rules import CONCLUDED, HANDED_OVER, INITIATED, Outcome, Profile

_STARTS = INITIATED - {Outcome.S47_INITIATED_POLICE}


class Enquiry(NamedTuple):
    """The entry that a conference is counted from, and the meetings until the next enquiry."""

    first: Entry
    meetings: Sequence[Entry]


def decided_on(ordered: Sequence[Entry], answers: Mapping[UUID, HandOver]) -> date | None:
    """The day of the first substantive decision; of a hand-over, when it was accepted."""
    days = [_decision_of(entry, answers.get(entry.id)) for entry in ordered]
    return min((day for day in days if day), default=None)


def longest_run(ordered: Sequence[Entry], answers: Mapping[UUID, HandOver]) -> int:
    """The most meetings adjourned one after another; hand-overs count as `decided_on` says."""
    longest = run = 0
    for entry in ordered:
        if entry.outcome is Outcome.ADJOURNED:
            run += 1
            longest = max(longest, run)
        elif _decision_of(entry, answers.get(entry.id)):
            run = 0
    return longest


def enquiries(ordered: Sequence[Entry]) -> list[Enquiry]:
    """Each enquiry that a conference is due of; those concluded without one are none."""
    starts: list[int] = []
    running = False
    for place, entry in enumerate(ordered):
        if entry.outcome in CONCLUDED:
            if running and entry.outcome is not Outcome.S47_CONCLUDED_WITH_CONFERENCE:
                starts.pop()
            running = False
        elif entry.outcome in _STARTS and not running:
            starts.append(place)
            running = True
    ends = [*starts[1:], len(ordered)]
    return [
        Enquiry(ordered[start], ordered[start:end])
        for start, end in zip(starts, ends, strict=False)
    ]


def was_red(
    facts: ConcernFacts, before: Sequence[Entry], day: date, profiles: Mapping[int, Profile]
) -> bool:
    """Whether the chain was red on a day, by the meetings before it."""
    if not before or before[-1].outcome not in HANDED_OVER | {Outcome.ADJOURNED}:
        return False
    answered = [one for one in facts.hand_overs if one.answered_on and one.answered_on <= day]
    found = reckon(Facts([*before], answered), profiles)
    return bool(found and found.kept.red_on and found.kept.red_on <= day)


def _decision_of(entry: Entry, answer: HandOver | None) -> date | None:
    if entry.outcome is Outcome.ADJOURNED:
        return None
    if entry.outcome not in HANDED_OVER:
        return london_date(entry.held_at)
    return answer.answered_on if answer and answer.accepted else None
