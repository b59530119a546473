"""A schedule that is being improved, with what it costs and the best form of it seen."""

import random
from typing import NamedTuple

from planning.surge.solver.compiled import Compiled, Job
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.named import NamedModel
from planning.surge.solver.sat import Effort

UNSEATED = 1_000_000.0
_SKIPPED = 0.02
_GUIDED, _PASSED_OVER = 0.9, 0.05
_NAMING = 2.0


# For each meeting, its starts in groups from the most promising to the least.
Guide = list[list[int]]


class Price(NamedTuple):
    """What one unit of each tier costs the search: a slope to walk on, not the order of tiers."""

    late: float
    missing: float
    wait: float


class Tally(NamedTuple):
    """Tiers by which schedules are compared, first things first; also those of one meeting."""

    unseated: int
    late: int
    missing: int
    wait: int


NOT_SEATED = Tally(1, 0, 0, 0)


class Search:
    """Fixed meetings are seated from the start; `loose` are the others.

    With a `guide`, meetings are mostly seated where it says, and not as soon as may be.
    """

    def __init__(self, compiled: Compiled, *, seed: int, price: Price, attended: bool) -> None:
        self.compiled = compiled
        self.price = price
        self.chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
        self.diary = Diary(compiled, attended=attended)
        self.tallies = [NOT_SEATED] * len(compiled.jobs)
        self.costs = [UNSEATED] * len(compiled.jobs)
        self.total = [len(compiled.jobs), 0, 0, 0]
        self.cost = UNSEATED * len(compiled.jobs)
        self.guide: Guide = []
        self.best: dict[int, Seat] = {}
        self.best_tally = Tally(*self.total)
        self.loose = [job.number for job in compiled.jobs if not job.is_fixed]

    # ------------------------------------------------------------ one meeting
    def insert(self, number: int) -> bool:
        """Seat a meeting at the best start left. False if there is none."""
        job = self.compiled.jobs[number]
        starts = self.diary.starts(number)
        while starts:
            start = self._choose(job, starts)
            if self.insert_at(number, start):
                return True
            starts &= ~(1 << start)
        return False

    def insert_at(self, number: int, start: int) -> bool:
        """Seat a meeting there. False if somebody is missing."""
        if not self.diary.seat(number, start, self.chance):
            return False
        self._book(number, self.diary.seats[number])
        return True

    def restore(self, number: int, seat: Seat) -> None:
        """Seat a meeting just so; it must be possible."""
        self.diary.put(number, seat)
        self._book(number, seat)

    def remove(self, number: int) -> Seat:
        """Take a meeting out, and answer where it was."""
        seat = self.diary.take(number)
        self._count(number, NOT_SEATED, UNSEATED)
        return seat

    def _book(self, number: int, seat: Seat) -> None:
        job, price = self.compiled.jobs[number], self.price
        late = max(0, self.compiled.day_of[seat.start] - job.due_day) * job.weight
        missing = len(job.preferred) - len(seat.attending) if self.diary.attended else 0
        wait = (seat.start - job.earliest) * job.weight
        cost = price.late * late + price.missing * missing + price.wait * wait
        self._count(number, Tally(0, late, missing, wait), cost)

    def _count(self, number: int, tally: Tally, cost: float) -> None:
        old, total = self.tallies[number], self.total
        total[0] += tally[0] - old[0]
        total[1] += tally[1] - old[1]
        total[2] += tally[2] - old[2]
        total[3] += tally[3] - old[3]
        self.cost += cost - self.costs[number]
        self.tallies[number], self.costs[number] = tally, cost

    def _choose(self, job: Job, starts: int) -> int:
        """The cheapest start, at times passed over for the next."""
        if self.guide and self.chance.random() < _GUIDED:
            for mask in self.guide[job.number]:
                if starts & mask and self.chance.random() > _PASSED_OVER:
                    return self._lowest(starts & mask)
        if not (self.diary.attended and job.preferred):
            return self._lowest(starts)
        best = (UNSEATED, 0)
        for missing, group in enumerate(self._by_missing(job, starts)):
            if group:
                start = self._lowest(group)
                best = min(best, (self._cost_at(job, start, missing), start))
        return best[1]

    def _lowest(self, starts: int) -> int:
        low = starts & -starts
        while starts != low and self.chance.random() < _SKIPPED:
            starts ^= low
            low = starts & -starts
        return low.bit_length() - 1

    def _cost_at(self, job: Job, start: int, missing: int) -> float:
        late = max(0, self.compiled.day_of[start] - job.due_day)
        price = self.price
        each = price.late * late + price.wait * (start - job.earliest)
        return each * job.weight + price.missing * missing

    def _by_missing(self, job: Job, starts: int) -> list[int]:
        """Starts by how many preferred people could not come."""
        groups = [starts]
        for person in job.preferred:
            free = self.diary.starts_of(person, job)
            groups.append(0)
            for n in range(len(groups) - 1, 0, -1):
                groups[n] = (groups[n] & free) | (groups[n - 1] & ~free)
            groups[0] &= free
        return groups

    # ------------------------------------------------------------ whole schedules
    def construct(self) -> None:
        """Seat all that is not seated, by how soon it is due and how much it weighs."""
        jobs, chance, day_of = self.compiled.jobs, self.chance, self.compiled.day_of
        last = len(day_of) - 1

        def urgency(number: int) -> float:
            job = jobs[number]
            middle = (min(job.due_day, day_of[last]) + day_of[min(job.earliest, last)]) / 2
            return middle - job.weight * chance.uniform(1, 3)

        self._name_fixed()
        waiting = [n for n in self.loose if n not in self.diary.seats]
        for number in sorted(waiting, key=urgency):
            self.insert(number)
        self.note()

    def _name_fixed(self) -> None:
        """Name people for the fixed meetings, together where one by one does not do."""
        fixed = [job for job in self.compiled.jobs if job.is_fixed]
        for job in fixed:
            if job.number not in self.diary.seats:
                self.insert(job.number)
        if all(job.number in self.diary.seats for job in fixed):
            return
        for job in fixed:
            if job.number in self.diary.seats:
                self.remove(job.number)
        model = NamedModel(self.diary, {job.number: job.starts for job in fixed})
        found = model.solve(Effort(seconds=_NAMING)).seats or {}
        for number, seat in found.items():
            self.restore(number, seat)

    def adopt(self, seats: dict[int, Seat]) -> None:
        """Start again from that schedule; preferred people are asked anew."""
        for number in list(self.diary.seats):
            self.remove(number)
        for number, seat in seats.items():
            self.restore(number, seat._replace(attending=()))
        if self.diary.attended:
            for number, seat in seats.items():
                self.remove(number)
                self.restore(number, seat._replace(attending=self._attending(number, seat)))
        self.best, self.best_tally = dict(self.diary.seats), Tally(*self.total)

    def _attending(self, number: int, seat: Seat) -> tuple[int, ...]:
        job = self.compiled.jobs[number]
        taken = {person for places in seat.assigned for person in places}
        return tuple(
            person
            for person in job.preferred
            if person not in taken and self.diary.starts_of(person, job) >> seat.start & 1
        )

    def note(self) -> bool:
        """Keep the schedule if it is the best so far."""
        if tuple(self.total) < self.best_tally:
            self.best_tally = Tally(*self.total)
            self.best = dict(self.diary.seats)
            return True
        return False
