"""What moves when a person falls ill, and what does not."""

import pytest
from msgspec import structs

from planning.surge.forms.problem import After, Need, Problem
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.solver.asking import Limit, Progress
from planning.surge.solver.replanning import Replanned, replan
from tests.surge.checker import faults
from tests.surge.first_fit import first_fit
from tests.surge.hand_made import CHAIR, ROOMS, at, meeting, person, problem
from tests.surge.instances import surge
from tests.surge.variants import absence

LIMIT = Limit(seconds=20)
NEEDS = (Need("chair", 1),)
CHAIRS = (person("c", "chair"), person("d", "chair"))


def told(start: int, *chairs: str, room: str | None = None, guests: tuple[str, ...] = ()) -> Placed:
    return Placed(start, room, {"chair": chairs} if chairs else {}, guests)


def again(world: Problem, standing: dict[str, Placed], **prices: int) -> Replanned:
    found = replan(world, standing=standing, prices=prices, limit=LIMIT)
    assert faults(world, found.solution) == []
    return found


def ill(world: Problem, name: str, *busy: tuple[int, int]) -> Problem:
    people = tuple(
        structs.replace(one, busy=busy) if one.id == name else one for one in world.people
    )
    return structs.replace(world, people=people)


def test_another_chair_takes_the_place_and_nothing_moves() -> None:
    world = problem(CHAIRS, meeting("a", quorum=NEEDS), meeting("b", quorum=NEEDS))
    found = again(ill(world, "c", (0, 8)), {"a": told(0, "c"), "b": told(2, "d")}, a=5, b=5)
    assert (found.moved, found.must_move, found.price) == ((), (), 0)
    assert found.solution.meetings == {"a": told(0, "d"), "b": told(2, "d")}


def test_nothing_changes_where_nobody_is_missed() -> None:
    world = problem(CHAIRS, meeting("a", quorum=NEEDS), meeting("b", quorum=NEEDS))
    standing = {"a": told(0, "c"), "b": told(2, "c")}
    found = again(ill(world, "d", (0, 8)), standing, a=5, b=5)
    assert (found.moved, found.must_move, found.price) == ((), (), 0)


def test_two_change_chairs_so_that_nothing_moves() -> None:
    world = problem(CHAIRS, meeting("a", quorum=NEEDS), meeting("b", quorum=NEEDS, duration=1))
    standing = {"a": told(0, "c"), "b": told(0, "d")}
    found = again(ill(world, "c", (1, 2)), standing, a=5, b=5)
    assert (found.moved, found.solution.meetings["b"].assigned) == ((), {"chair": ("c",)})


def test_a_meeting_without_the_person_it_needs_must_move_and_no_other_does() -> None:
    world = problem(CHAIRS, meeting("a", required=("c",)), meeting("b", required=("d",)))
    found = again(ill(world, "c", (0, 3)), {"a": told(0), "b": told(0)}, a=7, b=5)
    assert (found.moved, found.must_move, found.price) == (("a",), ("a",), 7)
    assert found.solution.meetings["a"].start == 4
    assert found.solution.meetings["b"].start == 0
    assert found.solution.objective == (0, 1, 0, 4, 0, 0)


def test_the_cheaper_of_two_moves() -> None:
    world = problem(CHAIR, meeting("a", quorum=NEEDS), meeting("b", quorum=NEEDS, earliest=2))
    clash = {"a": told(2, "c"), "b": told(2, "c")}
    assert again(world, clash, a=9, b=1).moved == ("b",)
    assert again(world, clash, a=1, b=9).moved == ("a",)


def test_a_cheap_meeting_makes_way_where_the_other_can_go_nowhere_else() -> None:
    lead = person("lead", busy=((0, 6),))
    stuck = meeting("a", required=("lead",), quorum=NEEDS, due_day=1)
    world = problem((lead, *CHAIR), stuck, meeting("b", quorum=NEEDS))
    found = again(world, {"a": told(0, "c"), "b": told(6, "c")}, a=9, b=1)
    assert (found.moved, found.must_move, found.price) == (("a", "b"), ("a",), 10)


