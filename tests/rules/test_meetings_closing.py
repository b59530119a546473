"""What keeps a meeting open."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from planning.meetings.rules.closing import (
    ChildDraft,
    ChildToClose,
    ToClose,
    close_blockers,
    decided,
    draft_faults,
)
from planning.meetings.rules.quorum import Answer, Standing
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome, parse_profile
from planning.procedures.shipped import shipped_profile

INITIAL = parse_profile(shipped_profile()).kinds[MeetingKind.INITIAL]
NOW = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
ANA = UUID(int=1)
FIELD = f"children.{ANA}"
STARTED = ChildDraft(outcome=Outcome.S47_INITIATED_JOINT, outcome_reason="Threshold met")
ADJOURNED = ChildDraft(
    outcome=Outcome.ADJOURNED,
    no_decision_reason=NoDecisionReason.INFORMATION_OUTSTANDING,
    reason_agency_id=UUID(int=5),
    next_on=date(2026, 3, 5),
    authorised_by=UUID(int=6),
)
THERE = [
    Standing(category, True, False, Answer.ACCEPTED, True, [ANA]) for category in INITIAL.required
]
FOLLOW_UP = (
    "follow_up_on",
    "Enter the date by which this is followed up with quorum, today or later.",
)


def meeting(draft: ChildDraft = STARTED, **changes: object) -> ToClose:
    child = ChildToClose(ANA, "Ana", draft, [])
    plain = ToClose(NOW - timedelta(hours=1), 1, [child], THERE, "")
    return msgspec.structs.replace(plain, **changes)


def faults(state: ToClose) -> list[tuple[str, str]]:
    found = close_blockers(state, INITIAL, NOW, NOW.date())
    return [(blocker.field, blocker.message) for blocker in found]


def test_a_decision_with_its_reason_or_a_full_adjournment_closes_a_quorate_meeting() -> None:
    assert faults(meeting()) == []
    assert faults(meeting(ADJOURNED)) == []


def test_an_undecided_child_is_named() -> None:
    assert faults(meeting(ChildDraft())) == [
        (f"{FIELD}.outcome", "Record an outcome for Ana."),
    ]


def test_an_adjournment_lacks_nothing() -> None:
    empty = ChildDraft(outcome=Outcome.ADJOURNED, next_on=NOW.date())
    assert faults(meeting(empty)) == [
        (f"{FIELD}.no_decision_reason", "Say why nothing was decided for Ana."),
        (f"{FIELD}.next_on", "Enter the date of the next meeting for Ana, in the future."),
        (f"{FIELD}.authorised_by", "Say who authorised the adjournment for Ana."),
    ]
    whose = msgspec.structs.replace(ADJOURNED, reason_agency_id=None)
    assert faults(meeting(whose)) == [
        (f"{FIELD}.reason_agency_id", "Say which agency owes information on Ana.")
    ]


def test_a_decision_follows_from_the_chain_and_says_why() -> None:
    draft = ChildDraft(outcome=Outcome.S47_CONTINUES)
    assert faults(meeting(draft)) == [
        (
            f"{FIELD}.outcome",
            "Ana: No section 47 enquiry is open. Choose that it started, or another outcome.",
        ),
        (f"{FIELD}.outcome_reason", "Say why this is the outcome for Ana."),
    ]


def test_a_meeting_without_quorum_needs_a_reason_and_is_then_valid() -> None:
    without = meeting(standings=THERE[:1])
    assert faults(without) == [
        ("no_quorum_reason", "Not quorate without Police, Health. Say why you went on."),
        FOLLOW_UP,
    ]
    said = msgspec.structs.replace(without, no_quorum_reason="The child is at risk")
    past = msgspec.structs.replace(said, follow_up_on=NOW.date() - timedelta(days=1))
    assert (faults(said), faults(past)) == ([FOLLOW_UP], [FOLLOW_UP])
    assert faults(msgspec.structs.replace(said, follow_up_on=NOW.date())) == []


def test_nobody_closes_what_has_not_begun_what_nobody_came_to_or_what_they_cannot_see() -> None:
    state = meeting(
        starts_at=NOW + timedelta(minutes=1),
        child_count=2,
        standings=[],
        no_quorum_reason="Risk",
        follow_up_on=NOW.date(),
    )
    assert faults(state) == [
        ("", "This meeting has not started."),
        ("", "You cannot see every child of this meeting. Ask the chair to close it."),
        ("attendance", "Record who was there."),
    ]


def test_a_group_without_children_is_judged_as_a_whole() -> None:
    assert faults(meeting(children=[], child_count=0)) == []
    assert faults(meeting(children=[], child_count=0, standings=THERE[:2])) == [
        ("no_quorum_reason", "Not quorate without Health. Say why you went on."),
        FOLLOW_UP,
    ]


@pytest.mark.parametrize("outcome", [Outcome.TRANSFERRED, Outcome.REDIRECTED])
def test_nobody_is_handed_over_to_nobody(outcome: Outcome) -> None:
    nobody = ChildDraft(outcome=outcome, outcome_reason="Lives there now", handed_to=" ")
    assert faults(meeting(nobody)) == [(f"{FIELD}.handed_to", "Say who Ana is handed over to.")]
    named = msgspec.structs.replace(nobody, handed_to="Southmere, duty manager")
    assert faults(meeting(named)) == []


def test_a_draft_may_be_empty_but_not_endless() -> None:
    assert draft_faults(ChildDraft()) == []
    long = ChildDraft(outcome_reason="x" * 4_001, handed_to="x" * 2_001)
    assert [fault.message for fault in draft_faults(long)] == [
        "Shorten this to 4,000 characters.",
        "Shorten this to 2,000 characters.",
    ]


def test_only_a_decided_child_has_an_outcome() -> None:
    assert decided(STARTED) is Outcome.S47_INITIATED_JOINT
    with pytest.raises(ValueError, match="keeps its meeting open"):
        decided(ChildDraft())
