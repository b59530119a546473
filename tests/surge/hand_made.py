"""Problems written by hand: two days of four slots, two places a slot apart."""

from planning.surge.forms.problem import Day, Grid, Meeting, Need, Person, Problem, Room

DAYS = Grid(60, (Day(None, 0, 4), Day(None, 4, 4)))
ONE_DAY = Grid(60, DAYS.days[:1])


def meeting(name: str, **changes: object) -> Meeting:
    plain = {
        "id": name,
        "kind": "initial",
        "duration": 2,
        "earliest": 0,
        "due_day": 0,
        "weight": 1,
        "required": (),
        "preferred": (),
        "quorum": (),
        "children": (),
        "location": None,
        "seats": None,
        "fixed": None,
        "after": (),
    }
    return Meeting(**{**plain, **changes})  # type: ignore[arg-type]


def person(name: str, *categories: str, busy: tuple[tuple[int, int], ...] = ()) -> Person:
    return Person(name, None, categories, busy)


CHAIR = (person("c", "chair"),)
ROOMS = (Room("n", 4, "north", ()), Room("o", 4, "north", ()), Room("s", 4, "south", ()))


def at(place: str, **changes: object) -> Meeting:
    return meeting("a", **{"location": place, "quorum": (Need("chair", 1),), **changes})


def problem(
    people: tuple[Person, ...],
    *meetings: Meeting,
    rooms: tuple[Room, ...] = (),
    grid: Grid = DAYS,
) -> Problem:
    return Problem(
        format="surge/1",
        name="hand-made",
        family="hand-made",
        objective="tiers",
        grid=grid,
        people=people,
        rooms=rooms,
        locations=("north", "south"),
        travel=((0, 1), (1, 0)),
        meetings=meetings,
        categories=("chair", "police"),
        agencies=(),
        children=("child",),
    )
