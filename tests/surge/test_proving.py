"""Proofs that there is no schedule, and the reasons that a page gives for them."""

import time

import pytest
from msgspec import structs

from planning.surge.forms.problem import After, Day, Fixed, Grid, Need, Problem
from planning.surge.forms.solution import Reason, Status
from planning.surge.solver.asking import Limit
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.proving import counted, searched
from planning.surge.solver.reasons import reasons
from planning.surge.solver.sat import Effort
from planning.surge.solver.solve import solve
from tests.surge.hand_made import CHAIR, ONE_DAY, ROOMS, at, meeting, person, problem
from tests.surge.variants import small, tight_day

EFFORT = Effort(seconds=20)
HALF_DAYS = Grid(60, (Day("2026-03-04", 0, 4), Day("2026-03-05", 4, 4)))


def why(world: Problem) -> Reason:
    (reason,) = reasons(Compiled(world), seconds=20)
    return reason


def by_counting(world: Problem) -> str | None:
    shortage = counted(Compiled(world)).shortage
    return shortage and shortage.supply.kind


def named(count: int, **changes: object) -> tuple:  # type: ignore[type-arg]
    return tuple(meeting(f"m{n}", **changes) for n in range(count))


@pytest.mark.parametrize(
    ("world", "kind", "meetings", "words"),
    [
        (
            problem(CHAIR, *named(5, quorum=(Need("chair", 1),)), grid=HALF_DAYS),
            "pool",
            5,
            (
                "5 meetings must be held from 4 March to 5 March with people from chair. "
                "Between them (1 in all) they do not have enough free time."
            ),
        ),
        (
            problem(
                (person("c", "chair", busy=((1, 3),)),),
                *named(1, quorum=(Need("chair", 1),), duration=1),
                meeting("long", quorum=(Need("chair", 1),), duration=2),
                grid=ONE_DAY,
            ),
            "window",
            1,
            (
                "1 meeting cannot be held: there is no time when a room and everybody "
                "who is needed are free."
            ),
        ),
        (
            problem((), *named(5, location="south"), rooms=ROOMS),
            "room",
            5,
            (
                "5 meetings must be held from day 1 to day 2 in rooms of one place. "
                "The rooms that suit them (1 in all) are not free for long enough."
            ),
        ),
        (
            problem(CHAIR, *named(2, required=("c",), duration=3), grid=ONE_DAY),
            "person",
            2,
            (
                "2 meetings must be held on day 1 with the same person, "
                "who does not have enough free time."
            ),
        ),
        (
            problem((), *named(3, children=("child",)), grid=ONE_DAY),
            "child",
            3,
            (
                "3 meetings about one child must be held on day 1 without overlapping. "
                "There is not enough time for all of them."
            ),
        ),
        (
            problem((), meeting("a", earliest=4), meeting("b", after=(After("a", 1),))),
            "order",
            2,
            "2 meetings must follow one another, and there are not enough days for that.",
        ),
    ],
)
def test_counting_proves_without_search_and_says_what_is_short(
    world: Problem, kind: str, meetings: int, words: str
) -> None:
    reason = why(world)
    assert by_counting(world) == kind
    assert searched(Compiled(world), EFFORT).verdict == "infeasible"
    assert (reason.kind, len(reason.meetings), reason.words) == (kind, meetings, words)


def test_time_is_counted_in_pieces_that_a_meeting_fits_into() -> None:
    chair = (person("c", "chair", busy=((3, 4), (7, 8))),)
    fits = problem(chair, *named(2, quorum=(Need("chair", 1),)))
    too_many = problem(chair, *named(3, quorum=(Need("chair", 1),)))
    assert by_counting(fits) is None
    assert by_counting(too_many) == "pool"


def test_people_of_two_categories_are_counted_once() -> None:
    both = (person("a", "chair", "police"), person("b", "chair"), person("c", "police"))
    needs = (Need("chair", 1), Need("police", 1))
    world = problem(both, *named(4, quorum=needs, duration=4))
    reason = why(world)
    assert (reason.kind, reason.which) == ("pool", ("chair", "police"))
    assert searched(Compiled(problem(both, *named(2, quorum=needs, duration=4))), EFFORT).seats


