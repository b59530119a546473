"""What a schedule is worth, and what is wrong with it, by the rules of `surge/1` as written.

It shares nothing with the solver but the form of the files, and takes the shortest way rather
than a quick one. Readings: whoever is required or attends fills no quorum place of the same
meeting; travel is asked between any two meetings of one day that a person goes to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import NamedTuple, TypeVar

from planning.surge.forms.problem import Interval, Meeting, Person, Problem
from planning.surge.forms.solution import Placed, Solution

K = TypeVar("K")


class Held(NamedTuple):
    """A meeting with its place; `day` is None outside the grid."""

    meeting: Meeting
    place: Placed
    day: int | None

    @property
    def span(self) -> Interval:
        return (self.place.start, self.place.start + self.meeting.duration)

    @property
    def named(self) -> list[str]:
        return [one for people in self.place.assigned.values() for one in people]

    @property
    def people(self) -> list[str]:
        """Everybody in the room, each once."""
        there = (*self.meeting.required, *self.named, *self.place.attending)
        return list(dict.fromkeys(there))


def faults(problem: Problem, solution: Solution) -> list[str]:
    """Every breach of a hard rule, in words; none for a schedule that can be held."""
    held = _held(problem, solution)
    known = {meeting.id for meeting in problem.meetings}
    return [
        *(f"{one} is not placed" for one in known - solution.meetings.keys()),
        *(f"{one} is unknown" for one in solution.meetings.keys() - known),
        *chain.from_iterable(_misplaced(problem, one) for one in held),
        *_out_of_order(problem, held),
        *chain.from_iterable(_not_quorate(problem, one) for one in held),
        *_people_in_two_places(problem, held),
        *chain.from_iterable(_wrong_room(problem, one) for one in held),
        *_rooms_taken_twice(held),
        *_children_in_two_meetings(held),
    ]


def values(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """Tiers 0 to 5, smaller is better; unplaced meetings count in tier 0 alone."""
    held = _held(problem, solution)
    return (
        len(faults(problem, solution)),
        sum(one.meeting.weight * _days_late(one) for one in held),
        sum(len(set(one.meeting.preferred) - set(one.place.attending)) for one in held),
        sum(one.meeting.weight * (one.place.start - one.meeting.earliest) for one in held),
        _idle(held),
        _imbalance(problem, held),
    )


def lies(problem: Problem, solution: Solution) -> list[str]:
    """What the solution says of itself that its own schedule disproves."""
    found: list[str] = []
    worth = values(problem, solution)
    if solution.objective is not None and tuple(solution.objective) != worth[: _told(solution)]:
        found.append(f"says {solution.objective}, is worth {worth}")
    for tier, bound in enumerate(solution.bound or (), start=1):
        if bound is not None and bound > worth[tier]:
            found.append(f"bound {bound} of tier {tier} is above {worth[tier]}")
        if bound is None or bound < worth[tier]:
            break
    return found


def _told(solution: Solution) -> int:
    return len(solution.objective or ())


def _held(problem: Problem, solution: Solution) -> list[Held]:
    return [
        Held(meeting, place, _day(problem, place.start))
        for meeting in problem.meetings
        for place in [solution.meetings.get(meeting.id)]
        if place is not None
    ]


def _day(problem: Problem, slot: int) -> int | None:
    """The day that owns a slot; None outside the grid."""
    return next(
        (at for at, day in enumerate(problem.grid.days) if day.first <= slot < day.end), None
    )


def _misplaced(problem: Problem, held: Held) -> Iterator[str]:
    """Rule 1, but for the order of meetings."""
    meeting, (start, end) = held.meeting, held.span
    if held.day is None or end > problem.grid.days[held.day].end:
        yield f"{meeting.id} is not inside one day"
    if start < meeting.earliest:
        yield f"{meeting.id} is before its earliest"
    if meeting.fixed is not None:
        stays = meeting.fixed.room is None or held.place.room == meeting.fixed.room
        if start != meeting.fixed.start or not stays:
            yield f"{meeting.id} is fixed and moved"


def _out_of_order(problem: Problem, held: Sequence[Held]) -> Iterator[str]:
    day_of = {one.meeting.id: one.day for one in held}
    for one in held:
        for rule in one.meeting.after:
            day, before = day_of[one.meeting.id], day_of.get(rule.meeting)
            if day is not None and before is not None and day < before + rule.min_days:
                yield f"{one.meeting.id} is too soon after {rule.meeting}"


def _not_quorate(problem: Problem, held: Held) -> Iterator[str]:
    """Rule 2, and that only preferred people attend."""
    meeting, place = held.meeting, held.place
    able = {person.id: set(person.categories) for person in problem.people}
    wanted = {need.category: need.count for need in meeting.quorum}
    for category, count in wanted.items():
        people = place.assigned.get(category, ())
        if len(people) != count or any(category not in able.get(one, ()) for one in people):
            yield f"{meeting.id} has the wrong people for {category}"
    for category in place.assigned.keys() - wanted.keys():
        yield f"{meeting.id} names people for {category}, which it does not need"
    places = [*held.named, *(set(meeting.required) | set(place.attending))]
    for person in {one for one in places if places.count(one) > 1}:
        yield f"{person} has two places in {meeting.id}"
    if len(set(place.attending)) < len(place.attending) or set(place.attending) - set(
        meeting.preferred
    ):
        yield f"{meeting.id} is attended by others than its preferred people"


def _people_in_two_places(problem: Problem, held: Sequence[Held]) -> Iterator[str]:
    """Rule 3."""
    known = {person.id: person for person in problem.people}
    for name, meetings in _by_person(held).items():
        if name not in known:
            yield f"{name} is unknown"
            continue
        for one in meetings:
            if any(_overlap(one.span, busy) for busy in known[name].busy):
                yield f"{name} is busy at {one.meeting.id}"
        for one, other in combinations(meetings, 2):
            if not _can_do_both(problem, one, other):
                yield f"{name} cannot be in {one.meeting.id} and {other.meeting.id}"


def _can_do_both(problem: Problem, one: Held, other: Held) -> bool:
    first, second = sorted((one, other), key=lambda held: held.span)
    if first.day != second.day:
        return True
    return second.span[0] >= first.span[1] + _way(problem, first.meeting, second.meeting)


def _way(problem: Problem, one: Meeting, other: Meeting) -> int:
    if one.location is None or other.location is None:
        return 0
    places = problem.locations
    return problem.travel[places.index(one.location)][places.index(other.location)]


def _wrong_room(problem: Problem, held: Held) -> Iterator[str]:
    """Rule 4, but for two meetings in one room."""
    meeting, name = held.meeting, held.place.room
    if meeting.location is None or not problem.rooms:
        if name is not None:
            yield f"{meeting.id} needs no room and has {name}"
        return
    room = next((one for one in problem.rooms if one.id == name), None)
    if room is None or room.location != meeting.location or room.capacity < (meeting.seats or 0):
        yield f"{meeting.id} has no room that suits it: {name}"
    elif any(_overlap(held.span, busy) for busy in room.busy):
        yield f"{name} is busy at {meeting.id}"


def _rooms_taken_twice(held: Sequence[Held]) -> Iterator[str]:
    for one, other in combinations([one for one in held if one.place.room is not None], 2):
        if one.place.room == other.place.room and _overlap(one.span, other.span):
            yield f"{one.meeting.id} and {other.meeting.id} are both in {one.place.room}"


def _children_in_two_meetings(held: Sequence[Held]) -> Iterator[str]:
    """Rule 5; each pair of meetings once."""
    for one, other in combinations(held, 2):
        if set(one.meeting.children) & set(other.meeting.children) and _overlap(
            one.span, other.span
        ):
            yield f"{one.meeting.id} and {other.meeting.id} are about one child"


def _days_late(held: Held) -> int:
    if held.meeting.due_day is None or held.day is None:
        return 0
    return max(0, held.day - held.meeting.due_day)


def _idle(held: Sequence[Held]) -> int:
    """Tier 4: a day counts for a person who fills a quorum place on it."""
    total = 0
    for name, meetings in _by_person(held).items():
        by_day = _by((one.day, one) for one in meetings)
        for of_day in by_day.values():
            if any(name in one.named for one in of_day):
                first = min(one.span[0] for one in of_day)
                last = max(one.span[1] for one in of_day)
                total += last - first - sum(one.meeting.duration for one in of_day)
    return total


def _imbalance(problem: Problem, held: Sequence[Held]) -> int:
    """Tier 5: nobody without free time has a share."""
    used = {name: sum(o.meeting.duration for o in its) for name, its in _by_person(held).items()}
    named = {need.category for meeting in problem.meetings for need in meeting.quorum}
    total = 0
    for category in named:
        shares = [
            100 * used.get(person.id, 0) // free
            for person in problem.people
            if category in person.categories and (free := _free(problem, person))
        ]
        total += max(shares) - min(shares) if shares else 0
    return total


def _free(problem: Problem, person: Person) -> int:
    slots = {slot for day in problem.grid.days for slot in range(day.first, day.end)}
    return len(slots - {slot for begin, end in person.busy for slot in range(begin, end)})


def _by_person(held: Sequence[Held]) -> dict[str, list[Held]]:
    return _by((person, one) for one in held for person in one.people)


def _by(pairs: Iterable[tuple[K, Held]]) -> dict[K, list[Held]]:
    found: dict[K, list[Held]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return dict(found)


def _overlap(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]
