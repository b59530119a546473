"""The diaries of everybody in a problem while a schedule is being built, as bits over its slots.

Bit *s* of a mask is slot *s*. A person has one mask for each place a meeting can be at (online is a
place of its own): where the bit is set, a meeting there and then clashes with nothing that the
person has, travel included. Moving one meeting touches few masks, and asking for every possible
start of a meeting is a handful of operations on whole masks.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

from planning.surge.solver.compiled import Compiled, Job, eroded

NOBODY: tuple[int, ...] = ()


class Seat(NamedTuple):
    """Where a meeting sits: its start, its room, who fills each quorum place, who else comes."""

    start: int
    room: int | None
    assigned: tuple[tuple[int, ...], ...]
    attending: tuple[int, ...]


class Diary:
    """A partial schedule that is valid at every moment: what is seated clashes with nothing."""

    def __init__(self, compiled: Compiled, *, attended: bool = False) -> None:
        """`attended`: preferred people who are free come, and are then busy for others."""
        self.compiled = compiled
        self.attended = attended
        self.seats: dict[int, Seat] = {}
        self.days: list[set[int]] = [set() for _ in compiled.day_mask]
        self._free = [[mask] * compiled.contexts for mask in compiled.free]
        self._starts: list[list[int | None]] = [
            [None] * (compiled.contexts * compiled.lengths) for _ in compiled.free
        ]
        self._booked: list[dict[int, list[int]]] = [{} for _ in compiled.free]
        self._rooms = list(compiled.room_free)
        self._children = [compiled.everything] * compiled.children

    def starts_of(self, person: int, job: Job) -> int:
        """Every start at which this person could sit in that meeting."""
        row = self._starts[person]
        mask = row[job.context_length]
        if mask is None:
            mask = eroded(self._free[person][job.context], job.duration)
            row[job.context_length] = mask
        return mask

    def room_starts(self, room: int, job: Job) -> int:
        """Every start at which this room is free for that meeting."""
        return eroded(self._rooms[room], job.duration)

    def starts(self, index: int) -> int:
        """Every start at which the meeting could be seated now, `after` kept.

        Where people are of several categories, a start may still turn out to lack one.
        """
        job = self.compiled.jobs[index]
        mask = job.starts & self.window(job)
        if not mask:
            return 0
        for person in job.required:
            mask &= self.starts_of(person, job)
        for child in job.children:
            mask &= eroded(self._children[child], job.duration)
        if mask and job.rooms is not None:
            open_rooms = 0
            for room in job.rooms:
                open_rooms |= self.room_starts(room, job)
            mask &= open_rooms
        for people, count in job.pools:
            if not mask:
                return 0
            mask &= self._enough(people, count, job)
        return mask

    def _enough(self, people: tuple[int, ...], count: int, job: Job) -> int:
        if count == 1:
            mask, key, rows = 0, job.context_length, self._starts
            for person in people:
                known = rows[person][key]
                mask |= self.starts_of(person, job) if known is None else known
            return mask
        levels = [0] * count
        for person in people:
            carry = self.starts_of(person, job)
            for level in range(count):
                levels[level], carry = levels[level] | carry, levels[level] & carry
        return levels[-1]

    def window(self, job: Job) -> int:
        """The slots at which `after` lets it start, as the others are seated now."""
        compiled, seats = self.compiled, self.seats
        mask = compiled.everything
        for other, days in job.after:
            seat = seats.get(other)
            if seat:
                mask &= compiled.from_day(compiled.day_of[seat.start] + days)
        for other, days in job.before:
            seat = seats.get(other)
            if seat:
                mask &= compiled.through_day(compiled.day_of[seat.start] - days)
        return mask

    def seat(self, index: int, start: int, chance: random.Random | None = None) -> bool:
        """Seat a meeting at one of its starts. False, and nothing changed, if nobody fits."""
        job = self.compiled.jobs[index]
        assigned = self._named(job, start, chance)
        if assigned is None:
            return False
        bit = 1 << start
        room = None
        if job.rooms is not None:
            room = next(r for r in job.rooms if self.room_starts(r, job) & bit)
        attending = NOBODY
        if self.attended:
            attending = tuple(p for p in job.preferred if self.starts_of(p, job) & bit)
            if attending:
                taken = {person for places in assigned for person in places}
                attending = tuple(p for p in attending if p not in taken)
        self.put(index, Seat(start, room, assigned, attending))
        return True

    def _named(
        self, job: Job, start: int, chance: random.Random | None
    ) -> tuple[tuple[int, ...], ...] | None:
        bit = 1 << start
        taken: set[int] = set()
        places = []
        for people, count in job.pools:
            free = [p for p in people if p not in taken and self.starts_of(p, job) & bit]
            if len(free) < count:
                return self._matched(job, bit)
            if len(free) > count:
                free = self._least_harm(free, count, job, start, chance)
            places.append(tuple(free))
            if job.overlapping:
                taken.update(free)
        return tuple(places)

    def _least_harm(
        self, free: list[int], count: int, job: Job, start: int, chance: random.Random | None
    ) -> list[int]:
        """Those whose diaries lose the fewest other openings by it."""
        blocks, worth = self.compiled.blocks(job, start), self.compiled.worth
        harm = []
        for person in free:
            lost = worth[person] + (chance.random() * 3 if chance else 0.0)
            for mask, block in zip(self._free[person], blocks, strict=True):
                lost += (mask & block).bit_count()
            harm.append((lost, person))
        harm.sort()
        return [person for _, person in harm[:count]]

    def _matched(self, job: Job, bit: int) -> tuple[tuple[int, ...], ...] | None:
        """Places filled by augmenting paths, for people who are of several categories."""
        if not job.overlapping:
            return None
        places = [(index, n) for index, (_, count) in enumerate(job.pools) for n in range(count)]
        holder: dict[int, int] = {}

        def fill(place: int, seen: set[int]) -> bool:
            for person in job.pools[places[place][0]][0]:
                if person in seen or not self.starts_of(person, job) & bit:
                    continue
                seen.add(person)
                if person not in holder or fill(holder[person], seen):
                    holder[person] = place
                    return True
            return False

        if not all(fill(place, set()) for place in range(len(places))):
            return None
        return tuple(
            tuple(sorted(p for p, place in holder.items() if places[place][0] == index))
            for index in range(len(job.pools))
        )

    def clashes(self, person: int, job: Job, start: int) -> tuple[int, ...]:
        """The meetings of this person that keep them from that one."""
        compiled, day = self.compiled, self.compiled.day_of[start]
        window = compiled.blocks(job, start)[-1]
        return tuple(
            other
            for other in self._booked[person].get(day, ())
            if compiled.blocks(compiled.jobs[other], self.seats[other].start)[job.context] & window
        )

    def overlapping(self, job: Job, start: int) -> Iterator[int]:
        """The meetings of anybody that are held at the same time."""
        compiled = self.compiled
        window = compiled.blocks(job, start)[-1]
        for other in self.days[compiled.day_of[start]]:
            if compiled.blocks(compiled.jobs[other], self.seats[other].start)[-1] & window:
                yield other

    def put(self, index: int, seat: Seat) -> None:
        """Seat a meeting just so; it must be possible."""
        job = self.compiled.jobs[index]
        self.seats[index] = seat
        day = self.compiled.day_of[seat.start]
        self.days[day].add(index)
        blocks = self.compiled.blocks(job, seat.start)
        for person in self._people(job, seat):
            self._booked[person].setdefault(day, []).append(index)
            masks = self._free[person]
            for context, block in enumerate(blocks):
                masks[context] &= ~block
            self._starts[person] = [None] * len(self._starts[person])
        own = blocks[-1]
        if seat.room is not None:
            self._rooms[seat.room] &= ~own
        for child in job.children:
            self._children[child] &= ~own

    def take(self, index: int) -> Seat:
        """Take a meeting out again, and answer where it was."""
        seat = self.seats.pop(index)
        job = self.compiled.jobs[index]
        day = self.compiled.day_of[seat.start]
        self.days[day].discard(index)
        for person in self._people(job, seat):
            self._booked[person][day].remove(index)
            self._reopen(person, day)
        own = self.compiled.blocks(job, seat.start)[-1]
        if seat.room is not None:
            self._rooms[seat.room] |= own
        for child in job.children:
            self._children[child] |= own
        return seat

    def _reopen(self, person: int, day: int) -> None:
        compiled = self.compiled
        mask = compiled.day_mask[day]
        masks = self._free[person]
        fresh = compiled.free[person] & mask
        self._starts[person] = [None] * len(self._starts[person])
        if not self._booked[person][day]:
            self._free[person] = [old | fresh for old in masks]
            return
        blocked = [0] * len(masks)
        for other in self._booked[person][day]:
            blocks = compiled.blocks(compiled.jobs[other], self.seats[other].start)
            for context, block in enumerate(blocks):
                blocked[context] |= block
        for context, block in enumerate(blocked):
            masks[context] = (masks[context] & ~mask) | (fresh & ~block)

    def _people(self, job: Job, seat: Seat) -> list[int]:
        people = [*job.required, *seat.attending]
        for places in seat.assigned:
            people += places
        return people
