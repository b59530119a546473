"""Our own judge of schedules and the independent checker: they find fault with the same ones."""

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.surge.forms.breaches import breaches
from planning.surge.forms.problem import Day, Fixed, Grid, Meeting, Need, Person, Problem, Room
from planning.surge.forms.solution import Placed, Solution, Status
from tests.surge.checker import faults
from tests.surge.first_fit import first_fit
from tests.surge.instances import small, surge


def _solution(problem: Problem, schedule: dict[str, Placed]) -> Solution:
    return Solution("surge-solution/1", problem.name, Status.FEASIBLE, schedule)


def _anywhere(problem: Problem, meeting: Meeting, rng: Random) -> Placed:
    """Mostly a place that suits this meeting taken alone."""
    able = {
        need.category: [one.id for one in problem.people if need.category in one.categories]
        for need in meeting.quorum
    }
    near = [room.id for room in problem.rooms if room.location == meeting.location]
    wrong = rng.random() < 0.1
    last = problem.grid.days[-1].end - 1
    return Placed(
        start=meeting.fixed.start
        if meeting.fixed and not wrong
        else rng.randint(-1 if wrong else min(meeting.earliest, last), last),
        room=rng.choice([None, "north_r0", "cellar"]) if wrong else rng.choice(near or [None]),
        assigned={
            need.category: tuple(
                rng.choice(able[need.category] + ["school0", "nobody"] * wrong)
                for _ in range(need.count - (rng.random() < 0.05))
            )
            for need in meeting.quorum
        },
        attending=tuple(one for one in meeting.preferred if rng.random() < 0.6)
        + ("lead0",) * wrong,
    )


def _first(problem: Problem, count: int) -> Problem:
    """A problem of its first meetings alone: so few are held at random at times."""
    kept = problem.meetings[:count]
    names = {one.id for one in kept}
    return msgspec.structs.replace(
        problem,
        meetings=tuple(
            msgspec.structs.replace(
                one, after=tuple(rule for rule in one.after if rule.meeting in names)
            )
            for one in kept
        ),
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_they_agree_on_schedules_made_at_random(seed: int) -> None:
    rng = Random(seed)
    problem = small(seed)
    problem = _first(problem, rng.randint(1, 3))
    schedule = {one.id: _anywhere(problem, one, rng) for one in problem.meetings}
    if rng.random() < 0.1:
        schedule["m99"] = schedule.pop(problem.meetings[0].id)
    found = breaches(problem, schedule)
    assert bool(found) == bool(faults(problem, _solution(problem, schedule))), found


RULES: list[tuple[dict[str, object], str]] = [
    ({"start": 3}, "m0 does not lie in one day"),
    ({"start": 0}, "m0 starts too early"),
    ({"room": "b"}, "m0 is fixed elsewhere"),
    ({"assigned": {}}, "m0 names too few or too many people"),
    ({"assigned": {"chair": ("d",)}}, "m0 names somebody who is no chair"),
    ({"attending": ("b", "b")}, "m0 is attended by somebody who was not asked"),
]


@pytest.mark.parametrize(("fields", "words"), RULES)
def test_each_rule_has_its_words(fields: dict[str, object], words: str) -> None:
    """Two days of four slots; one fixed meeting that holds as it stands."""
    problem = Problem(
        format="surge/1",
        name="one",
        family="",
        objective="tiers",
        grid=Grid(30, (Day(None, 0, 4), Day(None, 4, 4))),
        people=tuple(Person(one, None, ("chair",) * (one == "a"), ()) for one in "abcd"),
        rooms=(Room("a", 4, "here", ()), Room("b", 4, "here", ())),
        locations=("here",),
        travel=((0,),),
        meetings=(
            Meeting(
                *("m0", "initial", 2, 1, None, 1, ("c",), ("b",), (Need("chair", 1),), ()),
                *("here", 4, Fixed(1, "a"), ()),
            ),
        ),
        categories=("chair",),
        agencies=(),
        children=(),
    )
    good = Placed(1, "a", {"chair": ("a",)}, ("b",))
    assert breaches(problem, {"m0": good}) == []
    bad = msgspec.structs.replace(good, **fields)
    found = breaches(problem, {"m0": bad})
    assert words in found
    assert bool(faults(problem, _solution(problem, {"m0": bad})))


def test_a_meeting_waits_for_the_one_before_it() -> None:
    problem = surge(60, 20, 30, 1.05, 4)
    schedule = first_fit(problem) or {}
    late = next(one for one in problem.meetings if one.after and not one.fixed)
    before = schedule[late.after[0].meeting].start
    moved = msgspec.structs.replace(schedule[late.id], start=before)
    found = breaches(problem, {**schedule, late.id: moved})
    assert f"{late.id} follows {late.after[0].meeting} too soon" in found


def test_a_schedule_that_can_be_held_has_none() -> None:
    problem = surge(60, 20, 30, 1.05, 4)
    schedule = first_fit(problem) or {}
    assert breaches(problem, schedule) == faults(problem, _solution(problem, schedule)) == []
