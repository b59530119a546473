"""A schedule that people were told of, made good again with as little moved as can be.

First everybody else stays where they are, though another person may take somebody's place: often
only what must move moves, and that is proved. Where it is not, meetings near by may move too.
"""

import time
from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from planning.surge.forms.breaches import breaches
from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.solver.asking import Limit, Progress, Told, go_on
from planning.surge.solver.compiled import Compiled, Job, bits
from planning.surge.solver.counted import openings
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.named import NamedModel, Weights
from planning.surge.solver.parts import Stay, Wishes
from planning.surge.solver.sat import Effort, Sum
from planning.surge.solver.solve import solve
from planning.surge.solver.values import placed, seated, values

_NEAR = 40
_SOON = (-3, 16)
_EVER = (-1000, 1000)
_ROUND = (-4, 4)
_WORK = 1.5


class Replanned(NamedTuple):
    """`moved` have another start or room than people were told, at `price` together.

    `must_move` are those that could not stay even if they were the only meeting.
    """

    solution: Solution
    moved: tuple[str, ...]
    must_move: tuple[str, ...]
    price: int


def replan(
    problem: Problem,
    *,
    standing: Mapping[str, Placed],
    prices: Mapping[str, int],
    limit: Limit,
    tell: Told = go_on,
) -> Replanned:
    """The cheapest change found of what people were told, and the best of the cheapest."""
    return _Replan(problem, standing, prices, limit).run(tell)


class _Search(NamedTuple):
    """A whole schedule, its cost in the search's own prices, and what was free to find it."""

    free: dict[int, int]
    seats: dict[int, Seat]
    cost: int


