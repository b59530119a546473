"""A batch on its calendar: every meeting once, on its day and in its hours, in words."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.surge.rules.batches import ChildThere, Pin
from service.pages.presenters.surge.board import (
    Week,
    card,
    left_out,
    pin_words,
    place_words,
    room_words,
    weeks,
)
from service.pages.presenters.surge.one import meeting_rows
from tests.pages.surge.views import CHAIR, NOBODY, TUESDAY_TEN, a_meeting, a_place, a_run, a_view


def tags(**given: Any) -> list[str]:
    return [tag.text for tag in card(a_meeting(**given), uuid4()).tags]


def cards(found: list[Week]) -> list[str]:
    return [
        one.children for week in found for row in week.rows for cell in row.cells for one in cell
    ]


def test_a_week_has_its_days_down_and_the_used_hours_across() -> None:
    early, late = (
        a_meeting("N-1", place=a_place()),
        a_meeting("N-2", place=a_place(TUESDAY_TEN + timedelta(days=2, hours=6))),
    )
    (week,) = weeks(a_view(late, early))
    assert week.caption == "Week of 9 March 2026: 2 meetings"
    assert week.columns == ["10am to midday", "From 4pm"]
    assert [row.day for row in week.rows] == [
        "Monday 9 March 2026",
        "Tuesday 10 March 2026",
        "Wednesday 11 March 2026",
        "Thursday 12 March 2026",
        "Friday 13 March 2026",
    ]
    assert [row.count for row in week.rows] == [
        "No meetings", "1 meeting", "No meetings", "1 meeting", "No meetings",
    ]  # fmt: skip
    assert [[one.when for one in cell] for cell in week.rows[1].cells] == [["10am to 11am"], []]


def test_a_saturday_is_shown_when_a_meeting_is_on_it() -> None:
    (week,) = weeks(a_view(a_meeting(place=a_place(TUESDAY_TEN + timedelta(days=4)))))
    assert week.rows[-1].day == "Saturday 14 March 2026"


def test_hours_are_those_of_the_clock_in_england() -> None:
    summer = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
    (week,) = weeks(a_view(a_meeting(place=a_place(summer))))
    assert (week.columns, cards([week])) == (["Before 10am"], ["N-1"])
    assert week.rows[1].cells[0][0].when == "9am to 10am"


@given(st.lists(st.integers(0, 60 * 24), max_size=12))
def test_every_meeting_with_a_place_is_shown_once_and_the_others_beside_it(
    hours: list[int],
) -> None:
    placed = [
        a_meeting(f"N-{n}", place=a_place(TUESDAY_TEN + timedelta(hours=hour)))
        for n, hour in enumerate(hours)
    ]
    view = a_view(a_meeting("left"), *placed)
    assert sorted(cards(weeks(view))) == sorted(f"N-{n}" for n in range(len(hours)))
    assert [one.children for one in left_out(view)] == ["left"]


def test_state_is_told_in_words() -> None:
    assert tags(place=a_place()) == ["On time", "Quorum filled"]
    assert tags(place=a_place(working_days_late=1)) == ["1 working day late", "Quorum filled"]
    nobody = a_place(working_days_late=3, people=[CHAIR, NOBODY])
    assert tags(place=nobody) == ["3 working days late", "Not filled: minute taker"]
    pin = Pin(date(2026, 3, 10), time(10))
    assert tags(place=a_place(), pinned=pin) == ["On time", "Quorum filled", "Pinned"]
    moved = {"place": a_place(), "moves": True, "price": 5, "meeting_id": uuid4()}
    assert tags(**moved)[-1] == "Moves: 5 people asked again"
    assert tags(**moved | {"must_move": True, "price": 1})[-1] == "Must move: 1 person asked again"
    assert tags(meeting_id=uuid4(), starts_at=TUESDAY_TEN) == ["Convened"]


def test_a_card_names_children_by_reference_alone() -> None:
    both = [ChildThere(uuid4(), "N-1", "Ann"), ChildThere(uuid4(), "N-2", "Bea")]
    place = a_place(room_name="Room 2", missing=["Tom Ridley", "Owen Price"])
    one = card(a_meeting(children=both, place=place), uuid4())
    assert (one.children, one.room) == ("N-1 and N-2", "Room 2")
    assert one.quorum == "Social care and police"
    assert one.missing == "Without Tom Ridley and Owen Price"


def test_a_convened_meeting_stands_at_its_time() -> None:
    (week,) = weeks(a_view(a_meeting(starts_at=TUESDAY_TEN, meeting_id=uuid4())))
    (one,) = week.rows[1].cells[0]
    assert (one.when, one.room, one.missing) == ("10am", "", "")
    assert card(a_meeting(), uuid4()).when == ""


def test_a_meeting_that_was_moved_by_itself_stands_where_it_is_now() -> None:
    later = TUESDAY_TEN + timedelta(days=1)
    moved = a_meeting(place=a_place(), starts_at=later, meeting_id=uuid4())
    (week,) = weeks(a_view(moved))
    assert [row.count for row in week.rows][1:3] == ["No meetings", "1 meeting"]
    assert [tag.text for tag in week.rows[2].cells[0][0].tags] == ["Convened"]
    kept = card(a_meeting(place=a_place(), starts_at=TUESDAY_TEN, meeting_id=uuid4()), uuid4())
    assert kept.when == "10am to 11am"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "Not placed yet"),
        ({"excluded": True}, "Excluded"),
        ({"taken": True, "excluded": True}, "Convened meanwhile"),
    ],
)
def test_what_has_no_place_says_why(given: dict[str, Any], why: str) -> None:
    assert [one.why.text for one in left_out(a_view(a_meeting(**given)))] == [why]


def test_what_a_run_did_not_place_is_told() -> None:
    (one,) = left_out(a_view(a_meeting(), run=a_run()))
    assert (one.why.text, one.due) == ("Not placed", "6 March 2026")


def test_pins_and_places_in_words() -> None:
    pin = Pin(date(2026, 3, 10), time(14, 30))
    assert pin_words(a_meeting()) == ""
    assert pin_words(a_meeting(pinned=pin)) == "Tuesday 10 March 2026, 2:30pm"
    in_room = a_meeting(pinned=pin, pinned_room_name="Room 2")
    assert pin_words(in_room) == "Tuesday 10 March 2026, 2:30pm, Room 2"
    assert place_words(a_place()) == "Tuesday 10 March 2026, 10am to 11am"
    assert (room_words(None), room_words(a_place())) == ("", "Online")


def test_one_meeting_is_told_line_by_line() -> None:
    waits = dict(meeting_rows(a_meeting(late=True)))
    assert waits["Children"] == "Child N-1 (N-1)"
    assert waits["Due"] == "Friday 6 March 2026, late already"
    assert "Proposed" not in waits
    pin = Pin(date(2026, 3, 10), time(10))
    placed = dict(
        meeting_rows(
            a_meeting(
                place=a_place(), pinned=pin, meeting_id=uuid4(), starts_at=TUESDAY_TEN, site="Town"
            )
        )
    )
    assert placed["People"] == "Martin Hale (chair)"
    assert placed["Usual people who cannot come"] == "None"
    assert placed["Convened for"] == "Tuesday 10 March 2026, 10am"
    assert (placed["Pinned to"], placed["Where people meet"]) == (
        "Tuesday 10 March 2026, 10am", "Town",
    )  # fmt: skip
