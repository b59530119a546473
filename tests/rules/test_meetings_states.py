"""The one table of what a meeting's state allows."""

from pathlib import Path

import pytest

from planning.meetings.rules import states
from planning.meetings.rules.states import (
    TRANSITIONS,
    Act,
    MeetingState,
    diagram,
    state_blockers,
)


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("act", Act)
def test_what_the_table_leaves_out_is_refused_in_words(state: MeetingState, act: Act) -> None:
    found = state_blockers(state, act)
    assert (found == []) == ((state, act) in TRANSITIONS)
    assert all(blocker.message.endswith(".") for blocker in found)


def test_every_state_is_reached_and_only_cancelled_and_final_meetings_stay_as_they_are() -> None:
    left = {old for (old, _), new in TRANSITIONS.items() if old is not new}
    assert set(MeetingState) - left == {MeetingState.CANCELLED, MeetingState.FINAL}
    assert {MeetingState.CONVENED, *TRANSITIONS.values()} == set(MeetingState)


def test_the_diagram_beside_the_rules_is_written_from_the_table() -> None:
    page = (Path(states.__file__).parents[1] / "lifecycle.md").read_text(encoding="utf-8")
    assert page.split("```mermaid\n")[1].split("```")[0] == diagram()


def test_after_the_time_for_corrections_the_refusal_says_what_to_do_instead() -> None:
    (refused,) = state_blockers(MeetingState.FINAL, Act.ASK_CORRECTION)
    assert refused.message.endswith("Ask the chair for an addendum.")
