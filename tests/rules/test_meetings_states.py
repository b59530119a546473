"""The one table of what a meeting's state allows."""

import pytest

from planning.meetings.rules.states import TRANSITIONS, Act, MeetingState, state_blockers


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("act", Act)
def test_what_the_table_leaves_out_is_refused_in_words(state: MeetingState, act: Act) -> None:
    found = state_blockers(state, act)
    assert (found == []) == ((state, act) in TRANSITIONS)
    assert all(blocker.message.endswith(".") for blocker in found)


def test_a_cancelled_or_minuted_meeting_allows_nothing() -> None:
    ends = {MeetingState.CANCELLED, MeetingState.MINUTES_APPROVED}
    assert {state for state, _ in TRANSITIONS} == set(MeetingState) - ends
    assert set(TRANSITIONS.values()) == set(MeetingState)
