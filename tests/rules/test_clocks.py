"""The clocks of a concern: anchored to facts, moved only by a manager's reasoned act."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.chains.rules import (
    Clock,
    ClockFacts,
    ClockKind,
    ClockMove,
    Entry,
    clocks,
    moving_clock_blockers,
)
from planning.clock import end_of_day, is_working_day
from planning.procedures.rules import CONCLUDED, INITIATED, MeetingKind, Outcome, parse_profile
from planning.procedures.shipped import shipped_profile

ENGLAND = parse_profile(shipped_profile())
MONDAY = date(2026, 3, 2)  # no bank holiday until Easter
STARTS = INITIATED - {Outcome.S47_INITIATED_POLICE}


def entry(
    day: int,
    outcome: Outcome = Outcome.S47_INITIATED_JOINT,
    *,
    quorate: bool = True,
    phone_only: bool = False,
    urgent_since: datetime | None = None,
    follow_up_on: date | None = None,
) -> Entry:
    held = datetime.combine(MONDAY + timedelta(days=day), time(10), tzinfo=UTC)
    return Entry(
        id=UUID(int=day),
        meeting_id=UUID(int=day),
        held_at=held,
        entered_at=held,
        outcome=outcome,
        quorate=quorate,
        phone_only=phone_only,
        urgent_since=urgent_since,
        follow_up_on=follow_up_on,
        profile_version=1,
        kind=MeetingKind.INITIAL,
        lasted_minutes=60,
        agencies_present=3,
        children_there=1,
    )


def move(kind: ClockKind, anchor_on: date, old: date, new: date) -> ClockMove:
    return ClockMove(kind, anchor_on, old, new, "Leave", UUID(int=1), "Ola", end_of_day(anchor_on))


def running(
    *entries: Entry, day: int = 0, is_open: bool = True, moves: tuple[ClockMove, ...] = ()
) -> dict[ClockKind, Clock]:
    facts = ClockFacts(ordered=entries, referred_on=MONDAY, is_open=is_open, moves=moves)
    return {one.kind: one for one in clocks(facts, ENGLAND, MONDAY + timedelta(days=day))}


def test_the_conference_is_counted_from_the_meeting_that_started_section_47() -> None:
    found = running(entry(0, Outcome.ADJOURNED), entry(2), entry(7, Outcome.ADJOURNED), day=14)
    conference = found[ClockKind.CONFERENCE]
    assert (conference.anchor_on, conference.working_days) == (date(2026, 3, 4), 8)
    assert (conference.due_on, conference.due_at) == (
        date(2026, 3, 25),
        end_of_day(date(2026, 3, 25)),
    )


@pytest.mark.parametrize("outcome", [Outcome.S47_INITIATED_POLICE, Outcome.NO_S47_EARLY_HELP])
def test_neither_the_police_alone_nor_no_enquiry_starts_the_conference_clock(
    outcome: Outcome,
) -> None:
    assert ClockKind.CONFERENCE not in running(entry(0, outcome))


def test_an_enquiry_concluded_without_a_conference_stops_it_and_a_new_one_starts_it_anew() -> None:
    ended = entry(3, Outcome.S47_CONCLUDED_NOT_SUBSTANTIATED)
    assert ClockKind.CONFERENCE not in running(entry(0), ended)
    assert running(entry(0), ended, entry(7))[ClockKind.CONFERENCE].anchor_on == date(2026, 3, 9)


def test_it_still_runs_once_a_conference_is_decided_and_the_concern_closed() -> None:
    found = running(entry(0), entry(3, Outcome.S47_CONCLUDED_WITH_CONFERENCE), is_open=False)
    assert list(found) == [ClockKind.CONFERENCE]


def test_it_is_void_when_what_started_it_was_corrected_away() -> None:
    corrected = entry(0, Outcome.NO_S47_NO_FURTHER_ACTION)
    moved = move(ClockKind.CONFERENCE, MONDAY, date(2026, 3, 23), date(2026, 3, 27))
    assert ClockKind.CONFERENCE not in running(corrected, entry(1, Outcome.ADJOURNED))
    assert ClockKind.CONFERENCE not in running(corrected, moves=(moved,))


@given(
    st.integers(0, 20),
    st.sampled_from(sorted(STARTS)),
    st.lists(
        st.tuples(
            st.integers(21, 90), st.sampled_from(sorted(set(Outcome) - CONCLUDED)), st.booleans()
        ),
        max_size=8,
    ),
)
def test_no_later_meeting_moves_the_conference(
    day: int, started: Outcome, later: list[tuple[int, Outcome, bool]]
) -> None:
    first = entry(day, started)
    chain = [first, *(entry(on, said, phone_only=phone) for on, said, phone in sorted(later))]
    alone, with_repeats = running(first, day=90), running(*chain, day=90)
    assert with_repeats[ClockKind.CONFERENCE] == alone[ClockKind.CONFERENCE]


def test_a_manager_moves_a_date_and_what_it_is_counted_from_stays() -> None:
    first = move(ClockKind.CONFERENCE, MONDAY, date(2026, 3, 23), date(2026, 3, 27))
    second = move(ClockKind.CONFERENCE, MONDAY, date(2026, 3, 27), date(2026, 3, 25))
    conference = running(entry(0), moves=(first, second), day=7)[ClockKind.CONFERENCE]
    assert (conference.anchor_on, conference.due_on) == (MONDAY, date(2026, 3, 25))
    assert (conference.working_days, conference.moves) == (5, [first, second])


def test_a_move_holds_for_its_own_anchor_and_its_own_clock() -> None:
    of_another = move(ClockKind.CONFERENCE, MONDAY, date(2026, 3, 23), date(2026, 3, 27))
    of_assessment = move(ClockKind.ASSESSMENT, MONDAY, date(2026, 5, 7), date(2026, 5, 8))
    found = running(entry(1), moves=(of_another, of_assessment))
    assert found[ClockKind.CONFERENCE].due_on == date(2026, 3, 24)
    assert found[ClockKind.ASSESSMENT].due_on == date(2026, 5, 8)


def test_the_assessment_is_counted_from_the_referral_until_the_concern_closes() -> None:
    found = running(day=1)
    assert list(found) == [ClockKind.ASSESSMENT]
    assert found[ClockKind.ASSESSMENT].due_on == date(2026, 5, 7)  # over Easter and May Day
    assert running(is_open=False) == {}


@pytest.mark.parametrize("outcome", [*sorted(INITIATED), Outcome.ADJOURNED])
def test_a_discussion_by_phone_alone_owes_a_meeting(outcome: Outcome) -> None:
    owed = running(entry(0, outcome, phone_only=True))[ClockKind.FULL_MEETING]
    assert (owed.anchor_on, owed.due_on) == (MONDAY, date(2026, 3, 9))


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - INITIATED - {Outcome.ADJOURNED}))
def test_any_other_outcome_by_phone_owes_none(outcome: Outcome) -> None:
    assert ClockKind.FULL_MEETING not in running(entry(0, outcome, phone_only=True))


def test_only_a_quorate_meeting_in_a_room_or_by_video_is_the_full_meeting() -> None:
    discussion = entry(0, phone_only=True)
    for other in (
        entry(2, Outcome.ADJOURNED, phone_only=True),
        entry(2, Outcome.S47_CONTINUES, quorate=False),
    ):
        assert running(discussion, other)[ClockKind.FULL_MEETING].anchor_on == MONDAY
    assert ClockKind.FULL_MEETING not in running(discussion, entry(2, Outcome.S47_CONTINUES))


def test_of_an_urgent_type_the_full_meeting_is_due_in_elapsed_hours() -> None:
    decided = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    owed = running(entry(0, phone_only=True, urgent_since=decided))[ClockKind.FULL_MEETING]
    assert owed.due_at == datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    assert owed.due_on == date(2026, 3, 4)


def test_a_meeting_without_quorum_owes_a_follow_up_that_a_quorate_one_is() -> None:
    without = entry(0, Outcome.S47_INITIATED_JOINT, quorate=False)
    again = entry(1, Outcome.S47_CONTINUES, quorate=False)
    owed = running(without, again)[ClockKind.NO_QUORUM_FOLLOW_UP]
    assert (owed.anchor_on, owed.due_on) == (MONDAY, date(2026, 3, 5))
    chosen = entry(0, quorate=False, follow_up_on=date(2026, 3, 4))
    assert running(chosen)[ClockKind.NO_QUORUM_FOLLOW_UP].due_on == date(2026, 3, 4)
    assert ClockKind.NO_QUORUM_FOLLOW_UP not in running(without, entry(2, Outcome.S47_CONTINUES))


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sets(st.dates(), max_size=3))
def test_due_dates_are_working_days_whatever_day_0_is(day_0: date, closed: set[date]) -> None:
    profile = msgspec.structs.replace(ENGLAND, closed_days=frozenset(closed))
    facts = ClockFacts(ordered=[], referred_on=day_0, is_open=True, moves=[])
    (assessment,) = clocks(facts, profile, day_0)
    assert is_working_day(assessment.due_on, profile.closed_days)
    assert assessment.working_days == 0


def test_everything_that_keeps_a_date_from_moving_is_said() -> None:
    conference = running(entry(0))[ClockKind.CONFERENCE]

    def faults(clock: Clock | None, new_due_on: date) -> list[str]:
        found = moving_clock_blockers(clock, new_due_on=new_due_on, today=date(2026, 3, 10))
        return [fault.message for fault in found]

    assert faults(conference, date(2026, 3, 27)) == []
    assert faults(conference, date(2026, 3, 23)) == ["Enter another date than the present one."]
    assert faults(conference, date(2026, 3, 9)) == ["Enter a date that has not passed."]
    assert faults(None, date(2026, 3, 27)) == ["This date is not running for this child."]
