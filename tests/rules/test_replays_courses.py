"""What past meetings show: when each chain turned amber and red and why, and what it adds up to."""

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.chains.rules import Alert, Facts, chain_state
from planning.procedures.rules import Outcome, parse_profile
from planning.procedures.shipped import shipped_profile
from planning.replays.rules import Replay, Share, Told, read_file, replay
from planning.replays.rules.histories import Names, Sizes, as_entry
from planning.replays.rules.totals import nearest_rank

PROFILE = parse_profile(shipped_profile())
TODAY = date(2026, 3, 3)


def replayed(*lines: str, as_of: date = TODAY) -> Replay:
    content = io.BytesIO("\n".join(lines).encode())
    file = read_file(content, PROFILE, today=TODAY, tick=lambda _: None)
    assert file.faults == []
    return replay(file, PROFILE, as_of=as_of, tick=lambda _: None)


def one(*lines: str, as_of: date = TODAY) -> Told:
    (told,) = replayed(*lines, as_of=as_of).chains
    return told


def turns(told: Told) -> list[tuple[str, date, str]]:
    return [(turn.alert.value, turn.on, " ".join(turn.why)) for turn in told.course.turns]


def test_a_chain_turns_when_it_would_have_turned() -> None:
    told = one(
        "child,held,outcome,reason,next date",
        "A,2/2/2026,adjourned,medical,3/2/2026",
        "A,3/2/2026,adjourned,legal advice,5/2/2026",
        "A,5/2/2026,adjourned,interpreter,9/2/2026",
        "A,9/2/2026,assessment continues,,",
    )
    assert turns(told) == [
        ("amber", date(2026, 2, 3), "2 meetings in a row without a decision."),
        ("red", date(2026, 2, 5), "3 meetings in a row without a decision."),
    ]
    assert (told.course.alert, told.course.run, told.course.longest_run) == (Alert.NONE, 0, 3)
    assert (told.decided_on, told.days_to_decision) == (date(2026, 2, 9), 5)


def test_the_clock_turns_a_chain_between_its_meetings() -> None:
    told = one(
        "child,held,outcome,next date",
        "A,2/2/2026,adjourned,20/2/2026",
        "A,20/2/2026,nfa,",
    )
    assert turns(told) == [
        ("amber", date(2026, 2, 10), "6 working days without a decision."),
        ("red", date(2026, 2, 17), "11 working days without a decision."),
    ]


def test_a_day_on_which_the_next_meeting_was_held_turns_nothing() -> None:
    told = one("child,held,outcome,next date", "A,2/2/2026,adjourned,10/2/2026", "A,10/2/2026,nfa,")
    assert turns(told) == []


def test_a_missed_date_turns_red_and_a_meeting_makes_it_good() -> None:
    told = one(
        "child,held,outcome,next date",
        "A,2/2/2026,adjourned,3/2/2026",
        "A,5/2/2026,adjourned,6/2/2026",
        "A,9/2/2026,nfa,",
    )
    assert turns(told) == [
        ("red", date(2026, 2, 4), "The date of the next meeting has passed."),
        ("red", date(2026, 2, 7), "The date of the next meeting has passed."),
    ]


def test_what_lies_after_the_day_is_not_known_on_it() -> None:
    lines = (
        "child,held,outcome,next date",
        "A,2/2/2026,adjourned,20/2/2026",
        "A,20/2/2026,nfa,",
        "B,20/2/2026,nfa,",
    )
    early = replayed(*lines, as_of=date(2026, 2, 10))
    assert (early.later, early.totals.undecided, early.totals.decided) == (2, 1, 0)
    (told,) = early.chains
    assert turns(told) == [("amber", date(2026, 2, 10), "6 working days without a decision.")]
    assert told.course.undecided_since == date(2026, 2, 2)


def test_a_hand_over_waits_for_its_receiver() -> None:
    header = "child,held,outcome,handed to,receiver answered,receiver accepted"
    accepted = one(header, "A,2/2/2026,transferred,Leeds,6/2/2026,yes")
    assert turns(accepted) == [
        ("amber", date(2026, 2, 5), "3 working days without an answer from the receiver.")
    ]
    assert accepted.decided_on == date(2026, 2, 6)
    waiting = replayed(header, "A,2/2/2026,redirected,,,")
    assert [turn[:2] for turn in turns(waiting.chains[0])] == [
        ("amber", date(2026, 2, 5)),
        ("red", date(2026, 2, 10)),
    ]
    assert [flag.message for flag in waiting.flags] == [
        "Handed over to nobody: the receiver is not named."
    ]


def test_a_closed_concern_begins_another_chain() -> None:
    found = replayed(
        "child,held,outcome",
        "A,2/2/2026,adjourned",
        "A,3/2/2026,nfa",
        "A,10/2/2026,adjourned",
    )
    assert [len(told.history.met) for told in found.chains] == [2, 1]
    assert [(flag.line, flag.message) for flag in found.flags] == [
        (4, "Met again 5 working days after the concern was closed.")
    ]
    assert found.totals.children == 1


