"""A problem as numbers and bits: people, rooms and meetings by index, time as masks over slots."""

from collections.abc import Iterator
from typing import NamedTuple

from planning.surge.forms.problem import Meeting, Problem


class Job(NamedTuple):
    """A meeting, by its number in the problem.

    `context` is its location's number, or the last one for online.

    `starts` are the slots at which it could begin if nobody else met; `pools` the people of each
    quorum category who may fill a place here, and how many must; `rooms` those that are large
    enough, smallest first, or None where none is needed; `before` the meetings that wait for it.
    """

    number: int
    duration: int
    context: int
    context_length: int
    starts: int
    due_day: int
    weight: int
    earliest: int
    required: tuple[int, ...]
    preferred: tuple[int, ...]
    pools: tuple[tuple[tuple[int, ...], int], ...]
    categories: tuple[str, ...]
    overlapping: bool
    children: tuple[int, ...]
    rooms: tuple[int, ...] | None
    after: tuple[tuple[int, int], ...]
    before: tuple[tuple[int, int], ...]
    is_fixed: bool


def eroded(mask: int, length: int) -> int:
    """The bits from which `length` bits in a row are set."""
    have = 1
    while have < length:
        step = min(have, length - have)
        mask &= mask >> step
        have += step
    return mask


def span(start: int, end: int) -> int:
    """The bits of `[start, end)`."""
    return ((1 << (end - start)) - 1) << start if end > start else 0


def bits(mask: int) -> Iterator[int]:
    """Its bits, from the lowest on."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Compiled:
    """What every part of the solver asks of a problem, worked out once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        days = problem.grid.days
        self.size = days[-1].end if days else 0
        self.everything = span(0, self.size)
        self.day_mask = [span(day.first, day.end) for day in days]
        self.day_of = [n for n, day in enumerate(days) for _ in range(day.slots)]
        self._from = [span(day.first, self.size) for day in days]
        self._through = [span(0, day.end) for day in days]
        self.contexts = len(problem.locations) + 1
        self.locations = {name: n for n, name in enumerate(problem.locations)}
        self.people = {person.id: n for n, person in enumerate(problem.people)}
        self.rooms = {room.id: n for n, room in enumerate(problem.rooms)}
        self.free = [self._unbusy(person.busy) for person in problem.people]
        self.room_free = [self._unbusy(room.busy) for room in problem.rooms]
        self.children = len(problem.children)
        self._child = {name: n for n, name in enumerate(problem.children)}
        self._meeting = {meeting.id: n for n, meeting in enumerate(problem.meetings)}
        self._members = {
            category: tuple(n for n, p in enumerate(problem.people) if category in p.categories)
            for category in problem.categories
        }
        durations = sorted({meeting.duration for meeting in problem.meetings})
        self._length = {duration: n for n, duration in enumerate(durations)}
        self.lengths = len(durations)
        self._whole = {
            d: sum(span(day.first, day.end - d + 1) for day in days if day.slots >= d)
            for d in durations
        }
        waiting: dict[int, list[tuple[int, int]]] = {}
        for n, meeting in enumerate(problem.meetings):
            for link in meeting.after:
                waiting.setdefault(self._meeting[link.meeting], []).append((n, link.min_days))
        self._waiting = waiting
        self.jobs = [self._job(n, meeting) for n, meeting in enumerate(problem.meetings)]
        self._blocks: dict[tuple[int, int, int], tuple[int, ...]] = {}
        named = {need.category for meeting in problem.meetings for need in meeting.quorum}
        self.quorum_members = {name: self._members[name] for name in sorted(named)}
        self.worth = self._worth()

    def _unbusy(self, busy: tuple[tuple[int, int], ...]) -> int:
        mask = self.everything
        for start, end in busy:
            mask &= ~span(start, end)
        return mask

    def _job(self, index: int, meeting: Meeting) -> Job:
        online = self.contexts - 1
        context = online if meeting.location is None else self.locations[meeting.location]
        required = tuple(sorted({self.people[name] for name in meeting.required}))
        preferred = tuple(
            dict.fromkeys(
                p for name in meeting.preferred if (p := self.people[name]) not in required
            )
        )
        pools = tuple(
            (tuple(p for p in self._members[need.category] if p not in required), need.count)
            for need in meeting.quorum
        )
        members = [p for people, _ in pools for p in people]
        starts = self._whole[meeting.duration] & span(meeting.earliest, self.size)
        if meeting.fixed:
            starts &= 1 << meeting.fixed.start
        for person in required:
            starts &= eroded(self.free[person], meeting.duration)
        return Job(
            number=index,
            duration=meeting.duration,
            context=context,
            context_length=context * self.lengths + self._length[meeting.duration],
            starts=starts,
            due_day=len(self.day_mask) if meeting.due_day is None else meeting.due_day,
            weight=meeting.weight,
            earliest=meeting.earliest,
            required=required,
            preferred=preferred,
            pools=pools,
            categories=tuple(need.category for need in meeting.quorum),
            overlapping=len(members) != len(set(members)),
            children=tuple(sorted({self._child[name] for name in meeting.children})),
            rooms=self._rooms_for(meeting),
            after=tuple((self._meeting[link.meeting], link.min_days) for link in meeting.after),
            before=tuple(self._waiting.get(index, ())),
            is_fixed=meeting.fixed is not None,
        )

    def _rooms_for(self, meeting: Meeting) -> tuple[int, ...] | None:
        rooms = self.problem.rooms
        if meeting.location is None or not rooms:
            return None
        if meeting.fixed and meeting.fixed.room:
            return (self.rooms[meeting.fixed.room],)
        fitting = [
            (room.capacity, n)
            for n, room in enumerate(rooms)
            if room.location == meeting.location and room.capacity >= (meeting.seats or 0)
        ]
        return tuple(n for _, n in sorted(fitting))

    def _worth(self) -> list[float]:
        """Small extra for people whom more than one kind of place may need."""
        uses = [0] * len(self.free)
        for people in self._members.values():
            for person in people:
                uses[person] += 1
        for job in self.jobs:
            for person in job.required:
                uses[person] += 1
        return [max(0, n - 1) * 1.5 for n in uses]

    def from_day(self, day: int) -> int:
        """Every slot of that day and later ones."""
        return self._from[max(day, 0)] if day < len(self._from) else 0

    def through_day(self, day: int) -> int:
        """Every slot up to the end of that day."""
        return self._through[min(day, len(self._through) - 1)] if day >= 0 else 0

    def journey(self, one: Job, other: Job) -> int:
        """The slots needed from one meeting to another of the same day."""
        if self.contexts - 1 in (one.context, other.context):
            return 0
        return self.problem.travel[one.context][other.context]

    def blocks(self, job: Job, start: int) -> tuple[int, ...]:
        """For each place, the slots that this meeting closes to meetings there; online is last."""
        key = (job.context, job.duration, start)
        found = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = self._blocked(job, start)
        return found

    def _blocked(self, job: Job, start: int) -> tuple[int, ...]:
        end = start + job.duration
        day = self.problem.grid.days[self.day_of[start]]
        own = span(start, end)
        online = self.contexts - 1
        if job.context == online:
            return (own,) * self.contexts
        travel = self.problem.travel
        return (
            *(
                span(
                    max(day.first, start - travel[c][job.context]),
                    min(day.end, end + travel[job.context][c]),
                )
                for c in range(online)
            ),
            own,
        )
