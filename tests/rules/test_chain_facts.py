"""What a chain owes to facts beside its meetings: answers, reviews, corrections, what was known."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec

from planning.chains.rules import (
    Alert,
    Chain,
    Duty,
    Entry,
    Facts,
    HandOver,
    Review,
    ReviewAnswer,
    chain_state,
    standing,
)
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome, parse_profile
from planning.procedures.shipped import shipped_profile

ENGLAND = parse_profile(shipped_profile())
START = date(2026, 3, 2)  # a Monday without bank holidays until Easter


def at(day: int, hour: int = 10) -> datetime:
    return datetime.combine(START + timedelta(days=day), time(hour), tzinfo=UTC)


def entry(
    day: int,
    outcome: Outcome = Outcome.ADJOURNED,
    reason: NoDecisionReason = NoDecisionReason.OTHER,
    next_day: int | None = 30,
) -> Entry:
    adjourned = outcome is Outcome.ADJOURNED
    return Entry(
        id=UUID(int=day + 1),
        meeting_id=UUID(int=day + 1),
        held_at=at(day),
        entered_at=at(day, 12),
        outcome=outcome,
        profile_version=1,
        kind=MeetingKind.INITIAL,
        lasted_minutes=90,
        agencies_present=4,
        children_there=2,
        no_decision_reason=reason if adjourned else None,
        next_on=START + timedelta(days=next_day) if adjourned and next_day else None,
    )


def correction(of: Entry, day: int, outcome: Outcome) -> Entry:
    adjourned = outcome is Outcome.ADJOURNED
    return msgspec.structs.replace(
        of,
        id=UUID(int=of.id.int + 100),
        replaces_id=of.id,
        entered_at=at(day),
        outcome=outcome,
        no_decision_reason=NoDecisionReason.OTHER if adjourned else None,
        next_on=of.next_on if adjourned else None,
        moved_to=[],
        moved_at=[],
        moved_why=[],
    )


def state(facts: Facts, day: int, known_at: datetime | None = None) -> Chain:
    return chain_state(facts, {1: ENGLAND}, START + timedelta(days=day), known_at)


def handed(of: Entry, day: int | None = None, *, accepted: bool = True) -> HandOver:
    asked = HandOver(of.id, "The next county", of.held_at.date())
    if day is None:
        return asked
    answered = {"answered_on": at(day).date(), "accepted": accepted, "recorded_at": at(day)}
    return msgspec.structs.replace(asked, **answered)


def test_an_accepted_hand_over_decides_at_its_meeting_and_a_refused_one_does_not() -> None:
    first, over, later = entry(0), entry(1, Outcome.TRANSFERRED), entry(2)
    waiting = Facts([first, over, later], [handed(over)])
    accepted = Facts([first, over, later], [handed(over, 3)])
    refused = Facts([first, over, later], [handed(over, 3, accepted=False)])
    found = [state(facts, 4) for facts in (waiting, accepted, refused)]
    assert [one.run for one in found] == [2, 1, 2]
    assert [one.handed_over_on for one in found] == [date(2026, 3, 3), None, None]
    assert "3 working days without an answer from the receiver." in [
        warned.message for warned in found[0].warnings
    ]
    assert state(accepted, 4, known_at=at(2, 13)).run == 2


def test_a_review_is_owed_at_red_good_for_one_adjournment_and_ends_nothing() -> None:
    three = [entry(0), entry(1), entry(2)]
    reviewed = Review(UUID(int=1), ReviewAnswer.ACCEPT_ONE_MORE, UUID(int=2), at(3))
    asked = msgspec.structs.replace(reviewed, answer=ReviewAnswer.DECIDE_NEXT_TIME)
    facts = [
        Facts(three[:2]),
        Facts(three),
        Facts(three, reviews=[reviewed]),
        Facts(three, reviews=[asked]),
        Facts([*three, entry(4)], reviews=[reviewed]),
    ]
    found = [state(one, 4) for one in facts]
    assert [one.alert for one in found] == [Alert.AMBER, *[Alert.RED] * 4]
    assert [(one.review.owed, one.review.allows_adjourning) for one in found] == [
        (False, True),
        (True, False),
        (False, True),
        (False, False),
        (True, False),
    ]
    assert found[2].review_answer is ReviewAnswer.ACCEPT_ONE_MORE


def test_a_correction_of_an_old_adjournment_uses_no_review_up() -> None:
    three = [entry(0), entry(1), entry(2)]
    reviewed = Review(UUID(int=1), ReviewAnswer.ACCEPT_ONE_MORE, UUID(int=2), at(3))
    corrected = [*three, correction(three[1], 4, Outcome.ADJOURNED)]
    assert not state(Facts(corrected, reviews=[reviewed]), 5).review.owed


def test_no_correction_takes_a_slip_away_and_what_was_known_stays_known() -> None:
    first = msgspec.structs.replace(
        entry(0, next_day=10),
        moved_to=[START + timedelta(days=day) for day in (11, 12)],
        moved_at=[at(1), at(2)],
        moved_why=["No room", "No room"],
    )
    again = correction(first, 3, Outcome.ADJOURNED)
    decided = correction(again, 4, Outcome.NO_S47_EARLY_HELP)
    facts = Facts([first, again, decided])
    assert [one.moved_why for one in standing([first, again])] == [["No room", "No room"]]
    told = {day: state(facts, day, known_at=at(day, 12)) for day in (0, 1, 2, 3, 4)}
    assert [(one.slips, one.run) for one in told.values()] == [
        (0, 1), (1, 1), (2, 1), (2, 1), (0, 0)
    ]  # fmt: skip
    assert [one.alert for one in told.values()] == [
        Alert.NONE, Alert.NONE, Alert.RED, Alert.RED, Alert.NONE
    ]  # fmt: skip
    corrected_back = correction(decided, 5, Outcome.ADJOURNED)
    assert state(Facts([first, again, decided, corrected_back]), 5).slips == 2


def test_a_late_entry_counts_by_when_it_was_held_once_it_is_known() -> None:
    decided, late = entry(3, Outcome.NO_S47_EARLY_HELP), entry(1)
    late = msgspec.structs.replace(late, entered_at=at(6))
    facts = Facts([entry(0), decided, late])
    assert [state(facts, 7, known).meetings for known in (at(2), at(5), at(6), None)] == [
        1, 2, 3, 3
    ]  # fmt: skip
    assert state(facts, 7).run == 0
    undecided = Facts([entry(0), late])
    assert (state(undecided, 7, at(5)).alert, state(undecided, 7).alert) == (
        Alert.NONE,
        Alert.AMBER,
    )


def test_thresholds_are_those_of_the_latest_meeting_by_when_it_was_held() -> None:
    strict = msgspec.structs.replace(
        ENGLAND, drift=msgspec.structs.replace(ENGLAND.drift, red_run=2)
    )
    profiles = {1: ENGLAND, 2: strict}
    early = msgspec.structs.replace(entry(0), profile_version=2, entered_at=at(9))
    late = msgspec.structs.replace(entry(1), profile_version=2)
    for entries, alert in (([early, entry(1)], Alert.AMBER), ([entry(0), late], Alert.RED)):
        assert chain_state(Facts(entries), profiles, START + timedelta(days=2)).alert is alert


def test_the_run_costs_each_agency_its_time_shared_by_the_children() -> None:
    facts = Facts([entry(0), entry(1, Outcome.S47_CONTINUES), entry(2), entry(3)], carried=2)
    found = state(facts, 4)
    assert (found.agency_minutes, found.carried) == (2 * 90 * 4 // 2, 2)


def test_what_is_to_be_done_next_by_whom_and_by_when() -> None:
    over = entry(3, Outcome.REDIRECTED)
    meet = Duty("Meet again and decide.", "The scheduler", date(2026, 4, 1))
    review = Duty(
        "Review this chain before it is adjourned again.",
        "A senior manager who chaired none of its meetings",
        date(2026, 3, 5),
    )
    assert state(Facts([]), 0).duties == []
    assert state(Facts([entry(0, Outcome.S47_CONTINUES)]), 0).duties == []
    assert state(Facts([entry(0), entry(1), entry(2)]), 3).duties == [review, meet]
    assert state(Facts([over]), 4).duties == [
        Duty("Get the receiver’s answer to the hand-over.", "The chair", date(2026, 3, 9))
    ]
    assert [
        state(Facts([entry(0, next_day=next_day)]), 2).duties[-1].what for next_day in (None, 1)
    ] == ["Set a date for the next meeting.", "Convene the meeting that was missed."]
