"""What a chain amounts to, whatever the date: what is kept of it for lists.

With no further event an alert only grows louder, so two dates tell it for every day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.chains.rules.drift import (
    Again,
    Undecided,
    absent_again,
    agency_minutes,
    next_date_of,
    same_reason_twice,
    slipped_on,
    undecided,
)
from planning.chains.rules.facts import Entry, Facts, HandOver
from planning.chains.rules.reviews import Review, ReviewAnswer, unused_review
from planning.chains.rules.standing import known, standing
from planning.clock import add_working_days, london_date
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome, Profile


class Why(StrEnum):
    """What makes a chain loud."""

    RUN = "run"
    DAYS = "days"
    SAME_REASON = "same_reason"
    SLIPS = "slips"
    NO_NEXT_DATE = "no_next_date"
    MISSED = "missed"
    UNANSWERED = "unanswered"
    REFUSED = "refused"


class Cause(NamedTuple):
    """One reason for an alert, and the first dates on which it makes the chain amber and red."""

    why: Why
    amber_on: date | None
    red_on: date | None


class Reckoned(msgspec.Struct, frozen=True):
    """A chain as it is kept; of a run that is over nothing is left.

    `amber_on` and `red_on` are the first dates on which it is at least as loud; `last_reason` and
    `absent_last` are those of the run's latest meeting, `next_on` is what that set, if none was
    held since. `review_answer` is that of a review which no adjournment has used up;
    `handed_over_on` is when the first hand-over was asked that waits for an answer. `waiting_since`
    is the first day of the run; without one, that of a refusal after which nobody has met.
    """

    meetings: int
    run: int
    undecided_since: date | None
    first_held_on: date
    last_held_at: datetime
    last_meeting_kind: MeetingKind
    next_on: date | None
    slips: int
    same_reason: NoDecisionReason | None
    last_reason: NoDecisionReason | None
    last_reason_agency_id: UUID | None
    absent_again: list[UUID]
    absent_last: list[UUID]
    agency_minutes: int
    amber_on: date | None
    red_on: date | None
    review_answer: ReviewAnswer | None
    handed_over_on: date | None
    reported_emergencies: int
    waiting_since: date | None


class Reckoning(NamedTuple):
    """What is kept of a chain, why it is or will be loud, and the profile that says so.

    `refused`: the hand-over of its latest meeting, if its receiver refused.
    """

    kept: Reckoned
    causes: list[Cause]
    profile: Profile
    refused: HandOver | None = None


def reckon(
    facts: Facts, profiles: Mapping[int, Profile], known_at: datetime | None = None
) -> Reckoning | None:
    """Work a chain out; `None` before its first meeting.

    Thresholds are those of the profile of the latest meeting by when it was held.
    """
    if known_at is not None:
        facts = known(facts, known_at)
    ordered = standing(facts.entries)
    if not ordered:
        return None
    latest = ordered[-1]
    open_ = undecided(ordered, {one.entry_id: one for one in facts.hand_overs})
    run = open_.run
    last = run[-1] if run else None
    again, slipped = same_reason_twice(run), slipped_on(run)
    profile = profiles[latest.profile_version]
    causes = _causes(open_, latest, again, slipped, profile)
    since = london_date(run[0].held_at) if run else None
    red_on = min((cause.red_on for cause in causes if cause.red_on), default=None)
    amber_on = min((cause.amber_on for cause in causes if cause.amber_on), default=red_on)
    kept = Reckoned(
        meetings=len(ordered),
        run=len(run),
        undecided_since=since,
        first_held_on=london_date(ordered[0].held_at),
        last_held_at=latest.held_at,
        last_meeting_kind=latest.kind,
        next_on=next_date_of(latest) if last is latest else None,
        slips=len(slipped),
        same_reason=again.reason if again else None,
        last_reason=last.no_decision_reason if last else None,
        last_reason_agency_id=last.reason_agency_id if last else None,
        absent_again=absent_again(run),
        absent_last=sorted(set(last.absent_agency_ids)) if last else [],
        agency_minutes=agency_minutes(run),
        amber_on=min(amber_on, red_on) if amber_on and red_on else amber_on,
        red_on=red_on,
        review_answer=left.answer if (left := review_left(facts)) else None,
        handed_over_on=min(open_.waiting, default=None),
        reported_emergencies=sum(entry.emergency for entry in run),
        waiting_since=since or (open_.refused.answered_on if open_.refused else None),
    )
    return Reckoning(kept, causes, profile, open_.refused)


def review_left(facts: Facts) -> Review | None:
    """Not used up by what adjourned since; who corrects an adjournment to one adjourns no more."""
    if not facts.reviews:
        return None
    adjourned = {entry.id for entry in facts.entries if entry.outcome is Outcome.ADJOURNED}
    adjourned_at = [
        entry.entered_at
        for entry in facts.entries
        if entry.id in adjourned and entry.replaces_id not in adjourned
    ]
    return unused_review(adjourned_at, facts.reviews)


def _causes(
    open_: Undecided,
    latest: Entry,
    again: Again | None,
    slipped: Sequence[date],
    profile: Profile,
) -> list[Cause]:
    found = [*_run_causes(open_.run, latest, profile)] if open_.run else []
    if again:
        found.append(Cause(Why.SAME_REASON, None, again.on))
    if len(slipped) >= profile.drift.red_slips:
        found.append(Cause(Why.SLIPS, None, slipped[profile.drift.red_slips - 1]))
    drift = profile.drift
    limits = drift.unaccepted_amber_working_days, drift.unaccepted_red_working_days
    if open_.waiting:
        found.append(_after(Why.UNANSWERED, min(open_.waiting), limits, profile))
    if open_.refused:
        found.append(_refused(open_.refused, limits, profile))
    return found


def _refused(refused: HandOver, limits: tuple[int, int], profile: Profile) -> Cause:
    """Amber at once; red when it would have been without an answer: a refusal calms nothing."""
    red_on = _after(Why.REFUSED, refused.asked_on, limits, profile).red_on
    return Cause(Why.REFUSED, refused.answered_on, red_on)


def _run_causes(run: Sequence[Entry], latest: Entry, profile: Profile) -> list[Cause]:
    drift = profile.drift
    days = drift.amber_working_days, drift.red_working_days
    found = [_after(Why.DAYS, london_date(run[0].held_at), days, profile)]
    amber_on, red_on = _nth(run, drift.amber_run), _nth(run, drift.red_run)
    if amber_on or red_on:
        found.append(Cause(Why.RUN, amber_on, red_on))
    # Any later meeting is one held since the adjournment: the date that it set was kept.
    if latest is run[-1]:
        next_on = next_date_of(latest)
        found.append(
            Cause(Why.MISSED, None, next_on + timedelta(days=1))
            if next_on
            else Cause(Why.NO_NEXT_DATE, london_date(latest.held_at), None)
        )
    return found


def _nth(run: Sequence[Entry], number: int) -> date | None:
    return london_date(run[number - 1].held_at) if len(run) >= number else None


def _after(why: Why, since: date, limits: tuple[int, int], profile: Profile) -> Cause:
    """Days are exceeded: the first working day after the limit."""
    amber, red = (add_working_days(since, days + 1, profile.closed_days) for days in limits)
    return Cause(why, amber, red)
