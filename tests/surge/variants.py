"""Problems small enough to try every schedule, problems of one crowded day, and an illness."""

from collections.abc import Mapping
from math import ceil
from random import Random

import msgspec

from planning.surge.forms.problem import (
    After,
    Day,
    Fixed,
    Grid,
    Interval,
    Meeting,
    Need,
    Person,
    Problem,
    Room,
)
from planning.surge.forms.solution import Solution
from tests.surge.worlds import SITES, TRAVEL, team

_DAY = Grid(30, (Day("2026-03-04", 0, 12),))
_POOLS = ("chair", "minute_taker", "social_care", "police", "health")


def small(seed: int) -> Problem:
    """Up to seven meetings on two or three short days: every rule and tier, at times infeasible."""
    rng = Random(f"small {seed}")
    lengths = [rng.randint(4, 5) for _ in range(rng.randint(2, 3))]
    firsts = [sum(lengths[:day]) for day in range(len(lengths))]
    end = sum(lengths)
    count = rng.choice((3, 4, 5, 5, 6, 7))
    meetings = [_small_meeting(number, lengths, firsts, rng) for number in range(count)]
    return Problem(
        format="surge/1",
        name=f"small-{seed}",
        family="small",
        objective="tiers",
        grid=Grid(30, tuple(Day(None, *day) for day in zip(firsts, lengths, strict=True))),
        people=tuple(_small_people(end, rng)),
        rooms=_small_rooms(end, rng),
        locations=("north", "south"),
        travel=((0, 1), (1, 0)),
        meetings=tuple(_fixed_at_times(meetings, rng)),
        categories=("chair", "police"),
        agencies=("social_care", "police", "education"),
        children=("child0", "child1", "child2"),
    )


def _small_people(end: int, rng: Random) -> list[Person]:
    both = rng.random() < 0.3
    kinds = {
        "chair0": ("chair",),
        "chair1": ("chair", "police") if both else ("chair",),
        "police0": ("police",),
        "police1": ("police",),
        "lead0": (),
        "lead1": (),
        "school0": (),
        "school1": (),
    }
    return [
        Person(one, "social_care", categories, _some_busy(end, 3, rng))
        for one, categories in kinds.items()
    ]


def _small_rooms(end: int, rng: Random) -> tuple[Room, ...]:
    if rng.random() < 0.15:
        return ()
    return (
        Room("north_r0", 8, "north", _some_busy(end, 2, rng)),
        Room("north_r1", rng.choice((4, 8)), "north", ()),
        Room("south_r0", rng.choice((6, 8, 8)), "south", ()),
    )


def _some_busy(end: int, longest: int, rng: Random) -> tuple[Interval, ...]:
    begin = rng.randrange(end)
    return ((begin, min(end, begin + rng.randint(1, longest))),) if rng.random() < 0.6 else ()


def _small_meeting(number: int, lengths: list[int], firsts: list[int], rng: Random) -> Meeting:
    day = rng.choices(range(len(lengths)), range(len(lengths), 0, -1))[0]
    location = rng.choice((None, "north", "north", "south"))
    lead, other = rng.sample(("lead0", "lead1"), 2)
    police = [Need("police", rng.choice((1, 1, 1, 2)))] if rng.random() < 0.6 else []
    return Meeting(
        id=f"m{number}",
        kind=rng.choice(("initial", "review")),
        duration=rng.choice((1, 1, 2)),
        earliest=firsts[day] + rng.randint(0, 2),
        due_day=rng.choice((day, day, min(day + 1, len(lengths) - 1), None)),
        weight=rng.randint(1, 3),
        required=(lead,) * rng.choice((0, 1, 1)),
        preferred=tuple(rng.sample(("school0", "school1", other), rng.choice((0, 0, 1, 2)))),
        quorum=(Need("chair", 1), *police),
        children=(f"child{rng.randrange(3)}",),
        location=location,
        seats=None if location is None else rng.randint(3, 7),
        fixed=None,
        after=(After(f"m{rng.randrange(number)}", rng.randint(0, 1)),)
        if number and rng.random() < 0.25
        else (),
    )


