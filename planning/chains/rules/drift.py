"""Drift, computed from a chain's entries and from nothing else.

Rules: design, Repeat meetings without a decision; Fine points, Chain. Counted for each
child's chain, never for each meeting (review §4.16).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

import msgspec

from planning.clock import london_date, working_days_between
from planning.procedures.rules import (
    CONCLUDED,
    HANDED_OVER,
    INITIATED,
    NO_S47,
    NoDecisionReason,
    Outcome,
    Profile,
)

ABSENT_AGAIN = 2


class Entry(msgspec.Struct, frozen=True):
    """One child at one meeting.

    `next_on` is the date set at the adjournment, `moved_to` those set after it, in order.
    `follow_up_on` is by when a meeting without quorum is followed up.
    `phone_only`: nobody met in a room or by video; `urgent_since`: of an urgent type of meeting,
    when it was decided to convene.
    """

    id: UUID
    meeting_id: UUID
    held_at: datetime
    entered_at: datetime
    outcome: Outcome
    no_decision_reason: NoDecisionReason | None = None
    reason_agency_id: UUID | None = None
    next_on: date | None = None
    moved_to: list[date] = []
    absent_agency_ids: list[UUID] = []
    quorate: bool = True
    follow_up_on: date | None = None
    phone_only: bool = False
    urgent_since: datetime | None = None


class Alert(StrEnum):
    """How loud a chain is."""

    NONE = "none"
    AMBER = "amber"
    RED = "red"


class Warned(msgspec.Struct, frozen=True):
    """One reason for an alert, in words."""

    alert: Alert
    message: str


class Chain(msgspec.Struct, frozen=True):
    """A chain's state as of a date; days are working days of England."""

    meetings: int
    run: int
    days_undecided: int | None
    undecided_since: date | None
    next_on: date | None
    alert: Alert
    warnings: list[Warned]
    absent_again: list[UUID]
    days_since_first: int | None


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """By when the meeting was held, whenever it was entered."""
    return sorted(entries, key=lambda entry: (entry.held_at, entry.entered_at, entry.id))


def chain_state(entries: Sequence[Entry], profile: Profile, as_of: date) -> Chain:
    """All that a chain shows on a date."""
    ordered = in_order(entries)
    run = run_of(ordered)
    since = london_date(run[0].held_at) if run else None
    warnings = _warnings(ordered, run, profile, as_of)
    return Chain(
        meetings=len(ordered),
        run=len(run),
        days_undecided=working_days_between(since, as_of, profile.closed_days) if since else None,
        undecided_since=since,
        next_on=next_date_of(ordered[-1]) if run else None,
        alert=_loudest(warnings),
        warnings=warnings,
        absent_again=absent_again(run),
        days_since_first=(
            working_days_between(london_date(ordered[0].held_at), as_of, profile.closed_days)
            if ordered
            else None
        ),
    )


def run_of(ordered: Sequence[Entry]) -> list[Entry]:
    """The undecided entries since the last decision; a hand-over neither ends nor lengthens it."""
    run: list[Entry] = []
    for entry in ordered:
        if entry.outcome is Outcome.ADJOURNED:
            run.append(entry)
        elif entry.outcome not in HANDED_OVER:
            run.clear()
    return run


def absent_again(run: Sequence[Entry]) -> list[UUID]:
    """Agencies that stayed away from two or more meetings of the run."""
    times = Counter(agency for entry in run for agency in set(entry.absent_agency_ids))
    return sorted(agency for agency, count in times.items() if count >= ABSENT_AGAIN)


def slips(run: Sequence[Entry]) -> int:
    """How often a next date was moved later before it passed."""
    return sum(later > earlier for entry in run for earlier, later in pairwise(dates_of(entry)))


def same_reason_twice(run: Sequence[Entry]) -> NoDecisionReason | None:
    """A reason given twice in the run; of outstanding information, from the same agency twice."""
    given = Counter(
        (entry.no_decision_reason, _agency_that_matters(entry))
        for entry in run
        if entry.no_decision_reason and entry.no_decision_reason is not NoDecisionReason.OTHER
    )
    return next((reason for (reason, _), count in given.items() if count > 1), None)


