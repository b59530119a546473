"""Hand-overs answered, outcomes corrected, and histories that cannot be."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.chains.blockers import is_ended
from planning.chains.rules import Entry, Facts, HandOver, conference_anchor, in_order
from planning.chains.rules.correcting import (
    Disposition,
    Wrong,
    broken_after,
    correction_blockers,
    retired_faults,
    tidied,
    unfounded,
)
from planning.chains.rules.handing import AnswerGiven, HandedOver, answer_blockers
from planning.chains.rules.histories import History, early_blockers, flags
from planning.procedures.rules import (
    HANDED_OVER,
    NO_S47,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Retired,
)

START = date(2026, 3, 2)
TODAY = START + timedelta(days=30)
WHO = UUID(int=900)
MADE = HandedOver(UUID(int=1), Outcome.TRANSFERRED, START, is_replaced=False, is_answered=False)
YES = AnswerGiven(
    accepted=True,
    answered_on=START,
    answered_by_name="Duty manager",
    evidence="Email of 2 March",
)


def entry(day: int, outcome: Outcome = Outcome.ADJOURNED, **changes: object) -> Entry:
    held = datetime.combine(START + timedelta(days=day), time(10), tzinfo=UTC)
    adjourned = outcome is Outcome.ADJOURNED
    plain = Entry(
        id=UUID(int=day + 1000),
        meeting_id=UUID(int=day + 1000),
        held_at=held,
        entered_at=held + timedelta(hours=1),
        outcome=outcome,
        profile_version=1,
        kind=MeetingKind.INITIAL,
        lasted_minutes=60,
        agencies_present=3,
        children_there=1,
        no_decision_reason=NoDecisionReason.MEDICAL if adjourned else None,
        next_on=held.date() + timedelta(days=5) if adjourned else None,
    )
    return msgspec.structs.replace(plain, **changes)


def wrong(index: int, *entries: Entry, handed_to: str = "") -> Wrong:
    one = entries[index]
    stands = Disposition(
        outcome=one.outcome,
        no_decision_reason=one.no_decision_reason,
        next_on=one.next_on,
        authorised_by=WHO if one.outcome is Outcome.ADJOURNED else None,
        handed_to=handed_to,
    )
    return Wrong(one, stands, entries)


def corrected(of: Wrong, new: Disposition, reason: str = "Typed wrongly") -> list[str]:
    found = correction_blockers(of, tidied(new, of), reason=reason, today=TODAY)
    return [fault.field for fault in found]


def history(*entries: Entry, **changes: object) -> History:
    opened = datetime.combine(START, time(9), tzinfo=UTC)
    return msgspec.structs.replace(History(opened, None, None, None, entries, {}), **changes)


def answered(made: HandedOver, answer: AnswerGiven) -> list[str]:
    return [fault.field for fault in answer_blockers(made, answer, today=TODAY)]


def test_an_answer_tells_who_gave_it_when_and_what_shows_it() -> None:
    assert answered(MADE, YES) == []
    nothing = AnswerGiven(
        accepted=False, answered_on=START, answered_by_name=" ", evidence="x" * 2001
    )
    found = answer_blockers(MADE, nothing, today=TODAY)
    assert [fault.message for fault in found] == [
        "Say who gave the answer, in up to 200 characters.",
        "Say why they refused, in up to 2,000 characters.",
    ]


@given(st.integers(-60, 60))
@settings(max_examples=60)
def test_nobody_answers_before_the_meeting_or_in_the_future(days: int) -> None:
    on = msgspec.structs.replace(YES, answered_on=START + timedelta(days=days))
    assert (answered(MADE, on) == []) == (0 <= days <= 30)


@pytest.mark.parametrize(
    "made",
    [
        msgspec.structs.replace(MADE, is_replaced=True),
        msgspec.structs.replace(MADE, is_answered=True),
        msgspec.structs.replace(MADE, outcome=Outcome.S47_CONTINUES),
    ],
)
def test_only_a_hand_over_that_stands_and_waits_is_answered(made: HandedOver) -> None:
    assert answered(made, YES) == [""]


@pytest.mark.parametrize("accepted", [True, False, None])
def test_a_concern_ends_at_a_hand_over_only_when_it_is_accepted(accepted: bool | None) -> None:
    last = entry(0, Outcome.REDIRECTED)
    facts = Facts([last], [HandOver(last.id, "Southmere", START, START, accepted)])
    assert is_ended(facts) is (accepted is True)


def test_a_correction_changes_something_and_says_why() -> None:
    of = wrong(0, entry(0, Outcome.S47_INITIATED_JOINT))
    assert corrected(of, Disposition(Outcome.S47_INITIATED_JOINT), " ") == ["outcome", "reason"]
    assert corrected(of, Disposition(Outcome.NO_S47_EARLY_HELP)) == []
    assert corrected(of, Disposition(Outcome.S47_CONTINUES), "x" * 2001) == ["outcome", "reason"]


def test_a_correction_to_an_adjournment_lacks_nothing() -> None:
    bare = Disposition(Outcome.ADJOURNED, next_on=TODAY)
    of = wrong(0, entry(0, Outcome.S47_INITIATED_JOINT))
    lacking = ["no_decision_reason", "next_on", "authorised_by"]
    assert corrected(of, bare) == lacking
    info = msgspec.structs.replace(
        bare,
        no_decision_reason=NoDecisionReason.INFORMATION_OUTSTANDING,
        next_on=TODAY + timedelta(days=1),
        authorised_by=WHO,
    )
    assert corrected(of, info) == ["reason_agency_id"]
    assert corrected(of, msgspec.structs.replace(info, reason_agency_id=WHO)) == []


def test_of_an_earlier_meeting_the_next_date_only_followed_that_meeting() -> None:
    of = wrong(0, entry(0, Outcome.S47_INITIATED_JOINT), entry(9, Outcome.S47_CONTINUES))
    full = Disposition(
        Outcome.ADJOURNED, no_decision_reason=NoDecisionReason.MEDICAL, authorised_by=WHO
    )
    for days, faults in ((0, ["next_on"]), (1, [])):
        on = START + timedelta(days=days)
        assert corrected(of, msgspec.structs.replace(full, next_on=on)) == faults


def test_an_adjournment_that_stays_one_keeps_its_next_date() -> None:
    of = wrong(0, entry(0))
    new = msgspec.structs.replace(
        of.present, no_decision_reason=NoDecisionReason.OTHER, next_on=TODAY, handed_to="x"
    )
    kept = tidied(new, of)
    assert (kept.next_on, kept.handed_to) == (of.present.next_on, "")
    assert corrected(of, new) == []


@pytest.mark.parametrize("outcome", sorted(HANDED_OVER))
def test_a_correction_hands_nobody_over_to_nobody(outcome: Outcome) -> None:
    of = wrong(0, entry(0, Outcome.S47_INITIATED_JOINT))
    for receiver, faults in ((" ", ["handed_to"]), ("x" * 2001, ["handed_to"]), (" Them ", [])):
        assert corrected(of, Disposition(outcome, handed_to=receiver)) == faults
    same = wrong(0, entry(0, outcome), handed_to="Them")
    assert corrected(same, Disposition(outcome, handed_to="Them")) == ["outcome"]


def test_correcting_away_the_start_voids_the_anchor_and_names_what_follows_no_more() -> None:
    ordered = (entry(0, Outcome.S47_INITIATED_JOINT), entry(9, Outcome.S47_CONTINUES))
    new = Disposition(Outcome.NO_S47_EARLY_HELP)
    after = [msgspec.structs.replace(ordered[0], outcome=new.outcome), ordered[1]]
    assert (conference_anchor(ordered), conference_anchor(after)) == (START, None)
    assert broken_after(wrong(0, *ordered), new) == [START + timedelta(days=9)]
    assert broken_after(wrong(1, *ordered), Disposition(Outcome.ADJOURNED)) == []


@given(
    st.lists(st.sampled_from(Outcome), min_size=1, max_size=7),
    st.sampled_from(Outcome),
    st.data(),
)
@settings(max_examples=80)
def test_a_correction_is_refused_only_for_what_came_before_it(
    outcomes: list[Outcome], outcome: Outcome, data: st.DataObject
) -> None:
    entries = [entry(day, one) for day, one in enumerate(outcomes)]
    index = data.draw(st.integers(0, len(entries) - 1))
    of = wrong(index, *entries)
    changed = [*entries]
    changed[index] = msgspec.structs.replace(entries[index], outcome=outcome)
    day = START + timedelta(days=index)
    full = Disposition(
        outcome,
        no_decision_reason=NoDecisionReason.OTHER,
        next_on=TODAY + timedelta(days=1),
        authorised_by=WHO,
        handed_to="Them",
    )
    impossible = day in unfounded(changed)
    same = outcome is entries[index].outcome and outcome is not Outcome.ADJOURNED
    same = same and outcome not in HANDED_OVER
    assert corrected(of, full) == ["outcome"] * (impossible + same)
    assert set(broken_after(of, full)) == set(unfounded(changed)) - set(unfounded(entries))


def test_what_that_meeting_could_not_choose_is_not_chosen_now() -> None:
    gone = Retired(outcomes=[Outcome.REDIRECTED], no_decision_reasons=[NoDecisionReason.MEDICAL])
    for new, fields in (
        (Disposition(Outcome.REDIRECTED), ["outcome"]),
        (wrong(0, entry(0)).present, ["no_decision_reason"]),
        (Disposition(Outcome.TRANSFERRED), []),
    ):
        assert [fault.field for fault in retired_faults(new, gone)] == fields


def test_a_day_that_can_hardly_be_right_is_refused_with_every_reason() -> None:
    long_ago = START - timedelta(days=32)

    def faults(on: date, kind: MeetingKind = MeetingKind.INITIAL) -> int:
        found = early_blockers(on, kind=kind, opened_on=START, born_on=START - timedelta(days=9))
        assert {fault.field for fault in found} <= {"starts_at"}
        return len(found)

    assert [faults(on) for on in (START, START - timedelta(days=31), long_ago)] == [0, 1, 2]
    assert faults(long_ago, MeetingKind.PRE_BIRTH) == 1


def test_a_history_without_anything_strange_has_no_flag() -> None:
    assert flags(history(entry(0), entry(7, Outcome.NO_S47_EARLY_HELP))) == []


def test_what_is_strange_is_told_in_words() -> None:
    early = entry(-40, kind=MeetingKind.PRE_BIRTH)
    before = entry(0, Outcome.S47_CONTINUES, entered_at=entry(0).held_at - timedelta(hours=1))
    nobody = entry(2, Outcome.REDIRECTED)
    closed = entry(1).held_at
    found = flags(
        history(
            early,
            msgspec.structs.replace(entry(-1), next_on=START - timedelta(days=9)),
            before,
            nobody,
            born_on=START - timedelta(days=1),
            closed_at=closed,
        )
    )
    assert found == [
        "The meeting of 21 January 2026 is told as 40 days before this concern was opened.",
        "The next date set on 1 March 2026 was before the meeting.",
        "The outcome of 2 March 2026 was recorded before the meeting.",
        "Nobody is named to whom the child was handed over on 4 March 2026.",
        "The child was met on 4 March 2026, after the concern had been closed.",
        "The outcome of 2 March 2026 does not follow from the meetings before it.",
    ]


def test_a_child_met_before_birth_and_a_concern_open_again_are_told() -> None:
    found = flags(history(entry(0), born_on=TODAY, was_closed_at=entry(3).held_at))
    assert found == [
        "The meeting of 2 March 2026 is told as before the child was born.",
        "The concern was closed on 5 March 2026 and is open again.",
    ]


@given(st.permutations([entry(day, one) for day, one in enumerate(sorted(NO_S47))]))
@settings(max_examples=10)
def test_flags_depend_on_when_meetings_were_held_and_not_on_their_order(
    entries: list[Entry],
) -> None:
    assert unfounded(entries) == unfounded(in_order(entries)) == []
