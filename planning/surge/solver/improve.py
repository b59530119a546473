"""Ruin and recreate: takes a few meetings out, seats them again better, and cools.

A step takes out some meetings that hinder one another and seats them again one by one, each at the
best start left. Half the time they are a costly meeting and those of a day on which it would cost
less; else it is put where it would cost less, and whoever is in the way has to go. Worse schedules
are taken with a chance that falls as the search cools, so that it leaves dead ends.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from planning.surge.solver.clearing import in_the_way
from planning.surge.solver.diary import Seat
from planning.surge.solver.search import UNSEATED, Search

_PUSHED, _MOST_PUSHED, _LARGEST = 0.3, 6, 10
_ANY, _OUT_OF_ORDER, _CHAINED = 0.2, 0.2, 0.2
_ORDERS = (0.3, 0.4, 0.15, 0.15)


class Ruin(NamedTuple):
    """Meetings to take out; the first is to start at `target` again, if that is given."""

    numbers: list[int]
    target: int | None = None


def step(search: Search, temperature: float) -> bool:
    """Ruin and recreate once. True if the best schedule so far came of it."""
    ruin = _pushed(search) if search.chance.random() < _PUSHED else _near(search)
    if search.chance.random() < _CHAINED:
        ruin = _with_chain(search, ruin)
    limit = search.cost - temperature * math.log(1.0 - search.chance.random())
    before = search.cost
    out = {n: search.remove(n) for n in ruin.numbers if n in search.diary.seats}
    if ruin.target is not None:
        search.insert_at(ruin.numbers[0], ruin.target)
    if _filled(search, ruin.numbers, limit):
        return search.note()
    _undo(search, ruin.numbers, out)
    search.cost = before
    return False


def _filled(search: Search, numbers: list[int], limit: float) -> bool:
    """Seat them again. False as soon as it cannot cost as little as the limit any more."""
    waiting = [n for n in _order(search, numbers) if n not in search.diary.seats]
    for done, number in enumerate(waiting):
        if search.cost - UNSEATED * (len(waiting) - done) > limit:
            return False
        search.insert(number)
    return search.cost <= limit


def _undo(search: Search, numbers: list[int], out: dict[int, Seat]) -> None:
    for number in numbers:
        if number in search.diary.seats:
            search.remove(number)
    for number, seat in out.items():
        search.restore(number, seat)


def _order(search: Search, numbers: list[int]) -> list[int]:
    """By chance, by how soon they are due, by size, or by how soon they may be held; shaken."""
    chance, jobs = search.chance, search.compiled.jobs
    keys: list[Callable[[int], float]] = [
        lambda _: chance.random(),
        lambda n: jobs[n].due_day - jobs[n].weight * chance.uniform(0, 3),
        lambda n: -jobs[n].weight * jobs[n].duration * chance.uniform(0.7, 1.3),
        lambda n: jobs[n].earliest * chance.uniform(0.9, 1.1),
    ]
    return sorted(numbers, key=chance.choices(keys, _ORDERS)[0])


def _costly(search: Search) -> int:
    """One that costs much, more often than not."""
    looked_at = 1 if search.chance.random() < _ANY else 4
    picks = [search.chance.choice(search.loose) for _ in range(looked_at)]
    return max(picks, key=search.costs.__getitem__)


def _with_chain(search: Search, ruin: Ruin) -> Ruin:
    """The same, and the meetings that wait for the first or that it waits for."""
    jobs, found = search.compiled.jobs, list(ruin.numbers)
    fresh = [ruin.numbers[0]]
    while fresh:
        job = jobs[fresh.pop()]
        for other, _ in (*job.after, *job.before):
            if other not in found and not jobs[other].is_fixed:
                found.append(other)
                fresh.append(other)
    return ruin._replace(numbers=found)


def _near(search: Search) -> Ruin:
    """A costly meeting, and some of a day between its earliest and its own, or of days beside."""
    chance, compiled, days = search.chance, search.compiled, search.diary.days
    number = _costly(search)
    job, seat = compiled.jobs[number], search.diary.seats.get(number)
    first = compiled.day_of[job.earliest]
    last = compiled.day_of[seat.start] if seat else min(job.due_day + 5, len(days) - 1)
    day = chance.randint(min(first, last), last)
    size = chance.randint(2, _LARGEST)
    near = list(days[day])
    for width in range(1, 4):
        if len(near) >= size:
            break
        for other in (day - width, day + width):
            if 0 <= other < len(days):
                near += days[other]
    near = [n for n in near if n != number]
    chance.shuffle(near)
    return Ruin([number, *near[: size - 1]])


def _pushed(search: Search) -> Ruin:
    """A costly meeting put where it would cost less, and whoever is in the way there."""
    chance, compiled = search.chance, search.compiled
    number = _costly(search)
    job, seat = compiled.jobs[number], search.diary.seats.get(number)
    starts = job.starts
    if chance.random() > _OUT_OF_ORDER:
        starts &= search.diary.window(job)
    if seat:
        starts &= (1 << seat.start) - 1
        since = compiled.day_of[seat.start]
        if since > job.due_day and search.price.late:
            first = compiled.day_of[(starts & -starts).bit_length() - 1] if starts else since
            first = min(max(first, job.due_day), since)
            starts &= compiled.day_mask[chance.randint(first, since)]
    options = [n for n in range(starts.bit_length()) if starts >> n & 1]
    best: tuple[float, int, set[int]] | None = None
    for start in chance.sample(options, min(3, len(options))):
        out = in_the_way(search.diary, number, start, _push(search))
        if out is not None and len(out) <= _MOST_PUSHED:
            price = sum(compiled.jobs[n].weight for n in out)
            if best is None or price < best[0]:
                best = price, start, out
    if best is None:
        return Ruin([number])
    return Ruin([number, *sorted(best[2] - {number})], best[1])


def _push(search: Search) -> Callable[[int], float]:
    """What it takes to push a meeting away, shaken; fixed ones stay."""
    jobs, chance = search.compiled.jobs, search.chance

    def price(number: int) -> float:
        job = jobs[number]
        return math.inf if job.is_fixed else job.weight * chance.uniform(0.5, 1.5)

    return price
