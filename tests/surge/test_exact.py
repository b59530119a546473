"""The exact search of small problems, tier by tier, and what is proved when it is cut short."""

import pytest

from planning.surge.forms.problem import Need, Problem
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.sat import Effort
from planning.surge.solver.small import Exact, exactly, is_small
from tests.surge.checker import faults, values
from tests.surge.hand_made import CHAIR, ONE_DAY, at, meeting, person, problem
from tests.surge.instances import surge
from tests.surge.variants import small

EFFORT = Effort(seconds=20)
CHAIRS = (person("a", "chair"), person("b", "chair"))
NEEDS = (Need("chair", 1),)


def best(world: Problem, effort: Effort = EFFORT) -> Exact:
    return exactly(Compiled(world), effort)


def solution(world: Problem, found: Exact) -> Solution:
    assert found.seats is not None
    return Solution(
        "surge-solution/1",
        world.name,
        Status.FEASIBLE,
        {
            meeting.id: Placed(
                start=seat.start,
                room=None if seat.room is None else world.rooms[seat.room].id,
                assigned={
                    need.category: tuple(world.people[p].id for p in people)
                    for need, people in zip(meeting.quorum, seat.assigned, strict=True)
                },
                attending=(
                    *(world.people[p].id for p in seat.attending),
                    *(set(meeting.preferred) & set(meeting.required)),
                ),
            )
            for meeting, seat in ((world.meetings[n], seat) for n, seat in found.seats.items())
        },
    )


@pytest.mark.parametrize("seed", range(12))
def test_what_is_proved_is_what_the_schedule_is_worth(seed: int) -> None:
    world = small(seed)
    found = best(world)
    if found.verdict == "infeasible":
        assert found == Exact("infeasible", None, ())
    else:
        assert faults(world, solution(world, found)) == []
        assert values(world, solution(world, found)) == (0, *found.bound)


def test_work_is_shared_out_and_a_day_has_no_idle_time_between_meetings() -> None:
    early = meeting("a", quorum=NEEDS, duration=1)
    late = meeting("b", quorum=NEEDS, duration=1, earliest=2)
    shared = best(problem(CHAIRS, early, late, grid=ONE_DAY))
    assert shared.bound == (0, 0, 0, 0, 0)
    alone = best(problem(CHAIRS[:1], early, late, grid=ONE_DAY))
    assert alone.bound == (0, 0, 0, 1, 0)
    both = best(problem((*CHAIRS, person("c", "chair", busy=((0, 8),))), early, late))
    assert both.bound == (0, 0, 0, 0, 0)
    uneven = best(problem(CHAIRS, early, grid=ONE_DAY))
    assert uneven.bound == (0, 0, 0, 0, 25)


def test_who_only_attends_is_not_idle() -> None:
    guest = person("guest")
    early = meeting("a", preferred=("guest",), duration=1)
    late = meeting("b", preferred=("guest",), duration=1, earliest=2)
    assert best(problem((guest,), early, late, grid=ONE_DAY)).bound == (0, 0, 0, 0, 0)


def test_other_meetings_of_the_day_are_no_idle_time() -> None:
    leads = person("lead", "chair")
    first = meeting("a", quorum=NEEDS, duration=1)
    between = meeting("b", required=("lead",), duration=2, earliest=1)
    last = meeting("c", quorum=NEEDS, duration=1, earliest=3)
    world = problem((leads,), first, between, last, grid=ONE_DAY)
    assert best(world).bound == (0, 0, 0, 0, 0)


def test_idle_time_of_whoever_must_come_counts_where_they_fill_a_place_too() -> None:
    lead = person("lead", "chair")
    a = meeting("a", required=("lead",), duration=1, due_day=None)
    b = meeting("b", quorum=NEEDS, duration=1, after=(), due_day=None, weight=0)
    world = problem((lead,), a, b)
    assert best(world).bound == (0, 0, 0, 0, 0)


def test_no_schedule_is_no_answer_unless_every_reading_has_none() -> None:
    only = problem(CHAIR, meeting("a", required=("c",), quorum=NEEDS))
    assert best(only) == Exact("unknown", None, ())


def test_an_answer_cut_short_says_what_it_has_proved() -> None:
    world = surge(20, 12, 12, 0.9, 1)
    assert best(world, EFFORT._replace(work=0.001)) == Exact("unknown", None, ())
    soon = best(world, EFFORT._replace(work=0.1))
    late, *others = soon.bound
    worth = values(world, solution(world, soon))
    assert (soon.verdict, others) == ("feasible", [None] * 4)
    assert late is not None
    assert worth[0] == 0
    assert late <= worth[1]


def test_later_tiers_may_be_left_unproved() -> None:
    chairs = tuple(person(f"c{n}", "chair", busy=((n, n + 1),)) for n in range(5))
    meetings = [at("north", id=f"m{n}", duration=1, weight=0) for n in range(11)]
    world = problem(chairs, *meetings)
    cut = best(world, EFFORT._replace(work=0.02))
    assert cut.verdict == "feasible"
    assert cut.bound[:4] == values(world, solution(world, cut))[1:5]


def test_twenty_meetings_are_small_and_twenty_one_are_not() -> None:
    def world(count: int) -> Compiled:
        return Compiled(problem((), *(meeting(f"m{n}") for n in range(count))))

    assert is_small(world(20))
    assert not is_small(world(21))
