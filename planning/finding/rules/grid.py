"""Time as quarter hours in the bits of one integer: bit n is the n-th quarter hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce

from planning.clock import LONDON, by_the_clock, end_of_day, in_london, is_repeated, london_date
from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import DAY_MINUTES, HoursSpan

QUARTER = timedelta(minutes=15)
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Grid:
    """The quarter hours from `begins`, in UTC; moments outside it are cut off."""

    begins: datetime
    size: int

    @property
    def whole(self) -> int:
        """Every quarter hour."""
        return (1 << self.size) - 1

    def moment(self, index: int) -> datetime:
        """When a quarter hour begins."""
        return self.begins + index * QUARTER

    def inside(self, starts_at: datetime, ends_at: datetime) -> int:
        """The quarter hours that lie whole within a span."""
        return self._bits(-((self.begins - starts_at) // QUARTER), self._floor(ends_at))

    def touched(self, starts_at: datetime, ends_at: datetime) -> int:
        """The quarter hours of which a span takes any part."""
        return self._bits(self._floor(starts_at), -((self.begins - ends_at) // QUARTER))

    def days(self) -> list[date]:
        """The dates in England, first to last."""
        return _days(self.begins, self.moment(self.size))

    def _floor(self, moment: datetime) -> int:
        return (moment - self.begins) // QUARTER

    def _bits(self, first: int, end: int) -> int:
        first, end = max(0, first), min(self.size, end)
        return ((1 << (end - first)) - 1) << first if end > first else 0


def grid_of(now: datetime, until: datetime) -> Grid:
    """The quarter hours of the clock that begin after `now`, up to `until`."""
    past = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    begins = now - past + QUARTER
    return Grid(begins, max(0, (until - begins) // QUARTER))


def working(grid: Grid, hours: Sequence[HoursSpan]) -> int:
    """The quarter hours of a working week, each day by the clock of that day."""
    return union(grid.inside(*span) for span in _spans(grid.days(), hours))


def is_free(
    hours: Sequence[HoursSpan], busy: Sequence[Taken], starts_at: datetime, ends_at: datetime
) -> bool:
    """Whether all of one time is at work and none of it taken, to the minute."""
    reached = starts_at
    for begins, ends in sorted(_spans(_days(starts_at, ends_at), hours)):
        if begins <= reached:
            reached = max(reached, ends)
    return reached >= ends_at and not is_taken(busy, starts_at, ends_at)


def is_taken(busy: Sequence[Taken], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether anything of one time is taken."""
    return any(span.starts_at < ends_at and span.ends_at > starts_at for span in busy)


def free(grid: Grid, at_work: int, busy: Sequence[Taken]) -> int:
    """What is left of working hours."""
    return at_work & ~union(grid.touched(span.starts_at, span.ends_at) for span in busy)


def starts(quarters: int, length: int) -> int:
    """Where `length` quarter hours in a row begin, all of them among `quarters`."""
    known = 1
    while known < length:
        step = min(known, length - known)
        quarters &= quarters >> step
        known += step
    return quarters


def odd_starts(grid: Grid, length: int) -> int:
    """Starts of meetings that would begin or end at a local time that comes twice."""
    odd = union(
        1 << index
        for day in grid.days()
        if end_of_day(day) - in_london(day, time(0)) != timedelta(days=1)
        for index in _indices(grid.inside(in_london(day, time(0)), end_of_day(day)))
        if _is_repeated(grid.moment(index))
    )
    return odd | odd >> length


def half_day(grid: Grid, index: int) -> int:
    """The morning, or the rest of the day, in which a quarter hour lies."""
    local = grid.moment(index).astimezone(LONDON)
    day, noon = local.date(), in_london(local.date(), NOON)
    if local.time() < NOON:
        return grid.inside(in_london(day, time(0)), noon)
    return grid.inside(noon, end_of_day(day))


def lowest(bits: int) -> int:
    """The first quarter hour of some."""
    return (bits & -bits).bit_length() - 1


def union(parts: Iterable[int]) -> int:
    """What is in any of them."""
    return reduce(lambda one, other: one | other, parts, 0)


def by_count(whole: int, parts: Iterable[int]) -> list[int]:
    """Of `whole`, what is in none of the parts, in one, in two, and so on."""
    found = [whole]
    for part in parts:
        shifted = [0, *(bits & part for bits in found)]
        found = [bits & ~part for bits in found] + [0]
        found = [bits | more for bits, more in zip(found, shifted, strict=True)]
    return found


def _days(starts_at: datetime, ends_at: datetime) -> list[date]:
    first, last = london_date(starts_at), london_date(ends_at)
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _spans(days: Sequence[date], hours: Sequence[HoursSpan]) -> list[tuple[datetime, datetime]]:
    return [
        (by_the_clock(day, span.starts), _end(day, span))
        for day in days
        for span in hours
        if span.weekday == day.isoweekday()
    ]


def _end(day: date, span: HoursSpan) -> datetime:
    whole_day = span.ends_minute == DAY_MINUTES
    return end_of_day(day) if whole_day else by_the_clock(day, span.ends)


def _indices(bits: int) -> Iterable[int]:
    while bits:
        yield lowest(bits)
        bits &= bits - 1


def _is_repeated(moment: datetime) -> bool:
    local = moment.astimezone(LONDON)
    return is_repeated(local.date(), local.time())
