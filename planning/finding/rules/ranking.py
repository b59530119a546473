"""Which slots are offered, and in what order.

A slot is better, in this order, when
1. it is complete: every required category can decide for every child, and chair, minute taker and
   room are there as far as they are needed; of incomplete ones, when it lacks fewer of these;
2. it keeps the target, or at least the limit, for holding the meeting;
3. fewer of those invited miss it;
4. it is earlier.

Incomplete slots are offered only when no complete one exists. Offered slots are distinct: the best
of each morning and of each rest of a day, not four neighbours of one gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from planning.diaries.rules.hours import HoursSpan
from planning.diaries.rules.places import Named
from planning.finding.rules.grid import (
    QUARTER,
    Grid,
    by_count,
    free,
    grid_of,
    half_day,
    is_free,
    is_taken,
    lowest,
    odd_starts,
    starts,
    union,
    working,
)
from planning.finding.rules.search import (
    CategoryThere,
    Deadline,
    Diary,
    Guest,
    Helper,
    Place,
    Search,
    Slot,
)
from planning.people.rules import CATEGORY_WORDS, AgencyCategory

MOST_SLOTS = 6


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where a meeting of the length sought can begin, for each of whom and of what it needs."""

    search: Search
    grid: Grid
    guests: list[int]
    chairs: list[int]
    minute_takers: list[int]
    rooms: list[int]

    def needs(self) -> list[int]:
        """The starts at which each need is met."""
        search = self.search
        return [
            *(self._category(category) for category in search.kind.required),
            union(self.chairs),
            *([union(self.minute_takers)] if search.needs_minute_taker else []),
            *([union(self.rooms)] if search.needs_room else []),
        ]

    def _category(self, category: AgencyCategory) -> int:
        found = self.grid.whole
        for child in _judged(self.search):
            found &= union(
                bits
                for guest, bits in zip(self.search.guests, self.guests, strict=True)
                if decides(guest, category, child)
            )
        return found


def ranked(search: Search, most: int = MOST_SLOTS) -> list[Slot]:
    """The best slots, best first; empty when nobody has time at all."""
    sheet = _sheet(search)
    chosen: list[int] = []
    left = _possible(sheet)
    for lacking, tier in enumerate(_tiers(sheet)):
        for bits in tier:
            while (here := bits & left) and len(chosen) < most:
                chosen.append(lowest(here))
                left &= ~half_day(sheet.grid, chosen[-1])
        if lacking == 0 and chosen:
            break
    return [_slot(sheet, index) for index in chosen]


def judged(search: Search, starts_at: datetime, ends_at: datetime) -> Slot:
    """How one time stands, told as the best ones are; it need not keep to quarter hours."""

    def open_to(diary: Diary) -> int:
        return int(is_free(diary.hours, diary.busy, starts_at, ends_at))

    sheet = _Sheet(
        search,
        Grid(starts_at, 1),
        guests=[open_to(guest.diary) for guest in search.guests],
        chairs=[open_to(helper.diary) for helper in search.chairs],
        minute_takers=[open_to(helper.diary) for helper in search.minute_takers],
        rooms=[int(not is_taken(room.busy, starts_at, ends_at)) for room in search.rooms],
    )
    return msgspec.structs.replace(_slot(sheet, 0), ends_at=ends_at)


def decides(guest: Guest, category: AgencyCategory, child: UUID | None) -> bool:
    """Whether the guest can decide for that category, for a child or for the whole meeting."""
    if guest.category is not category or not guest.can_decide:
        return False
    return child is None or child in guest.children


def _judged(search: Search) -> Sequence[UUID | None]:
    return search.children or [None]


def deadline_of(search: Search, starts_at: datetime) -> Deadline:
    """Whether a meeting that starts then is in time."""
    if starts_at <= search.target:
        return Deadline.IN_TARGET
    return Deadline.IN_LIMIT if starts_at <= search.limit else Deadline.LATE


