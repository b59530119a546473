"""What if there were more chairs, weekends, shorter meetings: one thing changed, the rest kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planning.surge.forms.problem import (
    After,
    Day,
    Fixed,
    Grid,
    Meeting,
    Need,
    Person,
    Problem,
    Room,
)
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.rules.outlook import first_free_day, outlook
from planning.surge.rules.what_if import WhatIf, changed

DATES = ("2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10")
"""Thursday, Friday, Monday, Tuesday."""
SLOTS = 4


def a_meeting(name: str = "m0", **given: object) -> Meeting:
    usual = Meeting(
        id=name,
        kind="initial",
        duration=2,
        earliest=0,
        due_day=1,
        weight=1,
        required=(),
        preferred=(),
        quorum=(Need("chair", 1), Need("police", 1)),
        children=(),
        location="town",
        seats=4,
        fixed=None,
        after=(),
    )
    return replace(usual, **given)


def a_problem(*meetings: Meeting, minutes: int = 30, **given: object) -> Problem:
    usual = Problem(
        format="surge/1",
        name="batch",
        family="batch",
        objective="tiers",
        grid=Grid(minutes, tuple(Day(on, n * SLOTS, SLOTS) for n, on in enumerate(DATES))),
        people=(
            Person("c", "care", ("chair",), ()),
            Person("p", "police", ("police",), ((0, 1),)),
        ),
        rooms=(Room("r", 8, "town", ((15, 16),)),),
        locations=("town",),
        travel=((0,),),
        meetings=meetings or (a_meeting(),),
        categories=("chair", "police"),
        agencies=("care", "police"),
        children=(),
    )
    return replace(usual, **given)


def answered(problem: Problem, **starts: int) -> Solution:
    placed = {
        name: Placed(start, "r", {"chair": ("c",), "police": ("p",)}, ())
        for name, start in starts.items()
    }
    return Solution("surge-solution/1", problem.name, Status.FEASIBLE, placed, (0, 3, 2), (1, None))


def test_two_chairs_more_are_free_all_day_and_nothing_else_changes() -> None:
    problem = a_problem(people=(Person("more-0", None, ("chair",), ()),))
    more = changed(problem, WhatIf.CHAIRS)
    assert more.people == (
        *problem.people,
        Person("more-1", None, ("chair",), ()),
        Person("more-2", None, ("chair",), ()),
    )
    assert replace(more, people=problem.people) == problem


def test_chairs_become_a_category_where_nobody_chairs_yet() -> None:
    problem = a_problem(people=(), categories=("police",))
    assert changed(problem, WhatIf.CHAIRS).categories == ("police", "chair")


def test_a_weekend_lies_between_friday_and_monday_and_dates_keep_their_slots() -> None:
    late = a_meeting(earliest=9, due_day=2, fixed=Fixed(13, "r"), after=(After("m1", 5),))
    problem = changed(a_problem(late, a_meeting("m1", due_day=None)), WhatIf.WEEKENDS)
    assert [day.date for day in problem.grid.days] == [
        "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09", "2026-03-10",
    ]  # fmt: skip
    assert [day.first for day in problem.grid.days] == [0, 4, 8, 12, 16, 20]
    moved, undated = problem.meetings
    assert (moved.earliest, moved.due_day, moved.fixed) == (17, 4, Fixed(21, "r"))
    assert moved.after == (After("m1", 7),)
    assert undated.due_day is None
    assert problem.rooms[0].busy == ((23, 24),)


def test_only_who_is_away_on_both_sides_stays_away_at_the_weekend() -> None:
    people = (
        Person("ill", None, ("chair",), ((4, 12),)),
        Person("friday", None, ("chair",), ((4, 8), (8, 11))),
        Person("part", None, ("chair",), ((7, 9),)),
    )
    ill, friday, part = changed(a_problem(people=people), WhatIf.WEEKENDS).people
    assert ill.busy == ((4, 8), (8, 12), (12, 16), (16, 20))
    assert friday.busy == ((4, 8), (16, 19))
    assert part.busy == ((7, 8), (16, 17))


def test_days_without_dates_have_no_weekends() -> None:
    grid = Grid(30, tuple(Day(None, n * SLOTS, SLOTS) for n in range(3)))
    problem = a_problem(grid=grid, rooms=())
    assert changed(problem, WhatIf.WEEKENDS) == problem


@given(st.integers(0, 15), st.integers(0, 15))
def test_the_order_of_slots_stays_with_weekends_between(one: int, other: int) -> None:
    first, second = changed(
        a_problem(a_meeting(earliest=one), a_meeting("m1", earliest=other)), WhatIf.WEEKENDS
    ).meetings
    assert (first.earliest < second.earliest) == (one < other)


def test_meetings_are_no_longer_than_forty_five_minutes_but_those_that_are_fixed() -> None:
    pinned = a_meeting("m1", fixed=Fixed(2, "r"), duration=3)
    problem = a_problem(a_meeting(duration=3, earliest=1), pinned, travel=((2,),))
    shorter = changed(problem, WhatIf.SHORTER)
    assert shorter.grid == Grid(15, tuple(Day(on, n * 8, 8) for n, on in enumerate(DATES)))
    assert [one.duration for one in shorter.meetings] == [3, 6]
    assert [one.earliest for one in shorter.meetings] == [2, 0]
    assert shorter.meetings[1].fixed == Fixed(4, "r")
    assert shorter.people[1].busy == ((0, 2),)
    assert shorter.rooms[0].busy == ((30, 32),)
    assert shorter.travel == ((4,),)


@pytest.mark.parametrize(("minutes", "length"), [(15, 3), (45, 1), (5, 9)])
def test_a_grid_that_holds_forty_five_minutes_is_kept(minutes: int, length: int) -> None:
    problem = a_problem(a_meeting(duration=12), minutes=minutes)
    shorter = changed(problem, WhatIf.SHORTER)
    assert shorter.grid == problem.grid
    assert [one.duration for one in shorter.meetings] == [length]


def test_an_outlook_counts_what_is_late_and_names_the_first_free_day() -> None:
    problem = a_problem(a_meeting(), a_meeting("m1", due_day=0), a_meeting("m2", due_day=None))
    found = outlook(problem, answered(problem, m0=2, m1=8, m2=4))
    assert (found.late, found.latest_days) == (1, 2)
    assert (found.meetings, found.placed) == (3, 3)
    assert (found.lateness, found.bound, found.missing) == (3, 1, 2)
    assert found.first_free_on == "2026-03-06"


def test_nothing_placed_has_no_figures() -> None:
    problem = a_problem()
    none = outlook(problem, Solution("surge-solution/1", "batch", Status.UNKNOWN, {}))
    assert (none.lateness, none.bound, none.missing, none.first_free_on) == (None,) * 4
    assert (none.placed, none.late, none.latest_days) == (0, 0, 0)


@pytest.mark.parametrize(
    ("people", "rooms"),
    [
        ((Person("both", None, ("chair", "police"), ()),), (Room("r", 8, "town", ()),)),
        ((Person("c", None, ("chair",), ()),), (Room("r", 8, "town", ()),)),
        (None, (Room("r", 3, "town", ()),)),
        (None, (Room("r", 8, "elsewhere", ()),)),
    ],
)
def test_there_is_no_free_day_without_the_people_or_the_room(
    people: tuple[Person, ...] | None, rooms: tuple[Room, ...]
) -> None:
    problem = a_problem(rooms=rooms)
    if people is not None:
        problem = replace(problem, people=people)
    assert first_free_day(problem, {}) is None


def test_online_and_roomless_meetings_need_no_room() -> None:
    assert first_free_day(a_problem(a_meeting(location=None), rooms=()), {}) == 0
    assert first_free_day(a_problem(rooms=()), {}) == 0
    online = Placed(1, None, {"chair": ("c",), "police": ("p",)}, ())
    assert first_free_day(a_problem(a_meeting(location=None)), {"m0": online}) == 1
    assert first_free_day(replace(a_problem(), meetings=()), {}) is None


@settings(max_examples=25)
@given(st.sampled_from(WhatIf), st.lists(st.integers(0, 14), min_size=1, max_size=4))
def test_every_change_keeps_the_meetings_and_their_names(
    what_if: WhatIf, earliest: list[int]
) -> None:
    meetings = [a_meeting(f"m{n}", earliest=slot) for n, slot in enumerate(earliest)]
    problem = a_problem(*meetings)
    found = changed(problem, what_if)
    assert [one.id for one in found.meetings] == [one.id for one in problem.meetings]
    assert [one.quorum for one in found.meetings] == [one.quorum for one in problem.meetings]