def test_what_must_follow_a_meeting_that_must_move_must_move_with_it() -> None:
    first, then = meeting("a", required=("c",)), meeting("b", after=(After("a", 0),))
    world = problem(CHAIR, first, then)
    found = again(ill(world, "c", (0, 4)), {"a": told(0), "b": told(2)})
    assert (found.moved, found.must_move) == (("a", "b"), ("a", "b"))


def test_a_room_that_is_taken_is_another_room_at_the_same_time() -> None:
    world = problem(CHAIRS, at("north"), rooms=ROOMS)
    taken = structs.replace(ROOMS[0], busy=((0, 8),))
    now = structs.replace(world, rooms=(taken, *ROOMS[1:]))
    found = again(now, {"a": told(1, "c", room="n")}, a=3)
    assert (found.moved, found.must_move, found.price) == (("a",), ("a",), 3)
    assert found.solution.meetings["a"].room == "o"


def test_a_new_meeting_is_placed_at_no_price() -> None:
    world = problem(CHAIR, meeting("a", quorum=NEEDS), meeting("new", quorum=NEEDS, earliest=9))
    late = structs.replace(world, meetings=(world.meetings[0], meeting("new", quorum=NEEDS)))
    found = again(late, {"a": told(1, "c")}, a=3, gone=8)
    assert (found.moved, found.price) == ((), 0)
    assert found.solution.meetings["new"].start == 4


def test_guests_come_where_they_can() -> None:
    guests = (*CHAIRS, person("g"), person("h"))
    world = problem(guests, meeting("a", quorum=NEEDS, preferred=("g", "h", "d")))
    found = again(ill(world, "g", (0, 8)), {"a": told(0, "c", guests=("g",))})
    assert found.solution.meetings["a"] == told(0, "c", guests=("h", "d"))


def test_a_quorum_that_grew_is_filled_up_in_place() -> None:
    world = problem(CHAIRS, meeting("a", quorum=(Need("chair", 2),)))
    found = again(world, {"a": told(0, "c")})
    assert (found.moved, set(found.solution.meetings["a"].assigned["chair"])) == ((), {"c", "d"})


def test_where_nothing_can_be_done_the_reasons_are_told() -> None:
    world = problem(CHAIR, meeting("a", required=("c",)))
    found = replan(ill(world, "c", (0, 8)), standing={"a": told(0)}, prices={"a": 2}, limit=LIMIT)
    assert found.solution.status == Status.INFEASIBLE
    assert (found.moved, found.must_move, found.price) == (("a",), ("a",), 2)
    assert [reason.kind for reason in found.solution.reasons] == ["window"]


def test_the_first_answer_can_be_good_enough() -> None:
    heard: list[Solution] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress.solution)
        return False

    world = problem(CHAIRS, meeting("a", required=("c",)))
    now = ill(world, "c", (0, 1))
    found = replan(now, standing={"a": told(0)}, prices={}, limit=LIMIT, tell=stop)
    assert [one.meetings for one in heard] == [found.solution.meetings]


@pytest.mark.parametrize("seed", range(4))
def test_guests_of_what_stands_are_never_asked_twice(seed: int) -> None:
    world = surge(40, 14, 20, 0.9, 3)
    held = first_fit(world)
    assert held is not None
    now = absence(world, Solution("surge-solution/1", world.name, Status.FEASIBLE, held), seed)
    found = replan(now, standing=held, prices={}, limit=LIMIT._replace(work=0.05))
    if found.solution.meetings:
        assert faults(now, found.solution) == []


@pytest.mark.parametrize(("load", "seed"), [(0.7, 1), (0.9, 2), (1.05, 3)])
def test_an_absence_moves_little_and_always_the_same(load: float, seed: int) -> None:
    world = surge(30, 12, 16, load, seed)
    held = first_fit(world)
    assert held is not None
    standing = Solution("surge-solution/1", world.name, Status.FEASIBLE, held)
    now = absence(world, standing, seed)
    prices = {one.id: 3 + len(one.required) for one in world.meetings}
    found, twice = (
        replan(now, standing=held, prices=prices, limit=LIMIT._replace(work=0.5)) for _ in range(2)
    )
    assert faults(now, found.solution) == []
    assert found.solution.meetings == twice.solution.meetings
    assert set(found.must_move) <= set(found.moved)
    assert found.price == sum(prices[name] for name in found.moved)
    assert len(found.moved) <= len(found.must_move) + 3
