"""What one concern adds to each measure: cells that are summed over concerns.

What most meetings are is not counted: it is what is left of all of them, which are those that
repeat and the others. What is not settled yet is counted under the date that settles it, so that
time alone changes no cell: minutes that are due, enquiries whose conference is due, chains that
are undecided.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from planning.chains.rules.facts import HandOver
from planning.chains.rules.standing import standing
from planning.clock import london_date
from planning.measures.rules.chains import (
    Enquiry,
    decided_on,
    enquiries,
    longest_run,
    was_red,
)
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.facts import ConcernFacts, Conference, Met, Stage
from planning.measures.rules.measured import USUAL, Measured, quorum_of
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, Outcome

_RUNS = ("fewer", "fewer", "two")


class Cell(NamedTuple):
    """What is counted: a part of a measure, of a month and a type of meeting."""

    month: date
    kind: MeetingKind
    measure: Measured
    part: str


class _Part(NamedTuple):
    measure: Measured
    part: str


def contribution(facts: ConcernFacts, deadlines: Deadlines) -> Counter[Cell]:
    """All that a concern adds; one that has not met adds nothing."""
    found: Counter[Cell] = Counter()
    ordered = standing(facts.entries)
    if not ordered:
        return found
    for place, met in enumerate(ordered):
        day = london_date(met.held_at)
        month = day.replace(day=1)
        for measure, part in _meeting(facts, ordered[:place], met, day, deadlines):
            if part != USUAL.get(measure):
                found[Cell(month, met.kind, measure, part)] += 1
        if met.outcome is Outcome.ADJOURNED:
            hours = Cell(month, met.kind, Measured.HOURS, str(met.children_there))
            found[hours] += met.lasted_minutes * met.agencies_present
    for cell in _whole(facts, ordered, deadlines):
        found[cell] += 1
    return found


def _whole(facts: ConcernFacts, ordered: Sequence[Met], deadlines: Deadlines) -> Iterator[Cell]:
    first = ordered[0]
    month = london_date(first.held_at).replace(day=1)
    for measure, part in _chain(facts.hand_overs, ordered, deadlines):
        yield Cell(month, first.kind, measure, part)
    for enquiry in enquiries(ordered):
        anchor = london_date(enquiry.first.held_at)
        part = conference_part(enquiry, facts.conferences, deadlines)
        yield Cell(anchor.replace(day=1), enquiry.first.kind, Measured.CONFERENCES, part)
    for stage in facts.stages:
        month = london_date(stage.started_at).replace(day=1)
        yield Cell(month, first.kind, Measured.ESCALATIONS, stage_part(stage))


def _meeting(
    facts: ConcernFacts, before: Sequence[Met], met: Met, day: date, deadlines: Deadlines
) -> Iterator[_Part]:
    adjourned = met.outcome is Outcome.ADJOURNED
    repeat = before and before[-1].outcome is Outcome.ADJOURNED
    yield _Part(Measured.REPEATS, "repeat" if repeat else "other")
    if met.no_decision_reason:
        yield _Part(Measured.REASONS, met.no_decision_reason)
    for agency in set(met.absent_agency_ids):
        yield _Part(Measured.ABSENT, str(agency))
    if not met.quorate:
        yield _Part(Measured.QUORUM, "not_quorate")
    for category, there in met.quorum.items():
        yield _Part(_PRESENCE[category], "there" if there else "missing")
    yield _Part(Measured.CONVENED, convened_part(met, deadlines))
    yield _Part(Measured.MINUTES, minutes_part(met, deadlines))
    if met.replaces_id:
        yield _Part(Measured.CORRECTIONS, "corrected")
    if was_red(facts, before, day, deadlines.profiles):
        yield _Part(Measured.REVIEWS, review_part(facts, before, met))
        if adjourned:
            yield _Part(Measured.EMERGENCIES, "emergency" if met.emergency else "reviewed")


def _chain(
    hand_overs: Sequence[HandOver], ordered: Sequence[Met], deadlines: Deadlines
) -> Iterator[_Part]:
    answers = {one.entry_id: one for one in hand_overs}
    run = longest_run(ordered, answers)
    yield _Part(Measured.LONG_CHAINS, _RUNS[run] if run < len(_RUNS) else "three")
    first, decided = london_date(ordered[0].held_at), decided_on(ordered, answers)
    if decided:
        yield _Part(Measured.DAYS, f"decided:{deadlines.working_days(first, decided)}")
    else:
        yield _Part(Measured.DAYS, f"since:{first}")


def convened_part(met: Met, deadlines: Deadlines) -> str:
    """Held by the target, by the limit, or late."""
    target, limit = deadlines.convened(met.profile_version, met.kind, met.decided_at)
    if met.held_at < target:
        return "by_target"
    return "by_limit" if met.held_at < limit else "late"


def minutes_part(met: Met, deadlines: Deadlines) -> str:
    """Approved in time or late; else by when they are due."""
    due = deadlines.minutes(met.profile_version, met.held_at)
    if met.approved_at is None:
        return f"due:{due}"
    return "in_time" if london_date(met.approved_at) <= due else "late"


def review_part(facts: ConcernFacts, before: Sequence[Met], met: Met) -> str:
    """Whether a review was recorded between the meeting before and this one, at red."""
    since = before[-1].held_at
    reviewed = any(since < one.reviewed_at < met.held_at for one in facts.reviews)
    return "in_time" if reviewed else "late"


def conference_part(
    enquiry: Enquiry, conferences: Sequence[Conference], deadlines: Deadlines
) -> str:
    """In time from the start, only from the last meeting before it, or late; else when due."""
    first = enquiry.first
    anchor = london_date(first.held_at)
    recorded = [one for one in conferences if one.anchor_on == anchor]
    met_on = max(recorded, key=lambda one: one.recorded_at).met_on if recorded else None
    days = [london_date(one.held_at) for one in enquiry.meetings]
    last = max((day for day in days if met_on is None or day <= met_on), default=anchor)
    due = deadlines.conference(first.profile_version, anchor)
    last_due = deadlines.conference(first.profile_version, last)
    if met_on is None:
        return f"due:{due}:{last_due}"
    if met_on <= due:
        return "in_time"
    return "only_from_last" if met_on <= last_due else "late"


def stage_part(stage: Stage) -> str:
    """Answered in time or late; else when the answer is due."""
    if stage.answered_at is None:
        return f"due:{stage.stage}:{stage.due_at.isoformat()}"
    in_time = stage.answered_at < stage.due_at
    return f"{'in_time' if in_time else 'late'}_{stage.stage}"


def settled(cell_part: str, measure: Measured, now: datetime) -> str:
    """The part that something counts as at a moment, when its date decides."""
    if not cell_part.startswith("due:"):
        return cell_part
    today, said = london_date(now), cell_part.split(":", 2)
    if measure is Measured.ESCALATIONS:
        open_ = now < datetime.fromisoformat(said[2])
        return f"{'open' if open_ else 'late'}_{said[1]}"
    if today <= date.fromisoformat(said[1]):
        return "open"
    if measure is Measured.CONFERENCES and today <= date.fromisoformat(said[2]):
        return "late_open"
    return "late"


_PRESENCE = {category: quorum_of(category) for category in AgencyCategory}
