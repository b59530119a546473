"""The exact model of some meetings while the rest of the schedule stands."""

import time
from collections.abc import Mapping

import pytest
from msgspec import structs

from planning.surge.forms.problem import After, Need, Problem
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.named import NamedModel, Outcome, Weights
from planning.surge.solver.parts import Stay, Wishes
from planning.surge.solver.sat import Effort, Sheet, Sum
from tests.surge.hand_made import CHAIR, ONE_DAY, ROOMS, at, meeting, person, problem
from tests.surge.instances import surge

EFFORT = Effort(seconds=20)
NONE = Wishes()


def best(world: Problem, wishes: Wishes = NONE, standing: Mapping[int, Seat] = {}) -> Outcome:
    compiled = Compiled(world)
    diary = Diary(compiled)
    for number, seat in standing.items():
        diary.put(number, seat)
    free = {n: compiled.everything for n in range(len(world.meetings)) if n not in standing}
    model = NamedModel(diary, free, wishes)
    model.charge(model.lexicographic())
    return model.solve(EFFORT)


def seats(outcome: Outcome) -> dict[int, Seat]:
    assert outcome.seats is not None
    return outcome.seats


def starts(outcome: Outcome) -> list[int]:
    return sorted(seat.start for seat in seats(outcome).values())


def test_one_chair_holds_two_meetings_of_one_place_on_a_day_but_not_of_two() -> None:
    near = problem(CHAIR, at("north"), at("north", id="b"), rooms=ROOMS)
    far = problem(CHAIR, at("north"), at("south", id="b"), rooms=ROOMS)
    assert starts(best(near)) == [0, 2]
    assert starts(best(far)) == [0, 4]


def test_lateness_comes_before_people_who_may_be_missing_and_they_before_waiting() -> None:
    guest = person("guest", busy=((0, 4),))
    on_time = problem((guest,), meeting("a", preferred=("guest",)))
    later = problem((guest,), meeting("a", preferred=("guest",), due_day=1))
    early = best(on_time)
    assert (starts(early), early.value, early.bound) == ([0], 7, 7)
    assert seats(best(later)) == {0: Seat(4, None, (), (0,))}


def test_nobody_fills_two_places_of_one_meeting() -> None:
    both = person("both", "chair", "police")
    wants = meeting("a", quorum=(Need("chair", 1), Need("police", 1)), preferred=("both",))
    one = person("one", "chair")
    assert best(problem((both,), wants)).verdict == "infeasible"
    assert seats(best(problem((both, one), wants))) == {0: Seat(0, None, ((1,), (0,)), ())}


def test_what_stands_keeps_its_people_its_room_and_its_child() -> None:
    a = meeting("a", quorum=(Need("chair", 1),), children=("child",), location="north")
    two = problem((*CHAIR, person("d", "chair")), a, structs.replace(a, id="b"), rooms=ROOMS)
    stands = Seat(0, 0, ((0,),), ())
    assert seats(best(two, standing={0: stands})) == {1: Seat(2, 0, ((0,),), ())}


def test_a_meeting_may_be_left_out_at_its_price() -> None:
    world = problem(
        CHAIR, at("north", required=("c",), quorum=()), at("south", id="b"), rooms=ROOMS
    )
    short = structs.replace(world, grid=ONE_DAY)
    assert best(short).verdict == "infeasible"
    kept = best(short, Wishes(leave_out={0: 2, 1: 1}))
    assert list(seats(kept)) == [0]
    never = structs.replace(short, people=(person("c", "chair", busy=((0, 4),)),))
    assert best(never).verdict == "infeasible"
    assert best(never, Wishes(leave_out={0: 2, 1: 1})) == Outcome("optimal", {}, 0, 0)


def test_an_order_binds_days() -> None:
    first = meeting("a", earliest=0)
    then = meeting("b", after=(After("a", 1),), due_day=1)
    world = problem((), first, then)
    assert starts(best(world)) == [0, 4]
    one_day = structs.replace(world, grid=ONE_DAY)
    assert best(one_day).verdict == "infeasible"
    assert list(seats(best(one_day, Wishes(leave_out={1: 1})))) == [0]


def test_a_meeting_that_people_were_told_of_stays_where_it_is_for_a_price() -> None:
    world = problem(CHAIR, at("north", due_day=1), at("north", id="b"), rooms=ROOMS)
    told = Wishes(stay={0: Stay(4, 1, 1)})
    stayed = seats(best(world, told))
    assert (stayed[0].start, stayed[0].room, stayed[1].start) == (4, 1, 0)
    taken = structs.replace(ROOMS[1], busy=((4, 6),))
    gone = structs.replace(world, rooms=(ROOMS[0], taken))
    assert starts(best(gone, told)) == [0, 2]
    maybe = Wishes({0: 1, 1: 9}, told.stay)
    assert starts(best(gone, maybe)) == [0, 2]


def test_a_known_place_is_taken_up_and_only_better_ones_are_asked_for() -> None:
    world = problem(CHAIR, at("north"), at("south", id="b"), rooms=ROOMS)
    compiled = Compiled(world)
    hint = {0: Seat(1, 0, ((0,),), ()), 1: Seat(4, 2, ((0,),), ())}
    model = NamedModel(Diary(compiled), dict.fromkeys(hint, compiled.everything), Wishes(hint=hint))
    model.charge(Weights(price=0, late=10, missing=0, wait=1))
    assert model.sheet.hinted_value() == 15
    better = model.solve(EFFORT, below=15)
    assert (better.verdict, better.value, better.bound) == ("optimal", 14, 14)


def test_a_search_can_be_stopped() -> None:
    hard = surge(meetings=90, children=27, days=42, load=1.05, seed=1)
    compiled = Compiled(hard)
    model = NamedModel(Diary(compiled), dict.fromkeys(range(60), compiled.everything))
    model.charge(model.lexicographic())
    began = time.monotonic()
    asked = iter([False])
    model.solve(EFFORT._replace(stop=lambda: next(asked, True)))
    assert time.monotonic() - began < 10


def test_a_model_that_is_wrong_is_never_taken_for_one_without_answer() -> None:
    sheet = Sheet()
    sheet.linear([(~sheet.boolean(), 1)], (0, 1))
    with pytest.raises(ValueError, match="negated"):
        sheet.solve(EFFORT)


def test_sums_know_negations_and_constants() -> None:
    sheet, total = Sheet(), Sum()
    total.add(~sheet.boolean(), 3)
    sheet.at_most(Sum(), 0)
    sheet.minimise(total)
    answer = sheet.solve(EFFORT)
    assert (answer.value, answer.bound, answer.true(0), answer.true(~0)) == (0, 0, True, False)
