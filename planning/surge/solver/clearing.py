"""What would have to go for a meeting to start at a certain time."""

import math
from collections.abc import Callable, Iterable

from planning.surge.solver.compiled import Job
from planning.surge.solver.diary import Diary

Price = Callable[[int], float]


def in_the_way(diary: Diary, number: int, start: int, price: Price) -> set[int] | None:
    """The meetings that would have to go, cheap ones by `price`; those of infinite price stay.

    None where the meeting could not start there even then.
    """
    return _Clearing(diary, diary.compiled.jobs[number], start, price).out()


class _Clearing:
    def __init__(self, diary: Diary, job: Job, start: int, price: Price) -> None:
        self.diary, self.job, self.start, self.price = diary, job, start, price
        self.window = diary.compiled.blocks(job, start)[-1]
        self.gone = self._out_of_order()

    def out(self) -> set[int] | None:
        """Who goes for the people who must come, the children, each pool and the room."""
        if any(self.price(other) == math.inf for other in self.gone):
            return None
        wanted = [([self._of(person)], 1) for person in self.job.required]
        if self.job.children:
            wanted.append(([self._about_children()], 1))
        wanted += [(self._of_pool(people), count) for people, count in self.job.pools]
        if self.job.rooms is not None:
            wanted.append((self._of_rooms(self.job.rooms), 1))
        return self.gone if all(self._clear(*one) for one in wanted) else None

    def _clear(self, holders: list[tuple[int, ...]], count: int) -> bool:
        """Free the `count` holders that are cheapest to free."""
        costs = sorted(
            (sum(self.price(other) for other in held if other not in self.gone), held)
            for held in holders
        )
        if len(costs) < count or costs[count - 1][0] == math.inf:
            return False
        for _, held in costs[:count]:
            self.gone.update(held)
        return True

    def _out_of_order(self) -> set[int]:
        """Those that `after` does not let stay."""
        diary, job = self.diary, self.job
        day_of = diary.compiled.day_of
        day = day_of[self.start]

        def against(others: Iterable[tuple[int, int]], sign: int) -> set[int]:
            return {
                other
                for other, days in others
                if (seat := diary.seats.get(other)) and sign * (day - day_of[seat.start]) < days
            }

        return against(job.after, 1) | against(job.before, -1)

    def _of(self, person: int) -> tuple[int, ...]:
        return self.diary.clashes(person, self.job, self.start)

    def _of_pool(self, people: Iterable[int]) -> list[tuple[int, ...]]:
        free = self.diary.compiled.free
        return [self._of(p) for p in people if self.window & free[p] == self.window]

    def _about_children(self) -> tuple[int, ...]:
        jobs, children = self.diary.compiled.jobs, set(self.job.children)
        return tuple(
            other
            for other in self.diary.overlapping(self.job, self.start)
            if not children.isdisjoint(jobs[other].children)
        )

    def _of_rooms(self, rooms: Iterable[int]) -> list[tuple[int, ...]]:
        diary, free = self.diary, self.diary.compiled.room_free
        together = list(diary.overlapping(self.job, self.start))
        return [
            tuple(other for other in together if diary.seats[other].room == room)
            for room in rooms
            if self.window & free[room] == self.window
        ]
