"""What was forecast and what happened, by week (review §4.33).

A week is Monday to Sunday. The forecast is spread evenly over the working days of the surge.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from planning.clock import monday, working_days_between
from planning.support.rules.contact import Promise
from planning.surge.forecast import SURGE_DAYS

WEEK = timedelta(days=7)
WEEKS_AT_MOST = 104


class ContactsMade(msgspec.Struct, frozen=True):
    """Contacts in a week, children supported for the whole of it, and how many had enough."""

    week_on: date
    contacts: int
    children: int
    children_met: int


class WeekFigures(msgspec.Struct, frozen=True):
    """One week; `None`: nothing was forecast or promised for it, or it has not begun.

    `promised` are contacts with all children supported for the whole week.
    """

    week_on: date
    meetings_forecast: int | None
    meetings: int | None
    promised: int | None
    contacts: int | None
    children: int | None
    children_met: int | None


def forecast_by(day: date, *, live_on: date, meetings: int, closed_days: frozenset[date]) -> int:
    """Meetings to expect from go-live up to and with a date, rounded up."""
    days = min(max(working_days_between(live_on, day, closed_days), 0), SURGE_DAYS)
    return -(-meetings * days // SURGE_DAYS)


def forecast_weeks(
    *, live_on: date, meetings: int, closed_days: frozenset[date]
) -> dict[date, int]:
    """Meetings to expect in each week of the surge, by its Monday; together the whole forecast."""
    found: dict[date, int] = {}
    week, before = monday(live_on), 0
    while working_days_between(live_on, week - timedelta(days=1), closed_days) < SURGE_DAYS:
        total = forecast_by(
            week + WEEK - timedelta(days=1),
            live_on=live_on,
            meetings=meetings,
            closed_days=closed_days,
        )
        found[week] = total - before
        week, before = week + WEEK, total
    return found


def weeks_since(
    *,
    live_on: date,
    until_on: date,
    forecast: Mapping[date, int],
    meetings: Mapping[date, int],
    contacts: Sequence[ContactsMade],
    promise: Promise,
) -> list[WeekFigures]:
    """Every week from go-live to the end of the surge, or to the end of what happened if later."""
    made = {one.week_on: one for one in contacts}
    first, running = monday(live_on), monday(until_on)
    count = (max([running, *forecast]) - first).days // 7 + 1
    weeks = [first + WEEK * number for number in range(min(count, WEEKS_AT_MOST))]
    return [
        WeekFigures(
            week_on=week,
            meetings_forecast=forecast.get(week),
            meetings=meetings.get(week, 0) if week <= running else None,
            promised=_promised(made.get(week), week, promise, running),
            contacts=made[week].contacts if week in made else None,
            children=made[week].children if week in made else None,
            children_met=made[week].children_met
            if week in made and _promised(made[week], week, promise, running) is not None
            else None,
        )
        for week in weeks
    ]


def _promised(made: ContactsMade | None, week: date, promise: Promise, running: date) -> int | None:
    """What a whole week owed its children; `None` of the one that runs, or before the promise."""
    since = promise.since or week
    if made is None or not promise.contacts * made.children or week < since or week >= running:
        return None
    return promise.contacts * made.children
