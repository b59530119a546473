"""Drift by child, held against a slow model that is obviously right."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from planning.chains.blockers import closing_blockers, moving_blockers
from planning.chains.rules import (
    Alert,
    Entry,
    Facts,
    chain_state,
    outcome_fault,
)
from planning.procedures.rules import (
    CONCLUDED,
    INITIATED,
    NO_S47,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    parse_profile,
)
from planning.procedures.shipped import shipped_profile

ENGLAND = parse_profile(shipped_profile())
START = date(2026, 3, 2)  # a Monday without bank holidays until Easter
REASON = NoDecisionReason.MEDICAL


def entry(
    day: int,
    outcome: Outcome = Outcome.ADJOURNED,
    *,
    reason: NoDecisionReason | None = REASON,
    agency: int | None = None,
    next_day: int | None = 40,
    moved: tuple[int, ...] = (),
    absent: tuple[int, ...] = (),
) -> Entry:
    held = datetime.combine(START + timedelta(days=day), time(10), tzinfo=UTC)
    adjourned = outcome is Outcome.ADJOURNED
    return Entry(
        id=UUID(int=day),
        meeting_id=UUID(int=day),
        held_at=held,
        entered_at=held,
        outcome=outcome,
        no_decision_reason=reason if adjourned else None,
        reason_agency_id=UUID(int=agency) if agency else None,
        next_on=START + timedelta(days=next_day) if adjourned and next_day else None,
        moved_to=[START + timedelta(days=later) for later in moved],
        absent_agency_ids=[UUID(int=number) for number in absent],
        moved_at=[held for _ in moved],
        profile_version=1,
        kind=MeetingKind.INITIAL,
        lasted_minutes=60,
        agencies_present=3,
        children_there=1,
    )


def state(*entries: Entry, day: int = 0) -> tuple[Alert, list[str]]:
    found = chain_state(Facts(list(entries)), {1: ENGLAND}, START + timedelta(days=day))
    return found.alert, [warned.message for warned in found.warnings]


def test_no_meeting_is_no_drift() -> None:
    found = chain_state(Facts([]), {1: ENGLAND}, START)
    assert (found.alert, found.run, found.days_since_first) == (Alert.NONE, 0, None)


def test_one_adjournment_with_a_date_is_quiet_for_a_working_week() -> None:
    assert state(entry(0), day=7) == (Alert.NONE, [])
    assert state(entry(0), day=8) == (Alert.AMBER, ["6 working days without a decision."])
    assert state(entry(0), day=14) == (Alert.AMBER, ["10 working days without a decision."])
    assert state(entry(0), day=15) == (Alert.RED, ["11 working days without a decision."])


def test_the_second_adjournment_is_amber_and_the_third_red() -> None:
    first, second, third = (
        entry(0, reason=NoDecisionReason.MEDICAL),
        entry(1, reason=NoDecisionReason.INTERPRETER),
        entry(2, reason=NoDecisionReason.LEGAL_ADVICE),
    )
    assert state(first, second, day=2) == (
        Alert.AMBER,
        ["2 meetings in a row without a decision."],
    )
    assert state(first, second, third, day=2) == (
        Alert.RED,
        ["3 meetings in a row without a decision."],
    )


def test_the_same_reason_is_red_at_once_but_other_never_matches() -> None:
    again = [entry(0), entry(1)]
    assert state(*again, day=1)[1][-1] == "The same reason was given twice."
    other = [entry(0, reason=NoDecisionReason.OTHER), entry(1, reason=NoDecisionReason.OTHER)]
    assert state(*other, day=1)[0] is Alert.AMBER


def test_outstanding_information_matches_only_from_the_same_agency() -> None:
    def waiting(day: int, agency: int) -> Entry:
        return entry(day, reason=NoDecisionReason.INFORMATION_OUTSTANDING, agency=agency)

    assert state(waiting(0, 1), waiting(1, 2), day=1)[0] is Alert.AMBER
    assert state(waiting(0, 1), waiting(1, 1), day=1)[0] is Alert.RED


def test_a_next_date_counts_until_its_day_ends_and_is_then_missed() -> None:
    assert state(entry(0, next_day=None)) == (Alert.AMBER, ["No next meeting has a date."])
    assert state(entry(0, next_day=3), day=3) == (Alert.NONE, [])
    assert state(entry(0, next_day=3), day=4) == (
        Alert.RED,
        ["The date of the next meeting has passed."],
    )


def test_the_second_slip_is_red_and_an_earlier_date_is_none() -> None:
    assert state(entry(0, next_day=3, moved=(4,)), day=1)[0] is Alert.NONE
    assert state(entry(0, next_day=4, moved=(3, 5)), day=1)[0] is Alert.NONE
    assert state(entry(0, next_day=3, moved=(4, 7)), day=1) == (
        Alert.RED,
        ["The date of the next meeting was put off again."],
    )


def test_a_hand_over_waits_for_its_receiver_and_leaves_the_run_alone() -> None:
    over = entry(1, Outcome.TRANSFERRED)
    assert state(over, day=3) == (Alert.NONE, [])
    assert state(over, day=4)[0] is Alert.AMBER
    assert state(over, day=9) == (
        Alert.RED,
        ["6 working days without an answer from the receiver."],
    )
    assert chain_state(Facts([entry(0), over]), {1: ENGLAND}, START).run == 1


def test_an_enquiry_is_started_once_and_concluded_before_it_is_dropped() -> None:
    started = [entry(0, Outcome.S47_INITIATED_JOINT)]
    by_police = [entry(0, Outcome.S47_INITIATED_POLICE)]
    refused = {
        name: {outcome for outcome in Outcome if outcome_fault(chain, outcome)}
        for name, chain in {"none": [], "joint": started, "police": by_police}.items()
    }
    assert refused == {
        "none": CONCLUDED | {Outcome.S47_CONTINUES},
        "joint": INITIATED | NO_S47,
        "police": NO_S47 | {Outcome.S47_INITIATED_POLICE},
    }
    concluded = [*started, entry(1, Outcome.S47_CONCLUDED_NOT_SUBSTANTIATED)]
    assert outcome_fault(concluded, Outcome.S47_INITIATED_JOINT) is None


def test_a_next_date_moves_only_before_it_passes_and_to_the_future() -> None:
    def faults(chain: list[Entry], day: int, to: int, why: str = "Snow") -> list[str]:
        found = moving_blockers(
            chain,
            next_on=START + timedelta(days=to),
            reason=why,
            today=START + timedelta(days=day),
        )
        return [fault.field for fault in found]

    assert faults([entry(0, next_day=5)], 1, 6) == []
    assert faults([entry(0, next_day=None)], 1, 6) == []
    assert faults([entry(0, next_day=5)], 7, 7, " ") == ["", "next_on", "reason"]
    assert faults([], 1, 6) == [""]
    assert faults([entry(0, Outcome.S47_CONTINUES)], 1, 6) == [""]


def test_a_concern_closes_at_a_decision_that_ends_it_with_what_follows() -> None:
    done = Facts([entry(0, Outcome.NO_S47_EARLY_HELP)])
    assert closing_blockers(done, "Early help from Monday") == []
    assert [fault.field for fault in closing_blockers(Facts([]), " ")] == ["", "follow_on"]
    assert len(closing_blockers(Facts([entry(0, Outcome.S47_CONTINUES)]), "Later")) == 1
