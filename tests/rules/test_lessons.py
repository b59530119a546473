"""What came of an operation: the forecast by week, versions in force, reviews, the report."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.clock import NONE_CLOSED, add_working_days
from planning.lessons.rules.figures import (
    WEEKS_AT_MOST,
    ContactsMade,
    WeekFigures,
    forecast_by,
    forecast_weeks,
    weeks_since,
)
from planning.lessons.rules.in_force import NumberedAnswer, Signable, awaited, version_in_force
from planning.lessons.rules.report import (
    LEADS_PARTS,
    LessonState,
    Part,
    lacking,
    lesson_faults,
    progress_faults,
    writable,
)
from planning.operations.rules import OperationState
from planning.plans.rules.reviews import REVIEW_DAYS, plan_review_faults, review_days, review_due
from planning.sign_offs.rules import Answer, Current
from planning.support.rules.contact import Promise
from planning.surge.forecast import SURGE_DAYS, meetings_forecast
from tests.factories import NOW

MONDAY = date(2026, 3, 2)
HEALTH, POLICE = UUID(int=1), UUID(int=2)


@settings(max_examples=60)
@given(
    live_on=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    victims=st.integers(min_value=0, max_value=2000),
)
def test_the_weeks_of_the_surge_share_the_whole_forecast(live_on: date, victims: int) -> None:
    meetings = meetings_forecast(victims)
    weeks = forecast_weeks(live_on=live_on, meetings=meetings, closed_days=NONE_CLOSED)
    assert (sum(weeks.values()), min(weeks.values()) >= 0) == (meetings, True)
    last = add_working_days(live_on, SURGE_DAYS, NONE_CLOSED)
    assert max(weeks) <= last < max(weeks) + timedelta(days=7)
    for day, expected in ((live_on, 0), (last, meetings), (live_on - timedelta(days=9), 0)):
        found = forecast_by(day, live_on=live_on, meetings=meetings, closed_days=NONE_CLOSED)
        assert found == expected


def test_derby_s_ninety_meetings_are_ten_or_eleven_a_week() -> None:
    weeks = forecast_weeks(live_on=MONDAY, meetings=90, closed_days=NONE_CLOSED)
    assert list(weeks.values()) == [
        9,
        11,
        10,
        11,
        9,
        8,
        11,
        11,
        10,
    ]  # Easter in the fifth and sixth


def test_each_week_has_what_was_forecast_promised_and_made() -> None:
    weeks = weeks_since(
        live_on=MONDAY,
        until_on=MONDAY + timedelta(days=15),
        forecast={MONDAY: 3, MONDAY + timedelta(days=21): 4},
        meetings={MONDAY: 5},
        contacts=[
            ContactsMade(MONDAY, 4, 3, 1),
            ContactsMade(MONDAY + timedelta(days=7), 6, 3, 3),
            ContactsMade(MONDAY + timedelta(days=14), 1, 3, 0),
        ],
        promise=Promise(2, MONDAY + timedelta(days=1)),
    )
    assert [msgspec.structs.astuple(week)[1:] for week in weeks] == [
        (3, 5, None, 4, 3, None),
        (None, 0, 6, 6, 3, 3),
        (None, 0, None, 1, 3, None),
        (4, None, None, None, None, None),
    ]


def test_no_promise_is_never_owed_and_long_operations_end_on_the_page() -> None:
    weeks = weeks_since(
        live_on=MONDAY,
        until_on=MONDAY + timedelta(days=2000),
        forecast={},
        meetings={},
        contacts=[ContactsMade(MONDAY, 4, 3, 3)],
        promise=Promise(0),
    )
    assert len(weeks) == WEEKS_AT_MOST
    assert weeks[0] == WeekFigures(MONDAY, None, 0, None, 4, 3, None)


def version(number: int, health: str = "a", shared: str = "s") -> Signable:
    return Signable(
        number,
        {HEALTH: Current(shared, health, is_empty=False), POLICE: Current(shared, "p", True)},
    )


def signed(
    agency: UUID, number: int, schedule: str, answer: Answer = Answer.SIGNED, shared: str = "s"
) -> NumberedAnswer:
    return NumberedAnswer(
        id=UUID(int=number),
        answer=answer,
        shared_fingerprint=shared,
        schedule_fingerprint=schedule,
        answered_at=NOW + timedelta(minutes=number),
        withdrawn=False,
        in_conflict=False,
        agency_id=agency,
        number=number,
    )


BOTH = [signed(HEALTH, 1, "a"), signed(POLICE, 1, "p")]


def test_the_version_in_force_is_the_last_that_every_agency_signed() -> None:
    versions, required = [version(1), version(2, "b")], [HEALTH, POLICE]
    assert version_in_force(versions, required, BOTH) == 1
    assert awaited(versions[1], required, BOTH) == [HEALTH]
    assert version_in_force(versions, required, [*BOTH, signed(HEALTH, 2, "b")]) == 2
    assert version_in_force(versions, [], BOTH) is None
    assert version_in_force(versions, required, BOTH[:1]) is None


def test_refusing_a_newer_version_leaves_the_older_in_force() -> None:
    versions, required = [version(1), version(2, "b")], [HEALTH, POLICE]
    refused = [*BOTH, signed(HEALTH, 2, "b", Answer.REFUSED)]
    assert version_in_force(versions, required, refused) == 1
    assert awaited(versions[1], required, refused) == [HEALTH]
    withdrawn = [msgspec.structs.replace(BOTH[0], withdrawn=True), BOTH[1]]
    assert version_in_force(versions, required, withdrawn) is None


def test_a_plan_says_how_often_it_is_reviewed() -> None:
    said = {"10": 10, "250": 250, "": 20, "251": 20, "0": 20, "x": 20, "10000": 20, "²": 20}
    assert {one: review_days(one) for one in said} == said
    assert review_due(MONDAY, "5", NONE_CLOSED) == date(2026, 3, 9)
    assert review_due(MONDAY, "", NONE_CLOSED) == add_working_days(MONDAY, REVIEW_DAYS, NONE_CLOSED)
    assert plan_review_faults("Still right", submitted=True) == []
    assert [one.field for one in plan_review_faults(" ", submitted=False)] == ["note", ""]


def test_a_report_says_what_it_still_lacks() -> None:
    required = {HEALTH: "Health", POLICE: "Police"}
    assert len(lacking([], required)) == 7
    written = {*((part, None) for part in LEADS_PARTS[1:]), (Part.CHANGES, POLICE)}
    assert lacking(written, required) == ["“What happened”", "what Health would change"]
    assert lacking({*written, (Part.HAPPENED, None), (Part.CHANGES, HEALTH)}, required) == []


def test_the_report_is_written_between_go_live_and_the_end() -> None:
    open_in = [state for state in OperationState if not writable(state)]
    assert open_in == [
        OperationState.LIVE, OperationState.TRIAL, OperationState.POST_TRIAL,
        OperationState.CLOSING,
    ]  # fmt: skip


def test_every_fault_of_a_lesson_is_named_at_once() -> None:
    assert lesson_faults("Meet sooner", MONDAY, today=MONDAY, known=True) == []
    faults = lesson_faults("", date(2031, 4, 1), today=MONDAY, known=False)
    assert [one.field for one in faults] == ["learned", "agency_id", "due_on"]
    past = lesson_faults("x", MONDAY - timedelta(days=1), today=MONDAY, known=True)
    assert [one.field for one in past] == ["due_on"]


def test_a_settled_lesson_says_what_came_of_it() -> None:
    assert progress_faults("", LessonState.OPEN) == []
    settled = (LessonState.DONE, LessonState.DROPPED)
    assert [one.field for state in settled for one in progress_faults(" ", state)] == [
        "progress", "progress",
    ]  # fmt: skip
