"""From rows to a problem: whom a batch needs, where, when, and who is free.

Quorum places are a chair, a minute taker where the partnership has any, and one person with
authority of each category that the profile asks of the kind. A required person who has the
authority of a category is that category. Usual attendees come beside them if they can.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from planning.clock import end_of_day, in_london
from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import HoursSpan
from planning.finding.rules.grid import QUARTER, free, starts, working
from planning.finding.rules.grid import Grid as Quarters
from planning.people.rules import Role
from planning.procedures.rules import KindRules, MeetingKind
from planning.surge.forms.problem import (
    Fixed,
    Grid,
    Interval,
    Meeting,
    Need,
    Person,
    Problem,
    Room,
)
from planning.surge.rules.batches import BatchRules
from planning.surge.rules.grid import (
    FURTHEST_DAYS,
    NARROW,
    OPENS,
    dates_of,
    day_hours,
    grid_of,
    moment_of,
    slot_of,
)
from planning.surge.rules.world import PersonRow, ToPlace, World

CHAIR, MINUTE_TAKER = "chair", "minute_taker"
EXTRA = "extra-"
LEAST_DAYS, DAYS_AFTER = 20, 10
_KINDS = {MeetingKind.INITIAL: "initial", MeetingKind.REVIEW: "review"}


def grid_for(
    due: Sequence[date], chairs: int, rules: BatchRules, closed: frozenset[date], now: datetime
) -> Grid:
    """Days until ten after the last is due, and room for all if chairs gave half their days."""
    grid = grid_of(rules, closed, now, FURTHEST_DAYS)
    last = max(due)
    in_time = sum(on <= last for on in dates_of(grid))
    a_day = (grid.days[0].slots * grid.slot_minutes // rules.minutes) * max(chairs, 1)
    needed = -(-2 * len(due) // max(a_day, 1))
    days = max(LEAST_DAYS, in_time + DAYS_AFTER, needed)
    return Grid(grid.slot_minutes, grid.days[: min(days, FURTHEST_DAYS)])


def problem_of(world: World) -> Problem:
    """The problem in the form that the solver knows; ids are ours as text."""
    pools, needs = _pools(world)
    people = [*_people(world, pools), *_extras(world)]
    locations = tuple(sorted({room.site for room in world.rooms}))
    meetings = tuple(_meeting(one, world, needs[one.id]) for one in world.meetings)
    return Problem(
        format="surge/1",
        name=world.name,
        family="accord",
        objective="tiers",
        grid=world.grid,
        people=tuple(people),
        rooms=_rooms(world),
        locations=locations,
        travel=_travel(locations, world),
        meetings=meetings,
        categories=tuple(pools),
        agencies=tuple(sorted({str(person.agency_id) for person in world.people})),
        children=tuple(dict.fromkeys(child for one in meetings for child in one.children)),
    )


def span_of(grid: Grid) -> tuple[datetime, datetime]:
    """From the grid's first moment to the end of its last day."""
    days = dates_of(grid)
    return in_london(days[0], OPENS), end_of_day(days[-1])


def in_pool(person: PersonRow, category: str, kinds: Collection[KindRules]) -> bool:
    """Whether somebody may fill a quorum place; nobody both chairs and takes minutes."""
    if category == CHAIR:
        return Role.CHAIR in person.roles
    if category == MINUTE_TAKER:
        return Role.MINUTE_TAKER in person.roles and Role.CHAIR not in person.roles
    return person.category == category and any(decides(person, kind) for kind in kinds)


def decides(person: PersonRow, kind: KindRules) -> bool:
    """Whether somebody can decide for their category in a meeting of a kind."""
    return (person.decision_authority or not kind.decision_authority) and (
        Role.SENIOR_MANAGER in person.roles or not kind.senior_managers
    )


def part_of(category: str) -> str:
    """The part or agency category that a pool is of."""
    return category.split("-", maxsplit=1)[0]


def _pools(world: World) -> tuple[dict[str, frozenset[UUID]], dict[UUID, tuple[Need, ...]]]:
    """Who fills which category, and the needs of each meeting.

    Categories are pools with the same people; one that a conflict of interest makes smaller has a
    name of its own.
    """
    pools: dict[tuple[str, frozenset[UUID]], str] = {}
    needs: dict[UUID, tuple[Need, ...]] = {}
    by_id = {person.id: person for person in world.people}
    whole: dict[tuple[str, MeetingKind], frozenset[UUID]] = {}
    for one in world.meetings:
        found = []
        kind = world.kinds[one.kind]
        for category in _categories(one, kind, by_id, world):
            key = (category, one.kind)
            if key not in whole:
                whole[key] = frozenset(
                    person.id for person in world.people if in_pool(person, category, [kind])
                )
            pool = whole[key] - set(one.banned)
            same = sum(name == category for name, _ in pools)
            name = pools.setdefault((category, pool), f"{category}-{same}" if same else category)
            found.append(Need(name, 1))
        needs[one.id] = tuple(found)
    return {name: pool for (_, pool), name in pools.items()}, needs


