"""Every breach of a hard rule in a schedule; what has one is shown to nobody.

It asks nothing of the solver, so that a slip there cannot hide here.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from planning.surge.forms.problem import Fixed, Interval, Meeting, Problem
from planning.surge.forms.solution import Placed


class _Held(NamedTuple):
    """A meeting with its place, on a day of the grid or after the last."""

    meeting: Meeting
    place: Placed
    day: int

    @property
    def end(self) -> int:
        return self.place.start + self.meeting.duration

    @property
    def people(self) -> dict[str, None]:
        named = chain.from_iterable(self.place.assigned.values())
        return dict.fromkeys([*self.meeting.required, *named, *self.place.attending])


def breaches(problem: Problem, schedule: Mapping[str, Placed]) -> list[str]:
    """In words; none for a schedule that can be held."""
    ends = [day.end for day in problem.grid.days]
    held = [
        _Held(meeting, place, bisect_right(ends, place.start))
        for meeting in problem.meetings
        if (place := schedule.get(meeting.id))
    ]
    return [
        *_of_other_meetings(problem, schedule),
        *_times(problem, held),
        *chain.from_iterable(_quorum(problem, held)),
        *_people(problem, held),
        *_rooms(problem, held),
        *_children(held),
    ]


def _of_other_meetings(problem: Problem, schedule: Mapping[str, Placed]) -> Iterator[str]:
    known = {meeting.id for meeting in problem.meetings}
    yield from (f"{one} is placed nowhere" for one in known - schedule.keys())
    yield from (f"{one} is no meeting of the problem" for one in schedule.keys() - known)


def _times(problem: Problem, held: Sequence[_Held]) -> Iterator[str]:
    day_of = {one.meeting.id: one.day for one in held}
    for one in held:
        name, days = one.meeting.id, problem.grid.days
        if one.place.start < 0 or one.day == len(days) or one.end > days[one.day].end:
            yield f"{name} does not lie in one day"
        if one.place.start < one.meeting.earliest:
            yield f"{name} starts too early"
        if one.meeting.fixed is not None and not _stays(one.meeting.fixed, one.place):
            yield f"{name} is fixed elsewhere"
        for rule in one.meeting.after:
            if one.day < day_of.get(rule.meeting, 0) + rule.min_days:
                yield f"{name} follows {rule.meeting} too soon"


def _stays(fixed: Fixed, place: Placed) -> bool:
    """A fixed meeting without a room of its own may have any."""
    return place.start == fixed.start and fixed.room in (None, place.room)


def _quorum(problem: Problem, held: Sequence[_Held]) -> Iterator[Iterator[str]]:
    able = {person.id: person.categories for person in problem.people}
    return (_quorum_of(one, able) for one in held)


def _quorum_of(one: _Held, able: Mapping[str, Sequence[str]]) -> Iterator[str]:
    name, assigned, attending = one.meeting.id, one.place.assigned, one.place.attending
    if {need.category: need.count for need in one.meeting.quorum} != {
        category: len(people) for category, people in assigned.items()
    }:
        yield f"{name} names too few or too many people"
    for category, people in assigned.items():
        if any(category not in able.get(person, ()) for person in people):
            yield f"{name} names somebody who is no {category}"
    named = [*chain.from_iterable(assigned.values())]
    if len({*named, *one.meeting.required, *attending}) < len(named) + len(
        {*one.meeting.required, *attending}
    ):
        yield f"{name} gives somebody two places"
    if len({*attending}) < len(attending) or not {*attending} <= {*one.meeting.preferred}:
        yield f"{name} is attended by somebody who was not asked"


def _people(problem: Problem, held: Sequence[_Held]) -> Iterator[str]:
    diaries: dict[str, list[_Held]] = {}
    for one in held:
        for person in one.people:
            diaries.setdefault(person, []).append(one)
    busy = {person.id: person.busy for person in problem.people}
    place_of = {name: at for at, name in enumerate(problem.locations)}
    for name, diary in diaries.items():
        if name not in busy:
            yield f"{name} is nobody"
        spans = [(one.place.start, one.end) for one in diary]
        if _meets(spans, busy.get(name, ())):
            yield f"{name} is busy"
        if not all(_reaches(problem, place_of, day) for day in _by_day(diary)):
            yield f"{name} cannot be everywhere in time"


def _by_day(diary: Sequence[_Held]) -> Iterator[list[_Held]]:
    days: dict[int, list[_Held]] = {}
    for one in sorted(diary, key=lambda one: one.place.start):
        days.setdefault(one.day, []).append(one)
    return iter(days.values())


def _reaches(problem: Problem, place_of: Mapping[str, int], day: Sequence[_Held]) -> bool:
    """Whether the meetings of one person's day leave the time to travel between any two."""
    if any(before.end > after.place.start for before, after in pairwise(day)):
        return False
    away = [
        (one.place.start, one.end, place_of[one.meeting.location])
        for one in day
        if one.meeting.location is not None
    ]
    return all(
        end + problem.travel[there][here] <= start
        for at, (start, _, here) in enumerate(away)
        for _, end, there in away[:at]
    )


def _rooms(problem: Problem, held: Sequence[_Held]) -> Iterator[str]:
    rooms = {room.id: room for room in problem.rooms}
    taken: dict[str, list[Interval]] = {}
    for one in held:
        name, meeting = one.place.room, one.meeting
        needed = meeting.location is not None and bool(rooms)
        room = rooms.get(name) if name is not None else None
        fits = room and room.location == meeting.location and room.capacity >= (meeting.seats or 0)
        if (needed and not fits) or (name is not None and not needed):
            yield f"{meeting.id} has the wrong room"
        if name is not None:
            taken.setdefault(name, []).append((one.place.start, one.end))
    for name, spans in taken.items():
        if _overlap(spans) or (name in rooms and _meets(spans, rooms[name].busy)):
            yield f"{name} is taken twice"


def _children(held: Sequence[_Held]) -> Iterator[str]:
    """They are not named: a number of the meeting would do for whoever looks into it."""
    about: dict[str, list[_Held]] = {}
    for one in held:
        for child in {*one.meeting.children}:
            about.setdefault(child, []).append(one)
    for meetings in about.values():
        if _overlap([(one.place.start, one.end) for one in meetings]):
            yield f"{meetings[0].meeting.id} overlaps another meeting about one child"


def _overlap(spans: Sequence[Interval]) -> bool:
    return any(before[1] > after[0] for before, after in pairwise(sorted(spans)))


def _meets(spans: Sequence[Interval], busy: Sequence[Interval]) -> bool:
    return any(begin < until and since < end for begin, end in spans for since, until in busy)
