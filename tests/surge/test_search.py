"""The search keeps a schedule that can be held, whatever it takes out and puts back."""

import math

import pytest
from msgspec import structs

from planning.surge.forms.problem import After, Fixed, Need
from planning.surge.forms.solution import Solution, Status
from planning.surge.solver.asking import Limit
from planning.surge.solver.bounding import prove
from planning.surge.solver.clearing import in_the_way
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.improve import step
from planning.surge.solver.relaxed import Relaxation
from planning.surge.solver.search import Price, Search
from planning.surge.solver.solve import solve
from planning.surge.solver.values import placed, seated
from planning.surge.solver.whole import bounded, columns_within
from tests.surge.checker import faults
from tests.surge.hand_made import ONE_DAY, ROOMS, meeting, person, problem
from tests.surge.instances import small, surge

PRICE = Price(1.0, 0.0, 1e-4)
NEEDS_CHAIR = (Need("chair", 1),)


def of(world: object, seed: int = 0) -> Search:
    return Search(Compiled(world), seed=seed, price=PRICE, attended=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_taken_back_was_never_there(seed: int) -> None:
    world = surge(meetings=24, children=8, days=20, load=0.9, seed=seed)
    search = of(world, seed)
    search.construct()
    for _ in range(500):
        step(search, 2.0)
    for _ in range(100):
        step(search, 2.0)
        again = of(world, seed)
        again.adopt(search.diary.seats)
        assert tuple(again.total) == tuple(search.total)
    schedule = placed(search.compiled, search.best)
    answer = Solution("surge-solution/1", world.name, Status.FEASIBLE, schedule)
    assert [fault for fault in faults(world, answer) if "not placed" not in fault] == []
    assert seated(search.compiled, schedule) == search.best


def test_a_guide_says_where_meetings_are_seated() -> None:
    search = of(problem((), meeting("a")))
    search.guide = [[1 << 3, 1 << 5, 1 << 0]]
    starts = [(search.insert(0), search.remove(0).start)[1] for _ in range(20)]
    assert starts.count(5) > starts.count(0)
    search.guide = [[1 << 3]]
    assert search.insert(0)


@pytest.mark.parametrize("seed", range(6))
def test_people_of_fixed_meetings_are_named_together(seed: int) -> None:
    """Whoever is the only one for the second must not be spent on the first."""
    held = {"duration": 2, "fixed": Fixed(0, None)}
    world = problem(
        (person("both", "chair", "police", busy=((2, 8),)), person("one", "chair")),
        meeting("a", quorum=NEEDS_CHAIR, location="north", **held),
        meeting("b", quorum=(Need("police", 1),), **held),
    )
    search = of(world, seed)
    search.construct()
    assert search.best_tally.unseated == 0
    search.remove(0)
    search.construct()
    assert len(search.diary.seats) == 2


def test_a_fixed_meeting_is_not_pushed_for_one_that_waits_for_it() -> None:
    world = problem(
        (),
        meeting("a", fixed=Fixed(4, None)),
        meeting("b", after=(After("a", 1),)),
        meeting("c", after=(After("b", 1),)),
    )
    search = of(world)
    search.restore(0, Seat(4, None, (), ()))

    def price(number: int) -> float:
        return math.inf if search.compiled.jobs[number].is_fixed else 1.0

    assert in_the_way(search.diary, 1, 0, price) is None
    search.restore(2, Seat(4, None, (), ()))
    search.remove(0)
    assert in_the_way(search.diary, 1, 4, price) == {2}


def test_people_of_several_categories_fill_each_place_once() -> None:
    both = (Need("chair", 1), Need("police", 1))
    world = problem(
        (
            person("a", "chair", "police"),
            person("away", "chair", busy=((0, 8),)),
            person("b", "chair"),
        ),
        meeting("m", quorum=both),
    )
    diary = Diary(Compiled(world))
    assert diary.seat(0, 0)
    assert diary.seats[0].assigned == ((2,), (0,))
    three = (Need("chair", 1), Need("police", 2))
    two = tuple(person(name, "chair", "police") for name in "ab")
    assert not Diary(Compiled(problem(two, meeting("m", quorum=three)))).seat(0, 0)
    alone = Diary(Compiled(problem((person("a", "chair", "police"),), meeting("m", quorum=both))))
    assert not alone.seat(0, 0)


def test_what_seating_leaves_over_is_counted_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.surge.solver.solve._COUNTED_FIRST", 0)
    away = person("c", "chair", busy=((0, 8),))
    world = structs.replace(
        problem((away,), meeting("a", quorum=NEEDS_CHAIR)), objective="feasibility"
    )
    assert solve(world, limit=Limit(5.0)).status is Status.INFEASIBLE


def test_nobody_is_seated_where_somebody_is_away() -> None:
    away = person("c", "chair", busy=((0, 2),))
    diary = Diary(Compiled(problem((away,), meeting("a", quorum=NEEDS_CHAIR))))
    assert (diary.seat(0, 0), diary.seat(0, 2)) == (False, True)


def test_no_meetings_are_an_empty_best_schedule() -> None:
    answer = solve(problem(()), limit=Limit(1.0))
    assert (answer.status, answer.meetings) == (Status.OPTIMAL, {})


def test_a_small_problem_without_time_still_gets_a_schedule() -> None:
    world = small(4)
    answer = solve(world, limit=Limit(0.0))
    assert faults(world, answer) == []


def test_two_meetings_of_one_chair_on_one_short_day_have_no_schedule() -> None:
    world = problem(
        (person("c", "chair"),),
        *(meeting(n, quorum=NEEDS_CHAIR, location=p) for n, p in (("a", "north"), ("b", "south"))),
        rooms=ROOMS,
        grid=ONE_DAY,
    )
    answer = solve(world, limit=Limit(5.0))
    assert answer.status is Status.INFEASIBLE
    assert answer.reasons


def test_nothing_is_proved_where_a_meeting_has_no_time_at_all() -> None:
    world = problem((person("c", "chair", busy=((0, 8),)),), meeting("a", quorum=NEEDS_CHAIR))
    compiled = Compiled(world)
    assert not Relaxation(compiled).allowed.any()
    prove(compiled, None, [])  # type: ignore[arg-type]
    later = problem((), meeting("a", earliest=7), meeting("b", after=(After("a", 1),)))
    assert not Relaxation(Compiled(later)).allowed.any()


def test_no_start_cheap_enough_means_that_the_known_schedule_is_best() -> None:
    compiled = Compiled(problem((), meeting("a")))
    relaxation = Relaxation(compiled)
    columns = columns_within(relaxation, relaxation.late, -1.0)
    assert bounded(relaxation, columns, upper=7, seconds=1) == 7
