"""What a schedule comes to, so that two of them can be laid side by side."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from planning.surge.forms.problem import Interval, Meeting, Person, Problem
from planning.surge.forms.solution import Placed, Solution, Status

_LATENESS, _MISSING = 1, 2


class Outlook(Struct, frozen=True):
    """Figures of one schedule. `lateness` weighs the working days late; `bound` is proved.

    `missing` counts preferred people who would not come; `first_free_on` is the first date with
    room for one more meeting like most of these, None when there is none.
    """

    status: Status
    meetings: int
    placed: int
    lateness: int | None
    bound: int | None
    late: int
    latest_days: int
    missing: int | None
    first_free_on: str | None


def outlook(problem: Problem, solution: Solution) -> Outlook:
    """What one answer comes to; figures of an answer without a schedule are None or nothing."""
    placed = solution.meetings
    late = _days_late(problem, placed)
    free = first_free_day(problem, placed) if placed else None
    bound = solution.bound
    return Outlook(
        status=solution.status,
        meetings=len(problem.meetings),
        placed=len(placed),
        lateness=_tier(solution, _LATENESS),
        bound=bound[0] if bound else None,
        late=len(late),
        latest_days=max(late, default=0),
        missing=_tier(solution, _MISSING),
        first_free_on=problem.grid.days[free].date if free is not None else None,
    )


def first_free_day(problem: Problem, placed: Mapping[str, Placed]) -> int | None:
    """The first day on which one more meeting of the commonest sort could be held.

    Counts people and rooms, not travel.
    """
    like = _commonest(problem.meetings)
    if like is None:
        return None
    people, rooms = _taken(problem, placed)
    for number, day in enumerate(problem.grid.days):
        for start in range(day.first, day.end - like.duration + 1):
            span = frozenset(range(start, start + like.duration))
            if _quorate(problem, like, people, span) and _roomy(problem, like, rooms, span):
                return number
    return None


def _tier(solution: Solution, number: int) -> int | None:
    found = solution.objective
    return found[number] if found is not None and len(found) > number else None


def _days_late(problem: Problem, placed: Mapping[str, Placed]) -> list[int]:
    firsts = [day.first for day in problem.grid.days]
    days = {name: bisect_right(firsts, place.start) - 1 for name, place in placed.items()}
    return [
        days[one.id] - one.due_day
        for one in problem.meetings
        if one.due_day is not None and days.get(one.id, 0) > one.due_day
    ]


def _commonest(meetings: Iterable[Meeting]) -> Meeting | None:
    sorts = {_sort(one): one for one in meetings}
    counts = Counter(_sort(one) for one in meetings)
    return sorts[counts.most_common(1)[0][0]] if counts else None


def _sort(one: Meeting) -> tuple[object, ...]:
    return one.quorum, one.duration, one.location, one.seats


_Slots = dict[str, set[int]]


def _taken(problem: Problem, placed: Mapping[str, Placed]) -> tuple[_Slots, _Slots]:
    """The slots in which each person and each room is busy or in a meeting."""
    people = {one.id: _slots(one.busy) for one in problem.people}
    rooms = {one.id: _slots(one.busy) for one in problem.rooms}
    for one in problem.meetings:
        place = placed.get(one.id)
        if place is None:
            continue
        span = range(place.start, place.start + one.duration)
        for name in (*one.required, *place.attending, *_assigned(place)):
            people[name].update(span)
        if place.room:
            rooms[place.room].update(span)
    return people, rooms


def _slots(busy: Iterable[Interval]) -> set[int]:
    return {slot for first, end in busy for slot in range(first, end)}


def _assigned(place: Placed) -> list[str]:
    return [name for names in place.assigned.values() for name in names]


def _quorate(problem: Problem, like: Meeting, taken: _Slots, span: frozenset[int]) -> bool:
    """Whether the people who are free could fill every place, each of them one."""
    free = [one for one in problem.people if span.isdisjoint(taken[one.id])]
    needs = {need.category: need.count for need in like.quorum}
    enough = all(_of(free, category) >= count for category, count in needs.items())
    return enough and sum(not needs.keys().isdisjoint(one.categories) for one in free) >= sum(
        needs.values()
    )


def _of(people: Iterable[Person], category: str) -> int:
    return sum(category in one.categories for one in people)


def _roomy(problem: Problem, like: Meeting, taken: _Slots, span: frozenset[int]) -> bool:
    if like.location is None or not problem.rooms:
        return True
    return any(
        room.location == like.location
        and room.capacity >= (like.seats or 0)
        and span.isdisjoint(taken[room.id])
        for room in problem.rooms
    )
