"""Corrections: the clock's own state, and texts that are replaced one at a time."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.clock import end_of_day
from planning.meetings.rules.corrections import (
    ANYTHING_ELSE,
    addendum_faults,
    correction_faults,
    finish_blockers,
    sections_of,
    state_at,
    window_blockers,
    with_section,
)
from planning.meetings.rules.minutes import (
    ChildMinutes,
    JointMinutes,
    PersonLine,
    RecordLine,
    version_of,
)
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import MeetingState
from tests.factories import NOW

UNTIL = end_of_day(date(2026, 3, 11))
JOINT = JointMinutes(
    reference="7K4-QXP",
    kind_words="Initial meeting",
    purpose="To decide",
    mode=Mode.ROOM,
    place="",
    starts_at=NOW,
    ends_at=NOW + timedelta(hours=1),
    chair_name="Ola Brandt",
    minute_taker_name=None,
    present=[PersonLine("Dev Marsh", "Officer", "Police")],
    absent=[],
    items=[RecordLine(Section.JOINT_INFORMATION, "Joint information", "We were five.")],
    quorate=True,
    no_quorum_reason=None,
)
CHILD = ChildMinutes(
    concern_id=uuid4(),
    child_name="Ada",
    reference="N-1",
    information="Known to two agencies",
    outcome_words="Section 47 started",
    outcome_reason="The threshold is met.",
    no_decision_words=None,
    reason_agency_name=None,
    next_on=date(2026, 3, 9),
    authorised_by_name=None,
    actions=[],
)


@given(st.sampled_from(MeetingState), st.integers(0, 3), st.datetimes())
def test_the_clock_ends_only_the_time_for_corrections_and_only_without_an_open_one(
    state: MeetingState, waiting: int, at: datetime
) -> None:
    now = at.replace(tzinfo=NOW.tzinfo)
    found = state_at(state, UNTIL, waiting, now)
    ended = state is MeetingState.IN_CORRECTION and now >= UNTIL and not waiting
    assert found == (MeetingState.FINAL if ended else state)
    assert state_at(state, None, waiting, now) == state


def test_the_last_day_is_whole() -> None:
    assert window_blockers(UNTIL, UNTIL - timedelta(seconds=1)) == []
    assert window_blockers(None, UNTIL) == []
    (refused,) = window_blockers(UNTIL, UNTIL)
    assert "until the end of 11 March 2026" in refused.message


@pytest.mark.parametrize(
    ("waiting", "unconfirmed", "reasons"), [(0, 0, 0), (1, 0, 1), (0, 2, 1), (3, 3, 2)]
)
def test_every_reason_against_an_early_end_is_told(
    waiting: int, unconfirmed: int, reasons: int
) -> None:
    assert len(finish_blockers(waiting, unconfirmed)) == reasons


def test_somebody_s_words_can_be_corrected_names_and_decisions_cannot() -> None:
    assert list(sections_of(JOINT)) == ["purpose", "items.0.body", ANYTHING_ELSE]
    assert list(sections_of(CHILD)) == ["outcome_reason", "information", ANYTHING_ELSE]


@given(part=st.sampled_from([JOINT, CHILD]), text=st.text(), data=st.data())
def test_one_text_is_replaced_and_nothing_else(
    part: JointMinutes | ChildMinutes, text: str, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(list(sections_of(part))))
    new = with_section(part, key, text)
    if key in part.__struct_fields__:
        assert new == msgspec.structs.replace(part, **{key: text})
    else:
        assert new == msgspec.structs.replace(
            part, items=[msgspec.structs.replace(part.items[0], body=text)]
        )


@pytest.mark.parametrize(
    ("wrong", "should_say", "fields"),
    [
        ("Five", "Six", []),
        (" ", "", ["wrong", "should_say"]),
        ("x" * 4_001, "x" * 20_001, ["wrong", "should_say"]),
    ],
)
def test_faults_of_a_correction_by_field(wrong: str, should_say: str, fields: list[str]) -> None:
    assert [one.field for one in correction_faults(wrong, should_say)] == fields


def test_an_addendum_says_what_and_why() -> None:
    assert [one.field for one in addendum_faults("", "")] == ["text", "reason"]
    assert addendum_faults("A letter came.", "It was late.") == []


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_a_reader_s_version_counts_the_corrections_of_their_own_parts(newest: list[int]) -> None:
    every = [number for last in newest for number in range(1, last + 1)]
    assert version_of(every) == 1 + sum(last - 1 for last in newest)
