"""People, rooms and children by number alone: nothing can be asked of a set that it has not got.

Implied by the model with names, and the shortest way to a proof that there is no schedule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from planning.surge.solver.compiled import Compiled, Job, eroded, span
from planning.surge.solver.diary import Diary

# Above so many meetings only some windows are looked at: a proof there is a matter of luck anyway.
_MANY = 60


class Supply(NamedTuple):
    """A set of people, rooms or children: when each is free, and how many a meeting takes.

    `wanted` goes by meeting; whoever is chosen, so many are of this set.
    """

    kind: str
    which: tuple[str, ...]
    free: tuple[int, ...]
    wanted: Mapping[int, int]


class Shortage(NamedTuple):
    """These meetings must all be inside these days, and that is more than the supply can give."""

    supply: Supply
    meetings: tuple[int, ...]
    days: tuple[int, ...]


class _Window(NamedTuple):
    """The slots that a meeting can touch, from the first to the last."""

    meeting: int
    first: int
    end: int


def supplies(compiled: Compiled, among: Iterable[int]) -> list[Supply]:
    """Every set of which these meetings ask for something."""
    jobs = [compiled.jobs[number] for number in among]
    makers = (_pools, _rooms, _required, _children)
    return [supply for make in makers for supply in make(compiled, jobs) if supply.wanted]


def openings(compiled: Compiled, among: Iterable[int]) -> dict[int, int]:
    """Where each could begin if the others of these stood in its way only by their order."""
    diary = Diary(compiled)
    starts = {number: diary.starts(number) for number in among}
    links = [
        (first, number, least)
        for number in starts
        for first, least in compiled.jobs[number].after
        if first in starts
    ]
    before: dict[int, int] = {}
    while before != starts:
        before = dict(starts)
        for first, then, least in links:
            starts[first], starts[then] = _cut(compiled, starts[first], starts[then], least)
    return starts


def _cut(compiled: Compiled, first: int, then: int, least: int) -> tuple[int, int]:
    """Both without the days on which the second would be less than `least` days later."""
    if not first or not then:
        return 0, 0
    soonest = compiled.day_of[(first & -first).bit_length() - 1] + least
    latest = compiled.day_of[then.bit_length() - 1] - least
    return first & compiled.through_day(latest), then & compiled.from_day(soonest)


def shortage_of(compiled: Compiled, starts: Mapping[int, int]) -> Shortage | None:
    """What cannot be, by counting alone, where each meeting has one of these starts."""
    windows = {
        number: _Window(
            number,
            (mask & -mask).bit_length() - 1,
            mask.bit_length() - 1 + compiled.jobs[number].duration,
        )
        for number, mask in starts.items()
    }
    for supply in supplies(compiled, starts):
        found = _short(compiled, supply, [windows[n] for n in supply.wanted])
        if found is not None:
            return found
    return None


def _short(compiled: Compiled, supply: Supply, windows: Sequence[_Window]) -> Shortage | None:
    """With time counted in slots, or in pieces as long as some meeting."""
    lengths = {compiled.jobs[n].duration for n in supply.wanted} if len(windows) <= _MANY else ()
    for grain in sorted({1, *lengths}):
        pieces = {n: compiled.jobs[n].duration // grain * k for n, k in supply.wanted.items()}
        found = _first_short(compiled, supply, windows, pieces, grain)
        if found is not None:
            return found
    return None


def _first_short(
    compiled: Compiled,
    supply: Supply,
    windows: Sequence[_Window],
    pieces: Mapping[int, int],
    grain: int,
) -> Shortage | None:
    """A window whose meetings need more pieces of this length than are free in it."""
    firsts = sorted({window.first for window in windows}, reverse=True)
    for first in firsts[:: 1 + len(firsts) // _MANY]:
        asked, inside = 0, sorted((w.end, w.meeting) for w in windows if w.first >= first)
        for at, (end, meeting) in enumerate(inside, start=1):
            asked += pieces[meeting]
            whole = at == len(inside) or inside[at][0] > end
            held = _pieces(compiled, supply, span(first, end), grain) if whole else asked
            if asked > held:
                few = _fewest({n: pieces[n] for _, n in inside[:at]}, held)
                return Shortage(supply, few, _days(compiled, first, end))
    return None


def _pieces(compiled: Compiled, supply: Supply, window: int, grain: int) -> int:
    """How many stretches of this length are free in the window, none over a night."""
    if grain == 1:
        return sum((mask & window).bit_count() for mask in supply.free)
    days = [mask & window for mask in compiled.day_mask if mask & window]
    return sum(_stretches(mask & day, grain) for mask in supply.free for day in days if mask & day)


def _stretches(mask: int, length: int) -> int:
    found = 0
    while starts := eroded(mask, length):
        first = (starts & -starts).bit_length() - 1
        found += 1
        mask &= -1 << first + length
    return found


def _fewest(pieces: Mapping[int, int], held: int) -> tuple[int, ...]:
    """The fewest of these meetings that are too much together."""
    found, asked = [], 0
    for number in sorted(pieces, key=lambda n: (-pieces[n], n)):
        if asked <= held:
            found.append(number)
            asked += pieces[number]
    return tuple(sorted(found))


def _days(compiled: Compiled, first: int, end: int) -> tuple[int, ...]:
    return tuple(range(compiled.day_of[first], compiled.day_of[end - 1] + 1))


def _pools(compiled: Compiled, jobs: Sequence[Job]) -> Iterator[Supply]:
    """Each category, and those together that share people."""
    members = {
        name: frozenset(people) for name, people in compiled.quorum_members.items() if people
    }
    for names in [*((name,) for name in members), *_joined(members)]:
        people = frozenset[int]().union(*(members[name] for name in names))
        free = tuple(compiled.free[person] for person in sorted(people))
        yield Supply("pool", names, free, _wanted_of(jobs, people))


def _joined(members: Mapping[str, frozenset[int]]) -> list[tuple[str, ...]]:
    groups: list[list[str]] = []
    for name, people in members.items():
        near = [group for group in groups if any(members[other] & people for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), name])
    return [tuple(group) for group in groups if len(group) > 1]


def _wanted_of(jobs: Sequence[Job], people: frozenset[int]) -> dict[int, int]:
    wanted = {
        job.number: sum(count for pool, count in job.pools if people.issuperset(pool))
        + len(people.intersection(job.required))
        for job in jobs
    }
    return {number: count for number, count in wanted.items() if count}


def _rooms(compiled: Compiled, jobs: Sequence[Job]) -> Iterator[Supply]:
    """The rooms of one place, all of them or those large enough for some meeting."""
    for rooms in dict.fromkeys(frozenset(job.rooms) for job in jobs if job.rooms):
        wanted = {job.number: 1 for job in jobs if job.rooms and rooms.issuperset(job.rooms)}
        some = compiled.problem.rooms[min(rooms)]
        free = tuple(compiled.room_free[room] for room in sorted(rooms))
        yield Supply("room", (some.location,), free, wanted)


def _required(compiled: Compiled, jobs: Sequence[Job]) -> Iterator[Supply]:
    for person in dict.fromkeys(person for job in jobs for person in job.required):
        wanted = {job.number: 1 for job in jobs if person in job.required}
        name = compiled.problem.people[person].id
        yield Supply("person", (name,), (compiled.free[person],), wanted)


def _children(compiled: Compiled, jobs: Sequence[Job]) -> Iterator[Supply]:
    for child in dict.fromkeys(child for job in jobs for child in job.children):
        wanted = {job.number: 1 for job in jobs if child in job.children}
        name = compiled.problem.children[child]
        yield Supply("child", (name,), (compiled.everything,), wanted)
