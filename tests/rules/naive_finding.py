"""Slots found by looking at every quarter hour and everybody in turn: slow, and plainly right."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from planning.clock import LONDON, is_repeated
from planning.finding.rules.ranking import MOST_SLOTS, deadline_of, decides
from planning.finding.rules.search import Deadline, Diary, Helper, Place, Search

QUARTER = timedelta(minutes=15)
_RANKS = list(Deadline)
Key = tuple[int, int, int, datetime]


def naive(search: Search) -> list[datetime]:
    """The starts of the best slots, best first."""
    keys = sorted(key for start in _moments(search) if (key := _key(search, start)))
    if keys and keys[0][0] == 0:
        keys = [key for key in keys if key[0] == 0]
    chosen: list[datetime] = []
    for key in keys:
        if _half(key[3]) not in map(_half, chosen):
            chosen.append(key[3])
    return chosen[:MOST_SLOTS]


def is_open(diary: Diary, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether each quarter hour is at work, and none is taken."""
    if any(span.starts_at < ends_at and span.ends_at > starts_at for span in diary.busy):
        return False
    quarter = starts_at
    while quarter < ends_at:
        if not _at_work(diary, quarter):
            return False
        quarter += QUARTER
    return True


def _at_work(diary: Diary, quarter: datetime) -> bool:
    local = quarter.astimezone(LONDON)
    minute = local.hour * 60 + local.minute
    return any(
        span.weekday == local.isoweekday()
        and span.starts_minute <= minute
        and minute + 15 <= span.ends_minute
        for span in diary.hours
    )


def _moments(search: Search) -> list[datetime]:
    start = search.now.replace(minute=search.now.minute // 15 * 15, second=0, microsecond=0)
    found = []
    while (start := start + QUARTER) + search.quarters * QUARTER <= search.until:
        found.append(start)
    return found


def _key(search: Search, start: datetime) -> Key | None:
    end = start + search.quarters * QUARTER
    if _comes_twice(start) or _comes_twice(end):
        return None
    there = [is_open(guest.diary, start, end) for guest in search.guests]
    chair = _anybody(search.chairs, start, end)
    if not any(there) and not chair:
        return None
    wanted: Sequence[UUID | None] = search.children or [None]
    met = [
        all(
            any(
                comes and decides(guest, category, child)
                for guest, comes in zip(search.guests, there, strict=True)
            )
            for child in wanted
        )
        for category in search.kind.required
    ]
    met.append(chair)
    if search.needs_minute_taker:
        met.append(_anybody(search.minute_takers, start, end))
    if search.needs_room:
        met.append(any(_room_open(room, start, end) for room in search.rooms))
    return met.count(False), _RANKS.index(deadline_of(search, start)), there.count(False), start


def _anybody(helpers: Sequence[Helper], start: datetime, end: datetime) -> bool:
    return any(is_open(helper.diary, start, end) for helper in helpers)


def _room_open(room: Place, start: datetime, end: datetime) -> bool:
    return not any(span.starts_at < end and span.ends_at > start for span in room.busy)


def _comes_twice(moment: datetime) -> bool:
    local = moment.astimezone(LONDON)
    return is_repeated(local.date(), local.time())


def _half(moment: datetime) -> tuple[object, bool]:
    local = moment.astimezone(LONDON)
    return local.date(), local.time() < time(12)