def test_what_is_odd_is_counted_and_told() -> None:
    found = replayed(
        "child,held,outcome,decided to convene,entered,conference held",
        "A,2/2/2026,section 47 started,3/2/2026,2/2/2026,",
        "A,3/2/2026,section 47 started,,9/2/2026,",
        "A,4/2/2026,icpc,,,2/2/2026",
        "B,2/2/2026,section 47 continues,,,",
        "B,3/2/2026,section 47 continues,,,",
    )
    assert [(flag.line, flag.message) for flag in found.flags] == [
        (2, "Held before it was decided to convene."),
        (3, "A section 47 enquiry is open already. Choose that it continues or is concluded."),
        (3, "The outcome was entered 4 working days after the meeting."),
        (4, "The conference was held before this meeting."),
        (5, "The enquiry of this child began before the file does."),
    ]


def test_the_figures_add_up() -> None:
    found = replayed(
        "child,meeting,held,outcome,reason,agency owing,present,absent,team,minutes,"
        "decided to convene,minutes approved,conference held",
        "A,M1,2/2/2026,adjourned,information,Police,social care;police,School,North,60,"
        "2/2/2026,3/2/2026,",
        "B,M1,2/2/2026,s47 started,,,social care;police,School,,60,20/1/2026,3/3/2026,3/3/2026",
        "A,M2,3/2/2026,adjourned,information,Police,social care;police;health,,South,30,,,",
        "A,,5/2/2026,adjourned,,,,,,,,,",
        "B,,12/2/2026,s47 continues,,,,,,,,,",
    )
    totals = found.totals
    assert (totals.meetings, totals.children, totals.chains) == (5, 2, 2)
    assert (totals.amber_or_red, totals.red, totals.undecided) == (1, 1, 1)
    assert (totals.two_undecided, totals.three_undecided) == (1, 1)
    assert totals.repeats == Share(2, 5)
    assert (totals.decided, totals.median_days, totals.ninetieth_days) == (1, 0, 0)
    assert totals.reasons == [("Information outstanding", 2), ("Not said", 1)]
    assert totals.absences == [("School", 2)]
    assert (totals.agency_hours, totals.undecided_agency_hours) == (3.5, 2.5)
    assert totals.hours_known == Share(3, 5)
    assert totals.quorum == [
        ("Health", Share(1, 3)),
        ("Police", Share(3, 3)),
        ("Children’s social care", Share(3, 3)),
    ]
    assert (totals.convened_in_time, totals.minutes_in_time) == (Share(1, 2), Share(1, 2))
    assert totals.conferences_in_time == Share(0, 1)
    assert totals.conferences_by_last_meeting == Share(1, 1)
    assert [told.team for told in found.chains] == ["South", ""]
    assert [turn.why for turn in found.red[0].course.turns] == [
        ["No next meeting has a date."],
        ["The same reason was given twice."],
    ]


def test_no_conference_without_an_enquiry_of_social_care() -> None:
    totals = replayed(
        "child,held,outcome,conference held", "A,2/2/2026,s47 police,20/2/2026"
    ).totals
    assert totals.conferences_in_time == totals.conferences_by_last_meeting == Share(0, 0)


def test_children_of_rows_left_out_are_told() -> None:
    content = io.BytesIO(b"child,held,outcome\nA,2/2/2026,nfa\nA,4/2/2026,?\nB,?,nfa\n")
    file = read_file(content, PROFILE, today=TODAY, tick=lambda _: None)
    assert replay(file, PROFILE, as_of=TODAY, tick=lambda _: None).torn == ["A"]


def test_a_rank_is_a_value_that_was_there() -> None:
    assert [nearest_rank(list(range(1, 11)), percent) for percent in (1, 50, 90)] == [1, 5, 9]
    assert nearest_rank([], 50) is None


_DAYS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(["adjourned", "s47_initiated_joint", "s47_continues", "transferred"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60)
@given(_DAYS)
def test_a_chain_is_loud_on_just_the_days_on_which_it_was_known_to_be(
    told: list[tuple[int, str, bool]],
) -> None:
    """Against the state of every single day, worked out from what had been held by then."""
    lines, day = ["child,held,outcome,next date"], date(2026, 1, 5)
    for gap, outcome, dated in told:
        next_on = f"{date.fromordinal(day.toordinal() + 4)}" if dated else ""
        lines.append(f"A,{day},{outcome},{next_on}")
        day = date.fromordinal(day.toordinal() + gap)
    chain = one(*lines)
    met = chain.history.met
    entries = [as_entry(one, Names(), Sizes({}).of(one)) for one in met]
    expected, before = [], Alert.NONE
    for ordinal in range(met[0].held_on.toordinal(), TODAY.toordinal() + 1):
        on = date.fromordinal(ordinal)
        held = [entry for entry, one in zip(entries, met, strict=True) if one.held_on <= on]
        now = chain_state(Facts(entries=held), {1: PROFILE}, on).alert
        order = [Alert.NONE, Alert.AMBER, Alert.RED]
        if order.index(now) > order.index(before):
            expected.append((now.value, on))
        before = now
    assert [turn[:2] for turn in turns(chain)] == expected
    assert chain.course.alert is before
    assert {one.outcome for one in met} <= set(Outcome)
