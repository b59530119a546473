"""A counted relaxation of a problem: who is needed at each slot against how many there are.

Nobody is named. For each pool, each required person and the rooms of each site and size, a row of
slots says how many are free; a meeting uses up its own slots of the rows that it needs. No schedule
uses more, so whatever is proved of this is true of every schedule.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planning.surge.solver.compiled import Compiled, Job, eroded

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Relaxation:
    """`allowed[m, s]`: meeting m could start at slot s as far as diaries and rooms go.

    `free[r, t]` of row r are there at slot t.
    `order` holds (earlier, later, working days between).
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        jobs = compiled.jobs
        self.size = compiled.size
        self.day_of: Ints = np.array(compiled.day_of, dtype=np.int64)
        self.duration: Ints = np.array([job.duration for job in jobs], dtype=np.int64)
        first = earliest_days(compiled)
        self.allowed: Flags = np.array(
            [self.flags(possible(compiled, job, first[job.number])) for job in jobs]
        ).reshape(len(jobs), self.size)
        late = self.day_of[None, :] - np.array([[job.due_day] for job in jobs]).reshape(-1, 1)
        weight = np.array([[job.weight] for job in jobs], dtype=np.float64).reshape(-1, 1)
        self.late: Floats = weight * np.maximum(late, 0)
        self._write_rows()
        self.order = [(other, job.number, days) for job in jobs for other, days in job.after]

    def flags(self, mask: int) -> Flags:
        """A mask as one flag for each slot."""
        text = format(mask, f"0{self.size}b")[::-1].encode()
        found: Flags = np.frombuffer(text, dtype=np.uint8)[: self.size] == ord("1")
        return found

    def _write_rows(self) -> None:
        jobs = self.compiled.jobs
        rows = list(_holders(self.compiled))
        needs = np.array([asked for asked, _ in rows], dtype=np.float64).reshape(-1, len(jobs)).T
        free = [
            sum((self.flags(mask).astype(np.float64) for mask in masks), 0.0) for _, masks in rows
        ]
        self.free: Floats = np.array(free, dtype=np.float64).reshape(-1, self.size)
        shared = np.count_nonzero(needs, axis=0) > len(jobs) / 8
        kinds = np.column_stack([self.duration, needs * shared])
        self._kinds, kind = np.unique(kinds, axis=0, return_inverse=True)
        self._kind: Ints = kind.reshape(-1)
        own_jobs, own_rows = np.nonzero(needs * ~shared)
        own = needs[own_jobs, own_rows]
        self._own = list(zip(own_jobs.tolist(), own_rows.tolist(), own.tolist(), strict=True))
        entries = [
            (job, row, step, needs[job, row])
            for job, row in zip(*(one.tolist() for one in np.nonzero(needs)), strict=True)
            for step in range(int(self.duration[job]))
        ]
        table = np.array(entries, dtype=np.float64).reshape(-1, 4)
        self._users: Ints = table[:, 0].astype(np.int64)
        self._cells: Ints = (table[:, 1] * self.size + table[:, 2]).astype(np.int64)
        self._amounts: Floats = table[:, 3]

    def windows(self, prices: Floats) -> Floats:
        """What each meeting pays at each start, given a price for each row's slots."""
        spans = {int(d): self.span(prices, int(d)) for d in np.unique(self.duration)}
        of_kind = np.array([kind[1:] @ spans[int(kind[0])] for kind in self._kinds])
        paid: Floats = np.asarray(of_kind[self._kind], dtype=np.float64)
        for job, row, amount in self._own:
            paid[job] += amount * spans[int(self.duration[job])][row]
        return paid

    def span(self, per_slot: Floats, length: int) -> Floats:
        """Sums over so many slots from each slot on, or as many as there are."""
        total = np.zeros((per_slot.shape[0], self.size + 1))
        np.cumsum(per_slot, axis=1, out=total[:, 1:])
        ends = np.minimum(np.arange(self.size) + length, self.size)
        result: Floats = total[:, ends] - total[:, :-1]
        return result

    def entries(self, meetings: Ints, starts: Ints) -> tuple[Ints, Ints, Floats]:
        """For each column (a meeting at a start): column, cell of `free`, and the amount used."""
        order = np.argsort(self._users, kind="stable")
        first = np.searchsorted(self._users[order], np.arange(len(self.duration) + 1))
        counts = (first[1:] - first[:-1])[meetings]
        column = np.repeat(np.arange(len(meetings)), counts)
        within = np.arange(len(column)) - np.repeat(np.cumsum(counts) - counts, counts)
        entry = order[first[meetings[column]] + within]
        return column, self._cells[entry] + starts[column], self._amounts[entry]

    def used(self, starts: Ints) -> Floats:
        """What is used of each row at each slot if the meetings start so."""
        cells = self._cells + starts[self._users]
        used = np.bincount(cells, weights=self._amounts, minlength=self.free.size)
        return np.asarray(used.reshape(self.free.shape), dtype=np.float64)


def possible(compiled: Compiled, job: Job, first_day: int) -> int:
    """The starts at which enough people of each pool are free, and a room, if nobody else met."""
    mask = job.starts & compiled.from_day(first_day)
    for people, count in job.pools:
        levels = [0] * count
        for person in people:
            carry = eroded(compiled.free[person], job.duration)
            for level in range(count):
                levels[level], carry = levels[level] | carry, levels[level] & carry
        mask &= levels[-1]
    if job.rooms is not None:
        rooms = 0
        for room in job.rooms:
            rooms |= eroded(compiled.room_free[room], job.duration)
        mask &= rooms
    return mask


def earliest_days(compiled: Compiled) -> list[int]:
    """The first day of each meeting that its own starts and those before it allow."""
    first = [_first_day(compiled, job.starts) for job in compiled.jobs]
    changed = True
    while changed:
        changed = False
        for job in compiled.jobs:
            least = max([first[other] + days for other, days in job.after], default=0)
            if least > first[job.number]:
                first[job.number] = _first_day(compiled, job.starts & compiled.from_day(least))
                first[job.number] = max(least, first[job.number])
                changed = True
    return first


def _first_day(compiled: Compiled, starts: int) -> int:
    if not starts:
        return len(compiled.day_mask)
    return compiled.day_of[(starts & -starts).bit_length() - 1]


def _holders(compiled: Compiled) -> Iterator[tuple[list[int], list[int]]]:
    """For each row: how many each meeting needs of it, and the masks of those who are there."""
    jobs = compiled.jobs
    for category, people in compiled.quorum_members.items():
        counts = [
            sum(
                n
                for name, (_, n) in zip(job.categories, job.pools, strict=True)
                if name == category
            )
            + sum(person in people for person in job.required)
            for job in jobs
        ]
        yield counts, [compiled.free[person] for person in people]
    for person in sorted({p for job in jobs for p in job.required}):
        yield [int(person in job.required) for job in jobs], [compiled.free[person]]
    for rooms in sorted({job.rooms for job in jobs if job.rooms}):
        inside = [job.rooms is not None and set(job.rooms) <= set(rooms) for job in jobs]
        yield [int(one) for one in inside], [compiled.room_free[room] for room in rooms]