def owing_quorum(ordered: Sequence[Entry]) -> list[Entry]:
    """Entries without quorum that no later quorate meeting of the chain has made good."""
    owing: list[Entry] = []
    for entry in ordered:
        if entry.quorate:
            owing.clear()
        else:
            owing.append(entry)
    return owing


def open_enquiry(ordered: Sequence[Entry]) -> Outcome | None:
    """How the section 47 enquiry that is open now was started, or `None`."""
    started = None
    for entry in ordered:
        if entry.outcome in INITIATED:
            started = entry.outcome
        elif entry.outcome in CONCLUDED:
            started = None
    return started


def outcome_fault(ordered: Sequence[Entry], outcome: Outcome) -> str | None:
    """Why an outcome does not follow from the chain, in words, or `None`.

    An enquiry that the police began alone may become a joint one; any other starts once.
    """
    enquiry = open_enquiry(ordered)
    if enquiry is None:
        if outcome in CONCLUDED or outcome is Outcome.S47_CONTINUES:
            return "No section 47 enquiry is open. Choose that it started, or another outcome."
        return None
    joins_police = enquiry is Outcome.S47_INITIATED_POLICE and outcome is not enquiry
    if outcome in INITIATED and not joins_police:
        return "A section 47 enquiry is open already. Choose that it continues or is concluded."
    if outcome in NO_S47:
        return "A section 47 enquiry is open. Conclude it first."
    return None


def _agency_that_matters(entry: Entry) -> UUID | None:
    outstanding = entry.no_decision_reason is NoDecisionReason.INFORMATION_OUTSTANDING
    return entry.reason_agency_id if outstanding else None


def next_date_of(entry: Entry) -> date | None:
    """The date of the next meeting as last set."""
    return next(reversed(dates_of(entry)), None)


def dates_of(entry: Entry) -> list[date]:
    """Every date set for the next meeting, in order."""
    return [*([entry.next_on] if entry.next_on else []), *entry.moved_to]


def _warnings(
    ordered: Sequence[Entry], run: Sequence[Entry], profile: Profile, as_of: date
) -> list[Warned]:
    drift = profile.drift
    handed_over = _hand_over_warnings(ordered, profile, as_of)
    if not run:
        return handed_over
    days = working_days_between(london_date(run[0].held_at), as_of, profile.closed_days)
    found = [
        _level(
            f"{len(run)} meetings in a row without a decision.",
            red=len(run) >= drift.red_run,
            amber=len(run) >= drift.amber_run,
        ),
        _level(
            f"{days} working days without a decision.",
            red=days > drift.red_working_days,
            amber=days > drift.amber_working_days,
        ),
        _level("The same reason was given twice.", red=same_reason_twice(run) is not None),
        _level(
            "The date of the next meeting was put off again.",
            red=slips(run) >= drift.red_slips,
        ),
        _next_date(ordered[-1], as_of),
    ]
    return [*(warned for warned in found if warned), *handed_over]


def _next_date(latest: Entry, as_of: date) -> Warned | None:
    """Of the latest meeting only: any later one is a meeting held since the adjournment."""
    if latest.outcome is not Outcome.ADJOURNED:
        return None
    next_on = next_date_of(latest)
    return _level(
        "The date of the next meeting has passed." if next_on else "No next meeting has a date.",
        red=next_on is not None and next_on < as_of,
        amber=next_on is None,
    )


def _hand_over_warnings(ordered: Sequence[Entry], profile: Profile, as_of: date) -> list[Warned]:
    if not ordered or ordered[-1].outcome not in HANDED_OVER:
        return []
    drift = profile.drift
    days = working_days_between(london_date(ordered[-1].held_at), as_of, profile.closed_days)
    warned = _level(
        f"{days} working days without an answer from the receiver.",
        red=days > drift.unaccepted_red_working_days,
        amber=days > drift.unaccepted_amber_working_days,
    )
    return [warned] if warned else []


def _level(message: str, *, red: bool, amber: bool = False) -> Warned | None:
    if red:
        return Warned(Alert.RED, message)
    return Warned(Alert.AMBER, message) if amber else None


def _loudest(warnings: Sequence[Warned]) -> Alert:
    alerts = {warned.alert for warned in warnings}
    return next((alert for alert in (Alert.RED, Alert.AMBER) if alert in alerts), Alert.NONE)