def _fixed_at_times(meetings: list[Meeting], rng: Random) -> list[Meeting]:
    """Now and then one meeting stands in the diaries, where no room is needed."""
    online = [place for place, one in enumerate(meetings) if one.location is None]
    if online and rng.random() < 0.3:
        place = rng.choice(online)
        fixed = Fixed(meetings[place].earliest, None)
        meetings[place] = msgspec.structs.replace(meetings[place], fixed=fixed)
    return meetings


def tight_day(seed: int, meetings: int) -> Problem:
    """One day of 12 slots and three sites; people and rooms a little short or just enough."""
    rng = Random(f"tight {seed} {meetings}")
    leads = ceil(meetings / 3)
    listed = [_tight_meeting(n, n % leads, rng) for n in range(meetings)]
    asked = sum(one.duration for one in listed) / _DAY.days[0].slots
    slack = {pool: rng.uniform(1.2, 1.8) for pool in _POOLS} | {
        rng.choice(_POOLS): rng.uniform(0.9, 1.35)
    }
    by_site = [sum(one.duration for one in listed if one.location == site) for site in SITES]
    room_slack = rng.uniform(0.95, 1.6)
    people = [
        person
        for pool in _POOLS
        for person in team(
            pool,
            pool,
            iter([_some_busy(12, 2, rng) for _ in range(max(2, round(asked * slack[pool])))]),
        )
    ]
    return Problem(
        format="surge/1",
        name=f"tight-{meetings}-{seed}",
        family="tight_day",
        objective="feasibility",
        grid=_DAY,
        people=(*people, *(Person(f"lead{n}", "social_care", (), ()) for n in range(leads))),
        rooms=tuple(
            Room(f"{site}_r{n}", 12, site, ())
            for site, slots in zip(SITES, by_site, strict=True)
            for n in range(max(1, round(slots / 12 * room_slack)))
        ),
        locations=SITES,
        travel=TRAVEL,
        meetings=tuple(listed),
        categories=_POOLS,
        agencies=("social_care", "chair", "minute_taker", "police", "health"),
        children=tuple(f"child{n}" for n in range(leads)),
    )


def _tight_meeting(number: int, lead: int, rng: Random) -> Meeting:
    location = rng.choice((*SITES, None))
    return Meeting(
        id=f"m{number}",
        kind="initial",
        duration=rng.choices((1, 2, 3), (2, 5, 2))[0],
        earliest=rng.choice((0, 0, 0, 2, 4)),
        due_day=0,
        weight=1,
        required=(f"lead{lead}",),
        preferred=(),
        quorum=tuple(Need(pool, 1) for pool in _POOLS if rng.random() < 0.85),
        children=(f"child{lead}",),
        location=location,
        seats=None if location is None else rng.randint(5, 12),
        fixed=None,
        after=(),
    )


def absence(problem: Problem, solution: Solution, seed: int) -> Problem:
    """The same world with one person, who has meetings then, ill for one to ten working days."""
    rng = Random(f"absence {problem.name} {seed}")
    days = problem.grid.days
    held = {
        one.id: [
            place.start
            for meeting in problem.meetings
            for place in [solution.meetings[meeting.id]]
            if meeting.fixed is None and one.id in _people_of(meeting, place.assigned)
        ]
        for one in problem.people
    }
    ill = rng.choice([one for one in problem.people if held[one.id]])
    start = rng.choice(held[ill.id])
    first = next(index for index, day in enumerate(days) if start < day.end)
    last = min(len(days), first + rng.randint(1, 10)) - 1
    away = _without_fixed(problem, ill, (start, days[last].end))
    changed = msgspec.structs.replace(ill, busy=(*ill.busy, away))
    people = tuple(changed if one.id == ill.id else one for one in problem.people)
    return msgspec.structs.replace(problem, name=f"{problem.name}-ill-{seed}", people=people)


def _people_of(meeting: Meeting, assigned: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {*meeting.required, *(one for people in assigned.values() for one in people)}


def _without_fixed(problem: Problem, ill: Person, away: Interval) -> Interval:
    """Well again before the first fixed meeting that cannot be held without this person."""
    fixed = [
        one.fixed.start
        for one in problem.meetings
        if one.fixed is not None and ill.id in one.required
    ]
    return (away[0], min([away[1], *(start for start in fixed if start >= away[0])]))
