"""Actions: what must be said of one, and who may do what to it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.meetings.rules.action import (
    ActionAct,
    ActionDraft,
    Ended,
    Heir,
    Part,
    draft_faults,
    ended_blockers,
    heir_faults,
    is_late,
    may,
)

TODAY = date(2026, 3, 4)
OWNER, OTHER, AGENCY = (UUID(int=number) for number in (1, 2, 3))
AFTER = [
    ActionAct.DONE,
    ActionAct.NOTED,
    ActionAct.HANDED_OVER,
    ActionAct.DUE_MOVED,
    ActionAct.WITHDRAWN,
]


def draft(**changes: object) -> ActionDraft:
    values: dict[str, object] = {"what": "Visit", "owner_id": OWNER, "due_on": TODAY, **changes}
    return ActionDraft(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("joint", [True, False])
def test_every_fault_of_a_draft_is_named_at_once(joint: bool) -> None:
    wrong = draft(
        what=" ",
        owner_id=OTHER,
        due_on=TODAY - timedelta(days=1),
        success_test="x" * 2001,
    )
    faults = draft_faults(wrong, {OWNER}, TODAY, joint=joint)
    assert [fault.field for fault in faults] == ["what", "owner_id", "success_test", "due_on"]
    assert ("the meeting" in faults[1].message) is joint
    assert draft_faults(draft(), {OWNER}, TODAY, joint=joint) == []


@given(st.builds(Part, owns=st.booleans(), chairs=st.booleans(), runs=st.booleans()))
def test_the_chair_may_all_and_who_runs_a_later_meeting_may_finish(part: Part) -> None:
    allowed = {act for act in AFTER if may(act, part)}
    if part.chairs:
        assert allowed == set(AFTER)
    elif part.owns:
        assert allowed == set(AFTER[:3])
    else:
        assert allowed == ({ActionAct.DONE} if part.runs else set())


@pytest.mark.parametrize("ended", Ended)
def test_an_action_ends_once(ended: Ended) -> None:
    assert len(ended_blockers(ended)) == 1
    assert ended_blockers(None) == []


@pytest.mark.parametrize(
    ("heir", "to_id", "words"),
    [
        (Heir(None, in_conflict=False), OTHER, "same agency"),
        (Heir(uuid4(), in_conflict=False), OTHER, "same agency"),
        (Heir(AGENCY, in_conflict=False), OWNER, "already"),
        (Heir(AGENCY, in_conflict=True), OTHER, "conflict of interest"),
    ],
)
def test_an_action_stays_in_its_agency_and_out_of_conflict(
    heir: Heir, to_id: UUID, words: str
) -> None:
    (fault,) = heir_faults(heir, AGENCY, OWNER, to_id)
    assert (fault.field, words in fault.message) == ("to_id", True)


def test_the_day_it_is_due_is_not_late() -> None:
    assert [is_late(TODAY, TODAY + timedelta(days=n)) for n in (0, 1)] == [False, True]
