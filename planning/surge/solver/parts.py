"""The variables of meetings that may move while the rest of the schedule stands.

Time runs on an axis of its own: between two days lies a night as long as the longest journey, so
that journeys bind inside a day alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from planning.surge.solver.compiled import Compiled, Job
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.sat import Sheet

PREFERRED = -1
Role = tuple[int, int | None]


class Stay(NamedTuple):
    """Where people have been told a meeting is, and what it costs to go elsewhere."""

    start: int
    room: int | None
    price: int


class Wishes(NamedTuple):
    """What is asked beside the rules.

    `leave_out` gives a price to meetings that need not be placed; `stay` to those that should not
    move. `hint` holds places to begin from; one that may be left out and has none there begins so.
    """

    leave_out: Mapping[int, int] = {}
    stay: Mapping[int, Stay] = {}
    hint: Mapping[int, Seat] = {}


class Part(NamedTuple):
    """The variables of one free meeting.

    `held` is None when it must be placed. `places` has a literal per person for each quorum
    category, `attends` for preferred people, `rooms` for rooms (None: whichever is free).
    `steps` holds (day, next day, literal): the literal says that it is on the next day or later.
    """

    job: Job
    starts: int
    start: int
    held: int | None
    interval: int
    places: tuple[dict[int, int], ...]
    attends: dict[int, int]
    rooms: dict[int, int] | None
    days: tuple[int, ...]
    steps: tuple[tuple[int, int, int], ...]

    @property
    def present(self) -> tuple[int, ...]:
        """The literals that say that it is placed at all."""
        return () if self.held is None else (self.held,)

    def literals_of(self, person: int) -> list[int]:
        """The literals that say that this person comes, in whatever place."""
        return [found[person] for found in (*self.places, self.attends) if person in found]


class Parts:
    """`diary` holds the meetings that stand; `free` gives others and the starts each may take.

    `roles` holds, for each person, the meetings that they may be in and the literal that says so:
    None when nothing is left to say. `able` holds where they may fill a place, for those who are
    `bound` to no free meeting: (meeting, place or -1 for preferred people, mask of starts).
    """

    def __init__(
        self,
        diary: Diary,
        free: Mapping[int, int],
        wishes: Wishes = Wishes(),  # noqa: B008
    ) -> None:
        self.diary = diary
        self.compiled = diary.compiled
        self.wishes = wishes
        self.sheet = Sheet()
        self.impossible = False
        self._known = False
        self.roles: dict[int, list[Role]] = defaultdict(list)
        self.able: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self.bound: set[int] = set()
        self.of: dict[int, Part] = {}
        self._domains: dict[int, tuple[int, ...]] = {}
        jobs = [self.compiled.jobs[index] for index in free]
        self.night = _longest_journey(self.compiled, jobs)
        self._shared_rooms = _shared(jobs)
        for job in jobs:
            self._add(job, free[job.number] & diary.starts(job.number))

    def _add(self, job: Job, starts: int) -> None:
        if starts:
            self.of[job.number] = self._part(job, starts)
        elif job.number not in self.wishes.leave_out:
            self.impossible = True

    def _part(self, job: Job, starts: int) -> Part:
        hint = self.wishes.hint.get(job.number)
        days = tuple(self.days(starts))
        optional = job.number in self.wishes.leave_out
        self._known = bool(hint or (self.wishes.hint and optional))
        domain = self.axis(starts)
        first = self.place_on_axis(hint.start) if hint else domain[0]
        start = self.sheet.variable(domain, first if self._known else None)
        held = self._literal(hint is not None) if optional else None
        part = Part(
            job=job,
            starts=starts,
            start=start,
            held=held,
            interval=self.sheet.interval(start, job.duration, held),
            places=tuple(
                self._people(job, starts, start, n, hint.assigned[n] if hint else ())
                for n in range(len(job.pools))
            ),
            attends=self._people(job, starts, start, PREFERRED, hint.attending if hint else ()),
            rooms=self._rooms(job, starts, start, hint),
            days=days,
            steps=self._steps(starts, start, days, hint),
        )
        self._fill(part)
        return part

    def _literal(self, hint: bool) -> int:  # noqa: FBT001
        """A new literal, with its value in the known place if there is one."""
        return self.sheet.boolean(hint if self._known else None)

    def _people(
        self, job: Job, starts: int, start: int, place: int, named: Iterable[int]
    ) -> dict[int, int]:
        """A literal for everybody who could come to one of the starts."""
        found = {}
        for person in job.preferred if place == PREFERRED else job.pools[place][0]:
            able = self.diary.starts_of(person, job) & starts
            if able:
                self.able[person].append((job.number, place, able))
                literal = found[person] = self._literal(person in named)
                if able != starts:
                    self.sheet.within(start, self.axis(able), literal)
        return found

    def _rooms(self, job: Job, starts: int, start: int, hint: Seat | None) -> dict[int, int] | None:
        """Literals only where another free meeting, or people told, make the room a choice."""
        if job.rooms is None:
            return None
        if job.number not in self.wishes.stay and self._shared_rooms.isdisjoint(job.rooms):
            return None
        found = {}
        for room in job.rooms:
            able = self.diary.room_starts(room, job) & starts
            if able:
                literal = found[room] = self._literal(hint is not None and hint.room == room)
                if able != starts:
                    self.sheet.within(start, self.axis(able), literal)
        return found

    def _steps(
        self, starts: int, start: int, days: tuple[int, ...], hint: Seat | None
    ) -> tuple[tuple[int, int, int], ...]:
        hinted = self.compiled.day_of[hint.start] if hint else days[0]
        found = []
        for before, day in pairwise(days):
            literal = self._literal(hinted >= day)
            since = self.compiled.from_day(day)
            self.sheet.within(start, self.axis(starts & since), literal)
            self.sheet.within(start, self.axis(starts & ~since), ~literal)
            found.append((before, day, literal))
        return tuple(found)

    def _fill(self, part: Part) -> None:
        """Every place filled by so many, nobody in two places, one room."""
        for literals, (_, count) in zip(part.places, part.job.pools, strict=True):
            terms = [(literal, 1) for literal in literals.values()]
            if part.held is not None:
                self.sheet.linear([*terms, (part.held, -count)], (0, 0))
            else:
                self.sheet.linear(terms, (count, count))
        if part.rooms is not None:
            self.sheet.linear([(room, 1) for room in part.rooms.values()], (1, 1), part.present)
        if part.held is not None:
            for literal in (*part.attends.values(), *(part.rooms or {}).values()):
                self.sheet.clause((~literal, part.held))
        self._give_roles(part)

    def _give_roles(self, part: Part) -> None:
        for person in dict.fromkeys(one for found in (*part.places, part.attends) for one in found):
            own = part.literals_of(person)
            self.roles[person] += ((part.job.number, literal) for literal in own)
            if len(own) > 1:
                self.sheet.at_most_one(own)
        for person in part.job.required:
            self.roles[person].append((part.job.number, part.held))
            self.bound.add(person)

    def axis(self, mask: int) -> tuple[int, ...]:
        """The mask as first and last of each run, on the axis with nights."""
        found = self._domains.get(mask)
        if found is None:
            found = self._domains[mask] = tuple(self._spans(mask))
        return found

    def slot(self, part: Part, place: int) -> int:
        """The slot at a place of the axis."""
        return next(
            place - self.night * day
            for day in part.days
            if self.compiled.day_mask[day] >> (place - self.night * day) & 1
        )

    def place_on_axis(self, slot: int) -> int:
        """Where on the axis a slot is."""
        return slot + self.night * self.compiled.day_of[slot]

    def _spans(self, mask: int) -> list[int]:
        flat: list[int] = []
        for day in self.days(mask):
            part = mask & self.compiled.day_mask[day]
            night = self.night * day
            while part:
                first = (part & -part).bit_length() - 1
                end = ((part >> first) + 1 & ~(part >> first)).bit_length() - 1 + first
                if flat and flat[-1] + 1 == first + night:
                    flat[-1] = end - 1 + night
                else:
                    flat += (first + night, end - 1 + night)
                part &= -1 << end
        return flat

    def days(self, mask: int) -> list[int]:
        """The days that the mask touches."""
        found = []
        while mask:
            day = self.compiled.day_of[(mask & -mask).bit_length() - 1]
            found.append(day)
            mask &= ~self.compiled.day_mask[day]
        return found


def _longest_journey(compiled: Compiled, jobs: list[Job]) -> int:
    return max((compiled.journey(a, b) for a in jobs for b in jobs), default=0)


def _shared(jobs: list[Job]) -> frozenset[int]:
    """The rooms that two of the meetings could both be in."""
    uses = Counter(room for job in jobs for room in job.rooms or ())
    return frozenset(room for room, count in uses.items() if count > 1)
