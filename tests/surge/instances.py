"""Scheduling problems as go-live makes them, small ones, and ones of a single day.

`python -m tests.surge.instances --meetings 90 --children 27 --days 42 --load 0.9 --seed 1 OUT.json`
writes one to a file.
"""

import argparse
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec

from planning.surge.forms.problem import Fixed, Grid, Meeting, Person, Problem
from planning.surge.forms.solution import Placed
from tests.surge.demands import QUORUM, Family, asked_of, families, meeting_of
from tests.surge.first_fit import first_fit
from tests.surge.variants import absence, small, tight_day
from tests.surge.worlds import (
    SITES,
    TRAVEL,
    calendar,
    pieces,
    rooms_for,
    sessions,
    slots_of,
    team,
)

__all__ = ["absence", "small", "surge", "tight_day"]

_AGENCIES = {
    "chair": "social_care",
    "minute_taker": "social_care",
    "social_care": "social_care",
    "police": "police",
    "health": "health",
}
_SEATS = 14


def surge(
    meetings: int = 90, children: int = 27, days: int = 42, load: float = 0.9, seed: int = 1
) -> Problem:
    """An operation's meetings, all due within `days`; the scarcest pool is asked for `load` of
    its free time there.

    The grid goes on until all of them can be held.
    """
    longer = 1.3
    while True:
        problem = _surge(meetings, children, days, load, seed, horizon=ceil(days * longer))
        held = first_fit(problem)
        if held is not None:
            return _with_fixed(problem, held, Random(seed))
        longer += 0.3


def _surge(
    meetings: int, children: int, days: int, load: float, seed: int, *, horizon: int
) -> Problem:
    rng = Random(f"{meetings} {children} {days} {seed}")
    grid = calendar(horizon, slots=rng.choice((15, 16)))
    known = families(children, days=days, rng=rng)
    listed = [
        meeting_of(number, asked, grid, rng)
        for number, asked in enumerate(asked_of(known, meetings, days=days, rng=rng))
    ]
    people = _quorum_people(listed, _Stretch(grid, days), load, rng)
    people += _others(known, grid, rng)
    return Problem(
        format="surge/1",
        name=f"surge-{meetings}-{children}-{days}-{round(load * 100)}-{seed}",
        family="surge",
        objective="tiers",
        grid=grid,
        people=tuple(people),
        rooms=rooms_for(_rooms_wanted(listed, grid, days), grid, seats=_SEATS, rng=rng),
        locations=SITES,
        travel=TRAVEL,
        meetings=tuple(listed),
        categories=QUORUM,
        agencies=("social_care", "police", "health", "education", "housing", "youth"),
        children=tuple(f"child{n}" for n in range(children)),
    )


class _Stretch(NamedTuple):
    """The grid, and the first days of it, in which all meetings are due."""

    grid: Grid
    days: int

    @property
    def slots(self) -> int:
        return slots_of(self.grid.days[: self.days])


def _quorum_people(
    listed: Sequence[Meeting], stretch: _Stretch, load: float, rng: Random
) -> list[Person]:
    """Where chairs are not the scarcest, one manager of social care may chair too."""
    scarcest = rng.choices(("chair", "police", "minute_taker"), (6, 2, 2))[0]
    people: list[Person] = []
    for category in QUORUM:
        asked = _asked_for(category, listed)
        if category == scarcest:
            people += _scarce_pool(category, asked, stretch, load, rng)
        else:
            people += _pool(category, asked, stretch, rng)
    also = ("social_care", "chair")
    return [
        msgspec.structs.replace(one, categories=also)
        if one.id == "social_care0" and scarcest != "chair"
        else one
        for one in people
    ]


def _scarce_pool(
    category: str, asked: int, stretch: _Stretch, load: float, rng: Random
) -> list[Person]:
    """They give days and half-days to the surge: so many that `load` of them is asked for."""
    number = max(2, round(asked / (0.35 * stretch.slots)))
    free = round(asked / load / number)
    diaries = [
        sessions(stretch.grid, window=stretch.days, free=free, rng=rng) for _ in range(number)
    ]
    return team(category, _AGENCIES[category], iter(diaries))


def _pool(category: str, asked: int, stretch: _Stretch, rng: Random) -> list[Person]:
    """Enough people with diaries of their own, none of whom is free all day."""
    number = max(4, ceil(asked / (rng.uniform(0.15, 0.25) * stretch.slots)))
    share = rng.uniform(0.55, 0.65)
    diaries = [pieces(stretch.grid, free=share, rng=rng) for _ in range(number)]
    return team(category, _AGENCIES[category], iter(diaries))


def _asked_for(category: str, listed: Sequence[Meeting]) -> int:
    """Slots of one category's people."""
    return sum(
        need.count * one.duration
        for one in listed
        for need in one.quorum
        if need.category == category
    )


def _others(known: Sequence[Family], grid: Grid, rng: Random) -> list[Person]:
    """Lead social workers, and the people who are asked to come but need not."""
    leads = sorted({family.lead for family in known})
    schools = [f"school{n}" for n in range(min(12, len(known)))]
    guests = ("hospital0", "housing0", "youth0", "youth1")
    agency = {"hospital0": "health", "housing0": "housing"}
    return [
        *(Person(one, "social_care", (), pieces(grid, free=0.75, rng=rng)) for one in leads),
        *(Person(one, "education", (), pieces(grid, free=0.4, rng=rng)) for one in schools),
        *(
            Person(one, agency.get(one, "youth"), (), pieces(grid, free=0.5, rng=rng))
            for one in guests
        ),
    ]


def _rooms_wanted(listed: Sequence[Meeting], grid: Grid, days: int) -> list[int]:
    window = slots_of(grid.days[:days])
    asked = [sum(one.duration for one in listed if one.location == site) for site in SITES]
    return [max(2, ceil(slots / (0.4 * window))) for slots in asked]


def _with_fixed(problem: Problem, held: dict[str, Placed], rng: Random) -> Problem:
    """Every thirtieth meeting is in the diaries already, where all others can still be held."""
    number = max(2, len(problem.meetings) // 30)
    initial = [one for one in problem.meetings if one.kind == "initial"]
    soon = sorted(initial, key=lambda one: held[one.id].start - one.earliest)[: 2 * number]
    chosen = {one.id for one in rng.sample(soon, min(number, len(soon)))}
    meetings = tuple(
        msgspec.structs.replace(one, fixed=Fixed(held[one.id].start, held[one.id].room))
        if one.id in chosen
        else one
        for one in problem.meetings
    )
    return msgspec.structs.replace(problem, meetings=meetings)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.surge.instances")
    for name, value in (("meetings", 90), ("children", 27), ("days", 42), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--load", type=float, default=0.9)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(words)
    asked = (options.meetings, options.children, options.days, options.load, options.seed)
    options.out.write_bytes(msgspec.json.encode(surge(*asked)))


if __name__ == "__main__":
    main()