def test_journeys_are_a_reason_that_only_search_finds() -> None:
    world = problem(
        (person("c", "chair", busy=((4, 8),)),), at("north"), at("south", id="b"), rooms=ROOMS
    )
    assert by_counting(world) is None
    reason = why(world)
    assert (reason.kind, reason.which, reason.meetings, reason.days) == (
        "together",
        ("journeys", "chair"),
        ("a", "b"),
        (0,),
    )
    assert reason.words == (
        "2 meetings cannot all be held on day 1. Together, these are in the way: "
        "the time to travel and the people from chair."
    )


def test_search_leaves_out_what_has_nothing_to_do_with_it() -> None:
    chair = person("c", "chair", busy=((4, 8),))
    others = tuple(meeting(f"o{n}") for n in range(4))
    world = problem((chair,), *others, at("north"), at("south", id="b"), rooms=ROOMS)
    assert why(world).meetings == ("a", "b")


def test_what_has_nothing_to_do_with_it_is_left_out() -> None:
    others = tuple(meeting(f"o{n}", quorum=(Need("police", 1),), duration=1) for n in range(3))
    apart = (meeting("x", required=("c",), earliest=3, duration=1), *named(2, required=("c",)))
    world = problem((*CHAIR, person("p", "police")), *others, *apart, grid=ONE_DAY)
    reason = why(world)
    assert (reason.kind, reason.which, reason.meetings) == ("person", ("c",), ("x", "m0", "m1"))


def test_without_time_every_meeting_and_rule_stays_a_reason() -> None:
    world = problem(
        (person("c", "chair", busy=((4, 8),)),), at("north"), at("south", id="b"), rooms=ROOMS
    )
    (reason,) = reasons(Compiled(world), seconds=0)
    assert reason.meetings == ("a", "b")
    assert reason.which == ("rooms", "people", "children", "order", "journeys", "chair")


def test_no_proof_rests_on_who_must_come_not_filling_a_place() -> None:
    world = problem(CHAIR, meeting("a", required=("c",), quorum=(Need("chair", 1),)))
    assert counted(Compiled(world)).verdict == "unknown"
    assert searched(Compiled(world), EFFORT).verdict == "unknown"
    able = problem(
        (*CHAIR, person("d", "chair")),
        meeting("a", required=("c",), quorum=(Need("chair", 1),)),
    )
    seats = searched(Compiled(able), EFFORT).seats
    assert seats is not None
    assert seats[0].assigned == ((1,),)


def test_a_fixed_meeting_where_somebody_is_busy_cannot_be_held() -> None:
    busy = (person("c", busy=((0, 8),)),)
    world = problem(busy, meeting("a", required=("c",), fixed=Fixed(0, None)))
    reason = why(world)
    assert (reason.kind, reason.meetings, reason.days) == ("window", ("a",), ())


@pytest.mark.parametrize("seed", range(30))
def test_counting_and_search_never_disagree(seed: int) -> None:
    compiled = Compiled(tight_day(seed, 20) if seed % 2 else small(seed))
    if counted(compiled).verdict == "infeasible":
        assert searched(compiled, EFFORT).verdict == "infeasible"


FAR_APART = problem(
    (person("c", "chair", busy=((4, 8),)),), at("north"), at("south", id="b"), rooms=ROOMS
)


def solved(world: Problem, seconds: float) -> Status:
    asked = structs.replace(world, objective="feasibility")
    return solve(asked, limit=Limit(seconds, workers=1)).status


def test_the_solver_seats_and_proves_in_turns() -> None:
    began = time.monotonic()
    assert solved(FAR_APART, 20) == Status.INFEASIBLE
    assert time.monotonic() - began < 5


def test_the_solver_claims_nothing_that_it_cannot_prove() -> None:
    reading = problem(CHAIR, meeting("a", required=("c",), quorum=(Need("chair", 1),)))
    assert solved(reading, 0.4) == Status.UNKNOWN
    weeks = Grid(60, tuple(Day(None, 4 * n, 4) for n in range(30)))
    chair = person("c", "chair", busy=((4, 120),))
    long = structs.replace(FAR_APART, people=(chair,), grid=weeks)
    assert solved(long, 0.4) == Status.UNKNOWN


def test_a_crowded_day_is_seated_by_the_model_where_trying_does_not_do() -> None:
    assert solved(tight_day(16, 20), 20) == Status.FEASIBLE
