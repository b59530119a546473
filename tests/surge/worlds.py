"""What an area in a surge has before the first disclosure: days, diaries, sites and rooms."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from planning import clock
from planning.surge.forms.problem import Day, Grid, Interval, Person, Room

SITES = ("civic_centre", "police_station", "hospital")
TRAVEL = ((0, 1, 2), (1, 0, 1), (2, 1, 0))
FIRST_DAY = date(2026, 3, 4)
_FRIDAY = 4


def calendar(days: int, *, slots: int) -> Grid:
    """Half-hours of England's working days from FIRST_DAY on; Fridays are two slots shorter."""
    listed: list[Day] = []
    today, first = FIRST_DAY, 0
    while len(listed) < days:
        if clock.is_working_day(today, frozenset()):
            length = slots - 2 * (today.weekday() == _FRIDAY)
            listed.append(Day(today.isoformat(), first, length))
            first += length
        today += timedelta(days=1)
    return Grid(30, tuple(listed))


def slots_of(days: Sequence[Day]) -> int:
    return sum(day.slots for day in days)


def sessions(grid: Grid, *, window: int, free: int, rng: Random) -> tuple[Interval, ...]:
    """Busy but for days and half-days given to the surge: `free` slots of them in the window.

    Later days are as busy as those of the window.
    """
    inside = _parts(grid.days[:window], rng)
    after = _parts(grid.days[window:], rng)
    rng.shuffle(inside)
    opened: set[int] = set()
    for begin, end in inside:
        opened |= set(range(begin, min(end, begin + free - len(opened))))
    share = free / slots_of(grid.days[:window])
    for begin, end in after:
        opened |= set(range(begin, end)) if rng.random() < share else set()
    return _busy(grid, opened)


def pieces(grid: Grid, *, free: float, rng: Random) -> tuple[Interval, ...]:
    """A diary of somebody's own: at times part-time, and busy in pieces until `free` is left."""
    away = set(rng.sample(range(5), rng.choice((0, 0, 0, 1, 1, 2))))
    opened = {
        slot
        for index, day in enumerate(grid.days)
        if index % 5 not in away
        for slot in range(day.first, day.end)
    }
    wanted = int(free * slots_of(grid.days))
    while len(opened) > wanted:
        day = rng.choice(grid.days)
        begin = rng.randrange(day.first, day.end)
        opened -= set(range(begin, min(day.end, begin + rng.randint(2, 6))))
    return _busy(grid, opened)


def rooms_for(wanted: Sequence[int], grid: Grid, *, seats: int, rng: Random) -> tuple[Room, ...]:
    """So many rooms at each site, a fifth of their time taken; one of each site seats all."""
    return tuple(
        Room(f"{site}_r{n}", seats if n == 0 else rng.randint(7, seats), site, busy)
        for site, count in zip(SITES, wanted, strict=True)
        for n in range(count)
        for busy in [pieces(grid, free=0.8, rng=rng)]
    )


def team(name: str, agency: str, busy: Iterator[tuple[Interval, ...]]) -> list[Person]:
    """People of one category, one for each diary."""
    return [Person(f"{name}{n}", agency, (name,), diary) for n, diary in enumerate(busy)]


def _parts(days: Sequence[Day], rng: Random) -> list[Interval]:
    """Whole days and half-days."""
    found: list[Interval] = []
    for day in days:
        middle = day.first + rng.choice((0, day.slots // 2))
        found += [(day.first, middle), (middle, day.end)]
    return [part for part in found if part[0] < part[1]]


def _busy(grid: Grid, opened: set[int]) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for slot in range(grid.days[-1].end):
        if slot in opened:
            continue
        if found and found[-1][1] == slot:
            found[-1] = (found[-1][0], slot + 1)
        else:
            found.append((slot, slot + 1))
    return tuple(found)