class _Replan:
    """Meetings without a standing place are new: they move at no price.

    In the search's prices one meeting more outweighs nothing but no meeting more.
    """

    def __init__(
        self,
        problem: Problem,
        standing: Mapping[str, Placed],
        prices: Mapping[str, int],
        limit: Limit,
    ) -> None:
        self.began = time.monotonic()
        self.limit = limit
        self.compiled = Compiled(problem)
        self.names = [meeting.id for meeting in problem.meetings]
        self.standing = seated(self.compiled, standing)
        self.prices = {n: prices.get(self.names[n], 0) for n in self.standing}
        self.stays = {
            n: Stay(seat.start, seat.room, self.prices[n] * (len(self.names) + 1) + 1)
            for n, seat in self.standing.items()
        }
        starts = openings(self.compiled, range(len(self.names)))
        alone = Diary(self.compiled)
        self.must_move = [n for n in self.standing if not self._can_stay(alone, starts[n], n)]
        kept = self._unbroken().seats
        self.broken = [n for n in range(len(self.names)) if n not in kept]

    def run(self, tell: Told) -> Replanned:
        """Moves little, then more where little is not enough or may not be the least."""
        search = self._cheapest()
        if search is None:
            return self._whole(tell)
        if tell(self._progress(search.seats)):
            search = search._replace(seats=self._best(search))
        solution = self._solution(search.seats)
        held = not breaches(self.compiled.problem, solution.meetings)
        return self._told(solution) if held else self._whole(tell)

    def _cheapest(self) -> _Search | None:
        least = sum(self.stays[n].price for n in self.must_move)
        found = self._guess(self.broken) or self._guess(list(self._bound(_EVER)))
        for movers, share in (
            (self._bound(_SOON), 0.4),
            (self._bound(_EVER), 0.6),
            (self._near(), 0.8),
        ):
            if found is None or found.cost > least:
                found = self._search(movers, share, found) or found
        return found

    def _guess(self, numbers: list[int]) -> _Search | None:
        """Each of these where it first fits, its own place first, and all others as they stand."""
        diary = self._unbroken()
        for n in diary.seats.keys() & set(numbers):
            diary.take(n)
        for n in sorted(numbers, key=self._day):
            starts = diary.starts(n)
            own = starts & 1 << self.standing[n].start if n in self.standing else 0
            if not any(diary.seat(n, start) for start in chain(bits(own), bits(starts))):
                return None
        seats, free = dict(diary.seats), self._bound(_EVER)
        cost = sum(self.stays[n].price for n in self.standing if not self._is_kept(n, seats[n]))
        return _Search(free, seats, cost)

    def _search(
        self, movers: Mapping[int, int], share: float, known: _Search | None = None
    ) -> _Search | None:
        """The cheapest change of these meetings, if it is cheaper than the one known.

        On their days other people may take over the places of all meetings.
        """
        wide = reduce(or_, movers.values(), 0)
        free = dict(movers)
        for n, seat in self.standing.items():
            if n in movers or wide >> seat.start & 1:
                free[n] = free.get(n, 0) | 1 << seat.start
        diary = Diary(self.compiled)
        for n in self.standing.keys() - free.keys():
            diary.put(n, self.standing[n])
        known_seats = known.seats if known else self._unbroken().seats
        hint = {n: known_seats[n] for n in free if n in known_seats}
        model = NamedModel(diary, free, Wishes(stay=self._stays_of(free), hint=hint))
        model.sheet.minimise(model.price())
        outcome = model.solve(self._effort(share), below=known and known.cost)
        if outcome.seats is None:
            return None
        return _Search(free, diary.seats | outcome.seats, outcome.value)

    def _best(self, search: _Search) -> dict[int, Seat]:
        """The best in the tiers at that cost; people are changed only where it serves that."""
        diary = self._with_guests(search)
        seats = dict(diary.seats)
        free = {
            n: 1 << seats[n].start if self._is_kept(n, seats[n]) else mask
            for n, mask in search.free.items()
        }
        hint = {n: diary.take(n) for n in free}
        model = NamedModel(diary, free, Wishes(stay=self._stays_of(free), hint=hint))
        model.sheet.at_most(model.price(), search.cost)
        changed = self._changed(model)
        each = len(changed.terms) + 1
        weights = model.lexicographic()
        model.charge(Weights(0, weights.late * each, weights.missing * each, each))
        model.sheet.minimise(changed)
        return seats | (model.solve(self._effort()).seats or {})

    def _with_guests(self, search: _Search) -> Diary:
        """The schedule with every preferred person who is free."""
        diary = Diary(self.compiled)
        for n, seat in search.seats.items():
            diary.put(n, seat._replace(attending=()))
        for n in search.seats:
            job, seat = self.compiled.jobs[n], diary.take(n)
            taken = set(chain.from_iterable(seat.assigned))
            come = (
                p
                for p in job.preferred
                if p not in taken and diary.starts_of(p, job) >> seat.start & 1
            )
            diary.put(n, seat._replace(attending=tuple(come)))
        return diary

    def _changed(self, model: NamedModel) -> Sum:
        """The people told of a place who lose it."""
        total = Sum()
        for n, part in model.parts.of.items():
            told = self.standing[n].assigned if n in self.standing else ()
            for literals, people in zip(part.places, told, strict=False):
                for person in literals.keys() & set(people):
                    total.constant += 1
                    total.add(literals[person], -1)
        return total

    def _stays_of(self, free: Iterable[int]) -> dict[int, Stay]:
        return {n: self.stays[n] for n in free if n in self.stays}

    def _effort(self, share: float = 0.95) -> Effort:
        """What is left until this share of the time is over."""
        left = self.began + self.limit.seconds * share - time.monotonic()
        return Effort(left, work=self.limit.work or _WORK, seed=self.limit.seed)

    def _can_stay(self, diary: Diary, starts: int, number: int) -> bool:
        """Whether start and room could be kept if only an order bound it to other meetings."""
        seat = self.standing[number]
        if seat.room is not None:
            starts &= diary.room_starts(seat.room, self.compiled.jobs[number])
        return bool(starts >> seat.start & 1)

    def _unbroken(self) -> Diary:
        """Those whose place clashes neither with the world nor with those before."""
        diary = Diary(self.compiled)
        for number, seat in self.standing.items():
            if _fits(diary, self.compiled.jobs[number], seat):
                diary.put(number, seat)
        return diary

    def _bound(self, days: tuple[int, int]) -> dict[int, int]:
        """The broken ones and those that an order binds to them, so many days round their own."""
        bound = list(self.broken)
        for n in bound:
            job = self.compiled.jobs[n]
            bound += (other for other, _ in (*job.after, *job.before) if other not in bound)
        return {n: self._window(n, days) for n in bound}

    def _near(self) -> dict[int, int]:
        """Those, and a few others near them in time."""
        bound = self._bound(_EVER)
        days = {self._day(n) for n in self.broken}
        order = sorted(
            (min((abs(self._day(n) - day) for day in days), default=0), self.prices[n], n)
            for n in self.standing
            if n not in bound and not self.compiled.jobs[n].is_fixed
        )
        return bound | {n: self._window(n, _ROUND) for _, _, n in order[:_NEAR]}

    def _day(self, number: int) -> int:
        if number in self.standing:
            return self.compiled.day_of[self.standing[number].start]
        earliest = self.compiled.jobs[number].earliest
        return self.compiled.day_of[min(earliest, self.compiled.size - 1)]

    def _window(self, number: int, days: tuple[int, int]) -> int:
        before, after = days
        day = self._day(number)
        since = self.compiled.from_day(day + before)
        return since & self.compiled.through_day(day + after)

    def _solution(self, seats: Mapping[int, Seat]) -> Solution:
        return Solution(
            format="surge-solution/1",
            problem=self.compiled.problem.name,
            status=Status.FEASIBLE,
            meetings=placed(self.compiled, seats),
            objective=(0, *values(self.compiled, seats)),
            wall_s=time.monotonic() - self.began,
        )

    def _progress(self, seats: Mapping[int, Seat]) -> Progress:
        return Progress(time.monotonic() - self.began, "first", self._solution(seats))

    def _whole(self, tell: Told) -> Replanned:
        """Nothing near works: everything anew."""
        left = self.began + self.limit.seconds - time.monotonic()
        limit = self.limit._replace(seconds=max(left, 0))
        return self._told(solve(self.compiled.problem, limit=limit, tell=tell))

    def _told(self, solution: Solution) -> Replanned:
        seats = seated(self.compiled, solution.meetings)
        moved = [n for n in self.standing if n not in seats or not self._is_kept(n, seats[n])]
        return Replanned(
            solution=solution,
            moved=tuple(self.names[n] for n in moved),
            must_move=tuple(self.names[n] for n in self.must_move),
            price=sum(self.prices[n] for n in moved),
        )

    def _is_kept(self, number: int, seat: Seat) -> bool:
        told = self.standing.get(number)
        return told is not None and (told.start, told.room) == (seat.start, seat.room)


def _fits(diary: Diary, job: Job, seat: Seat) -> bool:
    """Whether this very place clashes with nothing that the diary holds."""
    free = diary.starts(job.number)
    for person in (*seat.attending, *chain.from_iterable(seat.assigned)):
        free &= diary.starts_of(person, job)
    if seat.room is not None:
        free &= diary.room_starts(seat.room, job)
    whole = all(
        len(chosen) == count and set(chosen) <= set(people)
        for chosen, (people, count) in zip(seat.assigned, job.pools, strict=True)
    )
    return whole and seat.room in (job.rooms or (None,)) and bool(free >> seat.start & 1)