def _sheet(search: Search) -> _Sheet:
    grid = grid_of(search.now, search.until)
    at_work: dict[tuple[HoursSpan, ...], int] = {}

    def open_to(diary: Diary) -> int:
        week = tuple(diary.hours)
        if week not in at_work:
            at_work[week] = working(grid, week)
        return starts(free(grid, at_work[week], diary.busy), search.quarters)

    return _Sheet(
        search,
        grid,
        guests=[open_to(guest.diary) for guest in search.guests],
        chairs=[open_to(helper.diary) for helper in search.chairs],
        minute_takers=[open_to(helper.diary) for helper in search.minute_takers],
        rooms=[starts(free(grid, grid.whole, room.busy), search.quarters) for room in search.rooms],
    )


def _possible(sheet: _Sheet) -> int:
    somebody = union([*sheet.guests, *sheet.chairs])
    return somebody & ~odd_starts(sheet.grid, sheet.search.quarters)


def _tiers(sheet: _Sheet) -> list[list[int]]:
    """Starts by how much they lack, then by deadline and by how many miss them."""
    whole, search = sheet.grid.whole, sheet.search
    absent = by_count(whole, [whole & ~bits for bits in sheet.guests])
    in_target = _until(sheet.grid, search.target)
    in_limit = _until(sheet.grid, search.limit) & ~in_target
    deadlines = [in_target, in_limit, whole & ~in_target & ~in_limit]
    return [
        [lacking & timely & missed for timely in deadlines for missed in absent]
        for lacking in by_count(whole, [whole & ~bits for bits in sheet.needs()])
    ]


def _until(grid: Grid, latest: datetime) -> int:
    """Starts up to a moment, that moment included."""
    return grid.inside(grid.begins, latest + QUARTER)


def _slot(sheet: _Sheet, index: int) -> Slot:
    search, starts_at = sheet.search, sheet.grid.moment(index)
    there = [bits >> index & 1 == 1 for bits in sheet.guests]
    quorum = [_there(search, category, there) for category in search.kind.required]
    chair = _first(search.chairs, sheet.chairs, index)
    taker = _first(search.minute_takers, sheet.minute_takers, index)
    room = _first(search.rooms, sheet.rooms, index)
    return Slot(
        starts_at=starts_at,
        ends_at=starts_at + search.quarters * QUARTER,
        deadline=deadline_of(search, starts_at),
        quorum=quorum,
        missing=[
            Named(guest.id, guest.name)
            for guest, comes in zip(search.guests, there, strict=True)
            if not comes
        ],
        chair=chair,
        minute_taker=taker,
        room=room,
        reasons=[
            *(line.sentence for line in quorum if not line.met),
            *([] if chair else [_nobody(search.chairs, "chair")]),
            *_lacking(search, taker, room),
        ],
    )


def _lacking(search: Search, taker: Named | None, room: Named | None) -> list[str]:
    found = []
    if search.needs_minute_taker and taker is None:
        found.append(_nobody(search.minute_takers, "take the minutes"))
    if search.needs_room and room is None:
        found.append("No room that is large enough is free.")
    return found


def _first(who: Sequence[Helper | Place], bits: Sequence[int], index: int) -> Named | None:
    found = (one.named() for one, mask in zip(who, bits, strict=True) if mask >> index & 1)
    return next(found, None)


def _nobody(helpers: Sequence[Helper], act: str) -> str:
    if len(helpers) == 1:
        return f"{helpers[0].name} is not free to {act}."
    return f"Nobody who can {act} is free."


def _there(search: Search, category: AgencyCategory, there: Sequence[bool]) -> CategoryThere:
    words = CATEGORY_WORDS[category]
    wanted = _judged(search)
    able = [
        (guest, comes)
        for guest, comes in zip(search.guests, there, strict=True)
        if any(decides(guest, category, child) for child in wanted)
    ]
    met = all(
        any(comes and decides(guest, category, child) for guest, comes in able) for child in wanted
    )
    if met:
        return CategoryThere(category, met, f"{words} can be there.")
    away = [guest.name for guest, comes in able if not comes]
    if not away:
        everyone = " for every child" if search.children else ""
        return CategoryThere(
            category, met, f"{words} is not invited with authority to decide{everyone}."
        )
    verb = "is" if len(away) == 1 else "are"
    return CategoryThere(category, met, f"{words}: {' and '.join(away)} {verb} not free.")
