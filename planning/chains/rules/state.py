"""A chain on a date, in words: how loud it is and why, and what is to be done next."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.chains.rules.facts import Facts, HandOver
from planning.chains.rules.reckoning import Reckoning, Why, reckon
from planning.chains.rules.reviews import ReviewAnswer, ReviewNeed, need_of, review_due
from planning.clock import add_working_days, working_days_between
from planning.procedures.rules import NoDecisionReason, Profile


class Alert(StrEnum):
    """How loud a chain is."""

    NONE = "none"
    AMBER = "amber"
    RED = "red"


class Warned(msgspec.Struct, frozen=True):
    """One reason for an alert, in words."""

    alert: Alert
    message: str


class Duty(msgspec.Struct, frozen=True):
    """What is to be done next, by whom; by the end of `due_on`, or at once."""

    what: str
    by: str
    due_on: date | None


class Chain(msgspec.Struct, frozen=True):
    """A chain's state as of a date; days are working days of England.

    `review_answer` is that of the review which no adjournment has used up.
    `amber_on` and `red_on`: since or from when it is at least so loud if nothing else happens.
    `agency_minutes` is what the run has cost its agencies; `carried` is that of the facts.
    `refused`: the hand-over of its latest meeting, if its receiver refused: nobody has decided.
    """

    meetings: int
    run: int
    days_undecided: int | None
    undecided_since: date | None
    next_on: date | None
    alert: Alert
    warnings: list[Warned]
    absent_again: list[UUID]
    days_since_first: int | None
    slips: int
    same_reason: NoDecisionReason | None
    carried: int
    agency_minutes: int
    amber_on: date | None
    red_on: date | None
    handed_over_on: date | None
    refused: HandOver | None
    reported_emergencies: int
    review: ReviewNeed
    review_answer: ReviewAnswer | None
    duties: list[Duty]


_MESSAGES = {
    Why.RUN: "{run} meetings in a row without a decision.",
    Why.DAYS: "{days} working days without a decision.",
    Why.SAME_REASON: "The same reason was given twice.",
    Why.SLIPS: "The date of the next meeting was put off again.",
    Why.NO_NEXT_DATE: "No next meeting has a date.",
    Why.MISSED: "The date of the next meeting has passed.",
    Why.UNANSWERED: "{days} working days without an answer from the receiver.",
    Why.REFUSED: "The hand-over was refused: nobody else has the child.",
}
_ORDER = {why: place for place, why in enumerate(_MESSAGES)}
_NO_MEETING = Chain(
    meetings=0,
    run=0,
    days_undecided=None,
    undecided_since=None,
    next_on=None,
    alert=Alert.NONE,
    warnings=[],
    absent_again=[],
    days_since_first=None,
    slips=0,
    same_reason=None,
    carried=0,
    agency_minutes=0,
    amber_on=None,
    red_on=None,
    handed_over_on=None,
    refused=None,
    reported_emergencies=0,
    review=ReviewNeed(owed=False, allows_adjourning=True),
    review_answer=None,
    duties=[],
)


def chain_state(
    facts: Facts,
    profiles: Mapping[int, Profile],
    as_of: date,
    known_at: datetime | None = None,
) -> Chain:
    """All that a chain shows on a date, from all facts or from those entered by `known_at`.

    `profiles` holds the version of every entry, each with the days closed as known today.
    """
    found = reckon(facts, profiles, known_at)
    return shown(found, as_of, facts.carried) if found else _NO_MEETING


def shown(found: Reckoning, as_of: date, carried: int = 0) -> Chain:
    """The state on a date of a chain that is worked out already."""
    kept, closed = found.kept, found.profile.closed_days
    since = kept.undecided_since
    alert = alert_on(kept.amber_on, kept.red_on, as_of)
    review = need_of(is_red=alert is Alert.RED, answer=kept.review_answer)
    return Chain(
        meetings=kept.meetings,
        run=kept.run,
        days_undecided=working_days_between(since, as_of, closed) if since else None,
        undecided_since=since,
        next_on=kept.next_on,
        alert=alert,
        warnings=_warnings(found, as_of),
        absent_again=kept.absent_again,
        days_since_first=working_days_between(kept.first_held_on, as_of, closed),
        slips=kept.slips,
        same_reason=kept.same_reason,
        carried=carried,
        agency_minutes=kept.agency_minutes,
        amber_on=kept.amber_on,
        red_on=kept.red_on,
        handed_over_on=kept.handed_over_on,
        refused=found.refused,
        reported_emergencies=kept.reported_emergencies,
        review=review,
        review_answer=kept.review_answer,
        duties=_duties(found, review, as_of),
    )


def alert_on(amber_on: date | None, red_on: date | None, day: date) -> Alert:
    """How loud a chain is on a day, from the two dates that are kept of it."""
    if red_on and day >= red_on:
        return Alert.RED
    return Alert.AMBER if amber_on and day >= amber_on else Alert.NONE


def _warnings(found: Reckoning, as_of: date) -> list[Warned]:
    levels = [(alert_on(cause.amber_on, cause.red_on, as_of), cause.why) for cause in found.causes]
    return [
        Warned(alert, _message(why, found, as_of))
        for alert, why in sorted(levels, key=lambda level: _ORDER[level[1]])
        if alert is not Alert.NONE
    ]


def _message(why: Why, found: Reckoning, as_of: date) -> str:
    kept = found.kept
    since = kept.handed_over_on if why is Why.UNANSWERED else kept.undecided_since
    days = working_days_between(since, as_of, found.profile.closed_days) if since else 0
    return _MESSAGES[why].format(run=kept.run, days=days)


def _duties(found: Reckoning, review: ReviewNeed, as_of: date) -> list[Duty]:
    kept = found.kept
    duties = []
    if review.owed:
        what = "Review this chain before it is adjourned again."
        due_on = kept.red_on and review_due(
            kept.red_on, kept.last_held_at, found.profile.closed_days
        )
        duties.append(Duty(what, "A senior manager who chaired none of its meetings", due_on))
    if kept.handed_over_on:
        limit = found.profile.drift.unaccepted_amber_working_days
        due_on = add_working_days(kept.handed_over_on, limit, found.profile.closed_days)
        duties.append(Duty("Get the receiver’s answer to the hand-over.", "The chair", due_on))
    if found.refused:
        duties.append(Duty("Convene the next meeting and decide.", "The scheduler", None))
    elif kept.run:
        duties.append(Duty(_meet_again(kept.next_on, as_of), "The scheduler", kept.next_on))
    return duties


def _meet_again(next_on: date | None, as_of: date) -> str:
    if next_on is None:
        return "Set a date for the next meeting."
    return "Meet again and decide." if next_on >= as_of else "Convene the meeting that was missed."
