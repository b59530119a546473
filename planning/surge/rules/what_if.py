"""What if there were two chairs more, weekends, or meetings of 45 minutes: the problem changed."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from math import gcd

from msgspec.structs import replace

from planning.surge.forms.problem import (
    After,
    Day,
    Fixed,
    Grid,
    Interval,
    Meeting,
    Person,
    Problem,
)

CHAIR = "chair"
MORE_CHAIRS = 2
SHORT_MINUTES = 45
_SATURDAY = 5
_WEEK, _WEEKEND = 5, 2


class WhatIf(StrEnum):
    """One change each, so that what it buys can be told."""

    CHAIRS = "chairs"
    WEEKENDS = "weekends"
    SHORTER = "shorter"


def changed(problem: Problem, what_if: WhatIf) -> Problem:
    """The same meetings in a world that differs in one thing."""
    return _CHANGES[what_if](problem)


def with_more_chairs(problem: Problem) -> Problem:
    """Two people more who chair and do nothing else, free in all the hours there are."""
    taken = {person.id for person in problem.people}
    names = (name for number in range(len(taken) + MORE_CHAIRS) if (name := f"more-{number}"))
    free = [name for name in names if name not in taken][:MORE_CHAIRS]
    more = tuple(Person(name, None, (CHAIR,), ()) for name in free)
    categories = tuple(dict.fromkeys((*problem.categories, CHAIR)))
    return replace(problem, people=(*problem.people, *more), categories=categories)


def with_weekends(problem: Problem) -> Problem:
    """Saturdays and Sundays between the days; everybody and every room is free on them.

    Who is away for the whole of the days on both sides stays away. Each of them counts as a day
    of lateness like any other, and what has to wait some working days still waits as many.
    """
    days, places = _days_with_weekends(problem.grid)
    week = _Week(problem.grid, days, places)
    return replace(
        problem,
        grid=replace(problem.grid, days=days),
        people=tuple(replace(one, busy=week.busy(one.busy)) for one in problem.people),
        rooms=tuple(replace(one, busy=week.busy(one.busy)) for one in problem.rooms),
        meetings=tuple(week.meeting(one) for one in problem.meetings),
    )


def with_shorter_meetings(problem: Problem) -> Problem:
    """No meeting longer than 45 minutes, but those that are fixed where they are."""
    minutes = problem.grid.slot_minutes
    parts = minutes // gcd(minutes, SHORT_MINUTES)
    fine = _in_parts(problem, parts)
    longest = SHORT_MINUTES * parts // minutes
    return replace(
        fine,
        meetings=tuple(
            one if one.fixed else replace(one, duration=min(one.duration, longest))
            for one in fine.meetings
        ),
    )


_CHANGES: dict[WhatIf, Callable[[Problem], Problem]] = {
    WhatIf.CHAIRS: with_more_chairs,
    WhatIf.WEEKENDS: with_weekends,
    WhatIf.SHORTER: with_shorter_meetings,
}


class _Week:
    """Where the slots and days of a grid lie once weekends are between them."""

    def __init__(self, old: Grid, new: tuple[Day, ...], places: tuple[int, ...]) -> None:
        self.old, self.new, self.places = old, new, places
        self.firsts = [day.first for day in old.days]

    def slot(self, slot: int) -> int:
        """The same moment in the new numbers."""
        number = bisect_right(self.firsts, slot) - 1
        return slot - self.firsts[number] + self.new[self.places[number]].first

    def busy(self, taken: Iterable[Interval]) -> tuple[Interval, ...]:
        """The same hours of the same days, and the weekends between days that are whole taken."""
        spans = tuple(taken)
        parts = [
            (self.slot(max(first, day.first)), self.slot(max(first, day.first)) + length)
            for first, end in spans
            for day in self.old.days
            if (length := min(end, day.end) - max(first, day.first)) > 0
        ]
        away = {number for number, day in enumerate(self.old.days) if _covered(day, spans)}
        weekends = [
            (day.first, day.end)
            for number in range(len(self.places) - 1)
            if {number, number + 1} <= away
            for day in self.new[self.places[number] + 1 : self.places[number + 1]]
        ]
        return tuple(sorted([*parts, *weekends]))

    def meeting(self, one: Meeting) -> Meeting:
        """The same meeting, due on the same date."""
        return replace(
            one,
            earliest=self.slot(one.earliest),
            due_day=None if one.due_day is None else self.places[one.due_day],
            fixed=one.fixed and Fixed(self.slot(one.fixed.start), one.fixed.room),
            after=tuple(After(it.meeting, _with_weekends(it.min_days)) for it in one.after),
        )


def _covered(day: Day, spans: Iterable[Interval]) -> bool:
    return {slot for first, end in spans for slot in range(first, end)}.issuperset(
        range(day.first, day.end)
    )


def _with_weekends(working_days: int) -> int:
    """So many days of seven a week hold as many working days, wherever they begin."""
    return working_days + _WEEKEND * -(-working_days // _WEEK)


def _days_with_weekends(grid: Grid) -> tuple[tuple[Day, ...], tuple[int, ...]]:
    """The days, and which of them each old day has become."""
    days: list[Day] = []
    places: list[int] = []
    for number, day in enumerate(grid.days):
        before = grid.days[number - 1] if number else None
        for weekend in _weekends_between(before, day):
            days.append(Day(weekend.isoformat(), _end(days), day.slots))
        places.append(len(days))
        days.append(Day(day.date, _end(days), day.slots))
    return tuple(days), tuple(places)


def _end(days: list[Day]) -> int:
    return days[-1].end if days else 0


def _weekends_between(before: Day | None, day: Day) -> list[date]:
    if before is None or before.date is None or day.date is None:
        return []
    first, last = date.fromisoformat(before.date), date.fromisoformat(day.date)
    between = (first + timedelta(days=n) for n in range(1, (last - first).days))
    return [one for one in between if one.weekday() >= _SATURDAY]


def _in_parts(problem: Problem, parts: int) -> Problem:
    """Every slot cut into so many."""
    if parts == 1:
        return problem
    grid = Grid(
        problem.grid.slot_minutes // parts,
        tuple(Day(day.date, day.first * parts, day.slots * parts) for day in problem.grid.days),
    )

    def cut(busy: Iterable[Interval]) -> tuple[Interval, ...]:
        return tuple((first * parts, end * parts) for first, end in busy)

    return replace(
        problem,
        grid=grid,
        people=tuple(replace(one, busy=cut(one.busy)) for one in problem.people),
        rooms=tuple(replace(one, busy=cut(one.busy)) for one in problem.rooms),
        travel=tuple(tuple(slots * parts for slots in row) for row in problem.travel),
        meetings=tuple(
            replace(
                one,
                duration=one.duration * parts,
                earliest=one.earliest * parts,
                fixed=one.fixed and Fixed(one.fixed.start * parts, one.fixed.room),
            )
            for one in problem.meetings
        ),
    )
