"""What stops a meeting from being closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.rules import Entry, outcome_fault
from planning.errors import Blocker
from planning.meetings.rules.quorum import (
    CategoryResult,
    Standing,
    category_list,
    missing_categories,
    result,
)
from planning.people.rules import AgencyCategory
from planning.procedures.rules import HANDED_OVER, KindRules, NoDecisionReason, Outcome, Retired

LONGEST_OUTCOME_REASON, LONGEST_RECEIVER = 4_000, 2_000


class ChildDraft(msgspec.Struct, frozen=True):
    """The outcome of one child while the meeting runs, and why.

    `handed_to` is the authority or procedure that a child is handed over to, and who in it.
    """

    outcome: Outcome | None = None
    outcome_reason: str = ""
    no_decision_reason: NoDecisionReason | None = None
    reason_agency_id: UUID | None = None
    next_on: date | None = None
    authorised_by: UUID | None = None
    handed_to: str = ""


class ChildToClose(msgspec.Struct, frozen=True):
    """A child at a meeting, with the chain so far.

    `review_fault` says why an adjournment lacks a senior review, or nothing.
    """

    concern_id: UUID
    name: str
    draft: ChildDraft
    chain: list[Entry]
    recorded_at: datetime | None = None
    review_fault: str = ""


class ToClose(msgspec.Struct, frozen=True):
    """Everything that closing looks at. `child_count` counts children that the actor cannot see."""

    starts_at: datetime
    child_count: int
    children: list[ChildToClose]
    standings: list[Standing]
    no_quorum_reason: str
    follow_up_on: date | None = None


def decided(draft: ChildDraft) -> Outcome:
    """The outcome of a child whose meeting the rules let close."""
    if draft.outcome is None:
        raise ValueError("A child without an outcome keeps its meeting open.")
    return draft.outcome


def draft_faults(draft: ChildDraft) -> list[Blocker]:
    """A draft may be incomplete, but not too long."""
    faults = []
    if len(draft.outcome_reason) > LONGEST_OUTCOME_REASON:
        faults.append(Blocker("Shorten this to 4,000 characters.", "outcome_reason"))
    if len(draft.handed_to.strip()) > LONGEST_RECEIVER:
        faults.append(Blocker("Shorten this to 2,000 characters.", "handed_to"))
    return faults


def close_blockers(meeting: ToClose, kind: KindRules, now: datetime, today: date) -> list[Blocker]:
    """Every reason why the meeting cannot be closed; undecided children are named."""
    return [
        *_whole_faults(meeting, now),
        *(fault for child in meeting.children for fault in _child_faults(child, today)),
        *_quorum_faults(meeting, kind, today),
    ]


def retired_blockers(meeting: ToClose, retired: Retired) -> list[Blocker]:
    """Outcomes and reasons that the rules under which the meeting is held no longer offer."""
    return [
        Blocker(f"Choose another {what} for {child.name}: this one is no longer used.", field)
        for child in meeting.children
        for is_retired, what, field in (
            (
                child.draft.outcome in retired.outcomes,
                "outcome",
                f"children.{child.concern_id}.outcome",
            ),
            (
                child.draft.outcome is Outcome.ADJOURNED
                and child.draft.no_decision_reason in retired.no_decision_reasons,
                "reason",
                f"children.{child.concern_id}.no_decision_reason",
            ),
        )
        if is_retired
    ]


def quorum_results(meeting: ToClose, kind: KindRules) -> dict[UUID | None, list[CategoryResult]]:
    """Who decided for each child (`None`: at a meeting without children)."""
    return {
        key: result(kind, meeting.standings, key, recorded_at)
        for key, recorded_at in _judged(meeting)
    }


def quorum_gaps(meeting: ToClose, kind: KindRules) -> dict[UUID | None, list[AgencyCategory]]:
    """Missing categories of each child (`None`: of a meeting without children)."""
    return {
        key: missing_categories(kind, meeting.standings, key, recorded_at)
        for key, recorded_at in _judged(meeting)
    }


def is_quorate(gaps: Mapping[UUID | None, Sequence[AgencyCategory]]) -> bool:
    """Whether no child lacks a category."""
    return not any(gaps.values())


def _judged(meeting: ToClose) -> Sequence[tuple[UUID | None, datetime | None]]:
    children = [(child.concern_id, child.recorded_at) for child in meeting.children]
    return children or [(None, None)]


def _whole_faults(meeting: ToClose, now: datetime) -> list[Blocker]:
    faults = []
    if now < meeting.starts_at:
        faults.append(Blocker("This meeting has not started."))
    if len(meeting.children) != meeting.child_count:
        faults.append(
            Blocker("You cannot see every child of this meeting. Ask the chair to close it.")
        )
    if not any(standing.present for standing in meeting.standings):
        faults.append(Blocker("Record who was there.", "attendance"))
    return faults


def _child_faults(child: ChildToClose, today: date) -> list[Blocker]:
    field = f"children.{child.concern_id}"
    draft = child.draft
    if draft.outcome is None:
        return [Blocker(f"Record an outcome for {child.name}.", f"{field}.outcome")]
    if draft.outcome is Outcome.ADJOURNED:
        return [
            Blocker(message, f"{field}.{name}")
            for holds, message, name in _adjourned_checks(child, today)
            if not holds
        ]
    faults = []
    fault = outcome_fault(child.chain, draft.outcome)
    if fault:
        faults.append(Blocker(f"{child.name}: {fault}", f"{field}.outcome"))
    if not draft.outcome_reason.strip():
        faults.append(
            Blocker(f"Say why this is the outcome for {child.name}.", f"{field}.outcome_reason")
        )
    if draft.outcome in HANDED_OVER and not draft.handed_to.strip():
        faults.append(Blocker(f"Say who {child.name} is handed over to.", f"{field}.handed_to"))
    return faults


def _adjourned_checks(child: ChildToClose, today: date) -> list[tuple[bool, str, str]]:
    draft, name = child.draft, child.name
    outstanding = draft.no_decision_reason is NoDecisionReason.INFORMATION_OUTSTANDING
    return [
        (
            draft.no_decision_reason is not None,
            f"Say why nothing was decided for {name}.",
            "no_decision_reason",
        ),
        (
            draft.reason_agency_id is not None or not outstanding,
            f"Say which agency owes information on {name}.",
            "reason_agency_id",
        ),
        (
            draft.next_on is not None and draft.next_on > today,
            f"Enter the date of the next meeting for {name}, in the future.",
            "next_on",
        ),
        (
            draft.authorised_by is not None,
            f"Say who authorised the adjournment for {name}.",
            "authorised_by",
        ),
        (not child.review_fault, f"{name}: {child.review_fault}", "senior_review"),
    ]


def _quorum_faults(meeting: ToClose, kind: KindRules, today: date) -> list[Blocker]:
    gaps = quorum_gaps(meeting, kind)
    if is_quorate(gaps):
        return []
    missing = [
        category
        for category in kind.required
        if any(category in categories for categories in gaps.values())
    ]
    faults = []
    if not meeting.no_quorum_reason.strip():
        told = f"Not quorate without {category_list(missing)}. Say why you went on."
        faults.append(Blocker(told, "no_quorum_reason"))
    if meeting.follow_up_on is None or meeting.follow_up_on < today:
        told = "Enter the date by which this is followed up with quorum, today or later."
        faults.append(Blocker(told, "follow_up_on"))
    return faults
