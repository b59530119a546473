"""The Europe/London time zone as a calendar component with rules."""

from datetime import datetime, timedelta

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from planning.clock import LONDON

_GMT = timedelta(0)
_BST = timedelta(hours=1)


def london() -> Timezone:
    """A VTIMEZONE with two yearly rules.

    `add_missing_timezones()` would write lists of dates that Outlook handles badly and whose
    summer time starts an hour late (design: calendar, Out).
    """
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    zone.add_component(_change(TimezoneDaylight(), "BST", month=3, day=29, hour=1, before=_GMT))
    zone.add_component(_change(TimezoneStandard(), "GMT", month=10, day=25, hour=2, before=_BST))
    return zone


def _change(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    *,
    month: int,
    day: int,
    hour: int,
    before: timedelta,
) -> TimezoneDaylight | TimezoneStandard:
    part.add("dtstart", datetime(1970, month, day, hour))  # noqa: DTZ001 - local by definition
    part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
    part.add("tzname", name)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", _BST - before)
    return part
