"""The slots in which a batch is placed, and the moments that they are in England."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from planning.clock import LONDON, in_london, is_working_day, london_date
from planning.diaries.rules.hours import DEFAULT_HOURS, HoursSpan
from planning.errors import Blocker
from planning.surge.forms.problem import Day, Grid
from planning.surge.rules.batches import BatchRules, Pin

OPENS, CLOSES = DEFAULT_HOURS[0].starts, DEFAULT_HOURS[0].ends
"""The partnership's day: what is taken for granted of everybody's."""
WIDE, NARROW = 30, 15
SATURDAY = 5
FURTHEST_DAYS = 120


def slot_minutes(rules: BatchRules) -> int:
    """Half hours, and quarter hours for meetings that half hours do not make up."""
    return NARROW if rules.minutes % WIDE else WIDE


def is_meeting_day(day: date, rules: BatchRules, closed: frozenset[date]) -> bool:
    """A working day, or a Saturday of a batch that uses them."""
    return is_working_day(day, closed) or (
        rules.saturdays and day.weekday() == SATURDAY and day not in closed
    )


def grid_of(rules: BatchRules, closed: frozenset[date], now: datetime, days: int) -> Grid:
    """So many days from tomorrow on: whoever is invited needs to hear of it."""
    minutes, found, on = slot_minutes(rules), list[Day](), london_date(now)
    slots = _minutes(CLOSES) - _minutes(OPENS)
    while len(found) < days:
        on += timedelta(days=1)
        if is_meeting_day(on, rules, closed):
            found.append(Day(on.isoformat(), len(found) * slots // minutes, slots // minutes))
    return Grid(minutes, tuple(found))


def dates_of(grid: Grid) -> list[date]:
    """The days of a grid that has a calendar."""
    return [date.fromisoformat(day.date) for day in grid.days if day.date]


def day_of(grid: Grid, slot: int) -> Day:
    """The day that a slot is on."""
    return next(day for day in grid.days if day.first <= slot < day.end)


def moment_of(grid: Grid, slot: int) -> datetime:
    """When a slot begins."""
    day = day_of(grid, slot)
    minutes = _minutes(OPENS) + (slot - day.first) * grid.slot_minutes
    return in_london(date.fromisoformat(day.date or ""), time(*divmod(minutes, 60)))


def slot_of(grid: Grid, moment: datetime) -> int | None:
    """The slot that begins at a moment; `None` when none does."""
    local = moment.astimezone(LONDON)
    past, part = divmod(_minutes(local.time()) - _minutes(OPENS), grid.slot_minutes)
    return (
        next(
            (
                day.first + past
                for day in grid.days
                if day.date == local.date().isoformat() and 0 <= past < day.slots
            ),
            None,
        )
        if not part and not local.second and not local.microsecond
        else None
    )


def day_hours(rules: BatchRules, week: Sequence[HoursSpan]) -> list[HoursSpan]:
    """A person's week; on the Saturdays of a batch everybody works the partnership's hours."""
    more = [HoursSpan(SATURDAY + 1, OPENS, CLOSES)] if rules.saturdays else []
    return [*week, *more]


def pin_faults(
    pin: Pin, rules: BatchRules, closed: frozenset[date], now: datetime
) -> list[Blocker]:
    """Why a batch cannot hold a meeting to that time."""
    starts, minutes = _minutes(pin.starts), slot_minutes(rules)
    faults = []
    if pin.on <= london_date(now) or pin.on > london_date(now) + timedelta(days=FURTHEST_DAYS):
        faults.append(Blocker("Enter a day from tomorrow on, within the next 120 days.", "on"))
    elif not is_meeting_day(pin.on, rules, closed):
        faults.append(Blocker("Enter a working day. Nobody meets on that one.", "on"))
    if starts % minutes or pin.starts.second or pin.starts.microsecond:
        words = "hour or half hour" if minutes == WIDE else "quarter hour"
        faults.append(Blocker(f"Enter a start on the {words}.", "starts"))
    elif not _minutes(OPENS) <= starts <= _minutes(CLOSES) - rules.minutes:
        faults.append(Blocker("Enter a start so that it ends between 9am and 5pm.", "starts"))
    return faults


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
