"""A plain greedy: each meeting in turn at the first start that suits it and people by name.

It proves that an instance can be held whole, and gives fixed meetings that can be kept together.
Sets of slots are whole numbers, one bit for each slot.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from planning.surge.forms.problem import Interval, Meeting, Problem
from planning.surge.forms.solution import Placed


class FirstFit:
    """What is still free while meetings are placed one after another."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days = problem.grid.days
        every = (1 << self.days[-1].end) - 1
        places = (*problem.locations, None)
        self.free = {
            (person.id, place): every & ~_bits(person.busy)
            for person in problem.people
            for place in places
        }
        self.rooms = {room.id: every & ~_bits(room.busy) for room in problem.rooms}
        self.children = dict.fromkeys(problem.children, every)
        self.placed: dict[str, Placed] = {}
        self._starts: dict[int, int] = {}

    def place(self, meeting: Meeting) -> bool:
        """Whether it could be placed; the first start at which everybody is free."""
        open_starts = self._possible(meeting)
        while open_starts:
            start = (open_starts & -open_starts).bit_length() - 1
            open_starts &= open_starts - 1
            named = self._named(meeting, start)
            if named is not None:
                self._take(meeting, start, named)
                return True
        return False

    def _possible(self, meeting: Meeting) -> int:
        mask = self._inside(meeting.duration) & ~((1 << self._from(meeting)) - 1)
        for person in meeting.required:
            mask &= _runs(self.free[person, meeting.location], meeting.duration)
        for child in meeting.children:
            mask &= _runs(self.children[child], meeting.duration)
        for need in meeting.quorum:
            mask &= self._any(
                (self.free[one, meeting.location] for one in self._pool(need.category)), meeting
            )
        if meeting.location is not None and self.problem.rooms:
            mask &= self._any((self.rooms[room] for room in self._fitting(meeting)), meeting)
        return mask

    def _any(self, frees: Iterable[int], meeting: Meeting) -> int:
        found = 0
        for free in frees:
            found |= _runs(free, meeting.duration)
        return found

    def _from(self, meeting: Meeting) -> int:
        begin = meeting.earliest
        for rule in meeting.after:
            earlier = self._day_of(self.placed[rule.meeting].start) + rule.min_days
            after_all = self.days[-1].end
            begin = max(begin, self.days[earlier].first if earlier < len(self.days) else after_all)
        return begin

    def _named(self, meeting: Meeting, start: int) -> dict[str, tuple[str, ...]] | None:
        span = _bits([(start, start + meeting.duration)])
        taken = set(meeting.required)
        named: dict[str, tuple[str, ...]] = {}
        for need in sorted(meeting.quorum, key=lambda need: len(self._pool(need.category))):
            free = [
                one
                for one in self._pool(need.category)
                if one not in taken and self.free[one, meeting.location] & span == span
            ]
            chosen = next(combinations(free, need.count), None)
            if chosen is None:
                return None
            named[need.category] = chosen
            taken |= set(chosen)
        return named

    def _take(self, meeting: Meeting, start: int, named: dict[str, tuple[str, ...]]) -> None:
        end = start + meeting.duration
        span = _bits([(start, end)])
        room = next((one for one in self._fitting(meeting) if self.rooms[one] & span == span), None)
        if room is not None:
            self.rooms[room] &= ~span
        for child in meeting.children:
            self.children[child] &= ~span
        for person in (*meeting.required, *(one for people in named.values() for one in people)):
            self._occupy(person, meeting.location, start, end)
        self.placed[meeting.id] = Placed(start, room, named, ())

    def _occupy(self, person: str, place: str | None, start: int, end: int) -> None:
        day = self.days[self._day_of(start)]
        for other in (*self.problem.locations, None):
            way = self._travel(place, other)
            padded = (max(day.first, start - way), min(day.end, end + way))
            self.free[person, other] &= ~_bits([padded])

    def _travel(self, one: str | None, other: str | None) -> int:
        if one is None or other is None:
            return 0
        places = self.problem.locations
        return self.problem.travel[places.index(one)][places.index(other)]

    def _fitting(self, meeting: Meeting) -> list[str]:
        if meeting.location is None:
            return []
        return [
            room.id
            for room in self.problem.rooms
            if room.location == meeting.location and room.capacity >= (meeting.seats or 0)
        ]

    def _pool(self, category: str) -> list[str]:
        return [one.id for one in self.problem.people if category in one.categories]

    def _day_of(self, slot: int) -> int:
        return next(index for index, day in enumerate(self.days) if slot < day.end)

    def _inside(self, duration: int) -> int:
        if duration not in self._starts:
            spans = [(day.first, max(day.first, day.end - duration + 1)) for day in self.days]
            self._starts[duration] = _bits(spans)
        return self._starts[duration]


def first_fit(problem: Problem) -> dict[str, Placed] | None:
    """A schedule of all meetings, the earliest first, or None where this greedy finds none."""
    fit = FirstFit(problem)
    order = sorted(problem.meetings, key=lambda one: one.earliest)
    return fit.placed if all(fit.place(meeting) for meeting in order) else None


def _bits(spans: Sequence[Interval]) -> int:
    found = 0
    for begin, end in spans:
        found |= ((1 << (end - begin)) - 1) << begin
    return found


def _runs(free: int, length: int) -> int:
    found = free
    for step in range(1, length):
        found &= free >> step
    return found