def _categories(
    one: ToPlace, kind: KindRules, by_id: Mapping[UUID, PersonRow], world: World
) -> list[str]:
    there = {
        by_id[key].category for key in one.required if key in by_id and decides(by_id[key], kind)
    }
    takers = world.rules.extra_minute_takers or any(
        in_pool(person, MINUTE_TAKER, [kind]) for person in world.people
    )
    return [
        CHAIR,
        *([MINUTE_TAKER] if takers else []),
        *(category.value for category in kind.required if category not in there),
    ]


def _people(world: World, pools: Mapping[str, frozenset[UUID]]) -> list[Person]:
    quarters, places = _quarters(world.grid)
    weeks: dict[tuple[HoursSpan, ...], int] = {}
    found = []
    for person in world.people:
        week = tuple(day_hours(world.rules, person.hours))
        if week not in weeks:
            weeks[week] = working(quarters, week)
        left = free(quarters, weeks[week], [*person.busy, *_absences(world, person.id)])
        categories = tuple(name for name, pool in pools.items() if person.id in pool)
        found.append(
            Person(str(person.id), str(person.agency_id), categories, _busy(left, places, world))
        )
    return found


def _quarters(grid: Grid) -> tuple[Quarters, list[int]]:
    """The quarter hours of the whole time, and at which of them each slot begins."""
    begins, until = span_of(grid)
    places = [
        (moment_of(grid, slot) - begins) // QUARTER
        for day in grid.days
        for slot in range(day.first, day.end)
    ]
    return Quarters(begins, (until - begins) // QUARTER), places


def _absences(world: World, person_id: UUID) -> list[Taken]:
    return [
        Taken(in_london(one.from_on, time(0)), end_of_day(one.until_on))
        for one in world.absent
        if one.person_id == person_id
    ]


def _busy(left: int, places: Sequence[int], world: World) -> tuple[Interval, ...]:
    """Every run of slots that are not wholly free."""
    whole = starts(left, world.grid.slot_minutes // NARROW)
    text = f"{whole:b}"[::-1]
    is_free = [place < len(text) and text[place] == "1" for place in places]
    runs = groupby(range(len(places)), key=is_free.__getitem__)
    return tuple(
        (slots[0], slots[-1] + 1) for open_, run in runs if not open_ and (slots := list(run))
    )


def _extras(world: World) -> list[Person]:
    extra = ((CHAIR, world.rules.extra_chairs), (MINUTE_TAKER, world.rules.extra_minute_takers))
    return [
        Person(f"{EXTRA}{category}-{number}", None, (category,), ())
        for category, count in extra
        for number in range(1, count + 1)
    ]


def _rooms(world: World) -> tuple[Room, ...]:
    quarters, places = _quarters(world.grid)
    return tuple(
        Room(
            str(room.id),
            room.capacity,
            room.site,
            _busy(free(quarters, quarters.whole, room.busy), places, world),
        )
        for room in world.rooms
    )


def _travel(locations: Sequence[str], world: World) -> tuple[tuple[int, ...], ...]:
    slots = -(-world.rules.travel_minutes // world.grid.slot_minutes)
    return tuple(tuple(0 if one == other else slots for other in locations) for one in locations)


def _meeting(one: ToPlace, world: World, needs: tuple[Need, ...]) -> Meeting:
    grid, known = world.grid, {person.id for person in world.people}
    site = one.site if any(room.site == one.site for room in world.rooms) else None
    required = tuple(str(key) for key in one.required if key in known)
    preferred = tuple(str(key) for key in one.preferred if key in known)
    return Meeting(
        id=str(one.id),
        kind=_KINDS.get(one.kind, "meeting"),
        duration=-(-(one.minutes or world.rules.minutes) // grid.slot_minutes),
        earliest=0,
        due_day=max(0, sum(on <= one.due_on for on in dates_of(grid)) - 1),
        weight=one.weight,
        required=required,
        preferred=preferred,
        quorum=needs,
        children=tuple(map(str, one.concern_ids)),
        location=site,
        seats=len(required) + len(preferred) + len(needs) if site else None,
        fixed=_fixed(one, world),
        after=(),
    )


def _fixed(one: ToPlace, world: World) -> Fixed | None:
    """No pin at a time or in a room that there is not."""
    start = slot_of(world.grid, one.pinned_at) if one.pinned_at else None
    room = one.pinned_room_id
    if start is None or (room and all(known.id != room for known in world.rooms)):
        return None
    return Fixed(start, str(room) if room else None)
