"""A person's working week, in London's local time."""

from collections.abc import Sequence
from datetime import time
from itertools import pairwise

import msgspec

from planning.errors import Blocker

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60
MOST_SPANS = 50
_NOON_HOUR = 12


class HoursSpan(msgspec.Struct, frozen=True, order=True):
    """Work on a weekday (1 is Monday); an end of 00:00 is the midnight that ends the day."""

    weekday: int
    starts: time
    ends: time

    @property
    def starts_minute(self) -> int:
        """Minutes of the day at the start."""
        return self.starts.hour * 60 + self.starts.minute

    @property
    def ends_minute(self) -> int:
        """Minutes of the day at the end, up to 1440."""
        return self.ends.hour * 60 + self.ends.minute or DAY_MINUTES


DEFAULT_HOURS = [HoursSpan(weekday, time(9), time(17)) for weekday in range(1, 6)]
"""What is taken for granted of somebody who has not said."""


class StoredSpan(msgspec.Struct, frozen=True):
    """A span as it is stored, in minutes of the day."""

    weekday: int
    starts_minute: int
    ends_minute: int

    def span(self) -> HoursSpan:
        """The same in times of day."""
        return HoursSpan(self.weekday, _time_of(self.starts_minute), _time_of(self.ends_minute))


def week_of(stored: Sequence[StoredSpan], *, said: bool) -> list[HoursSpan]:
    """A person's week; the usual one of somebody who has not said."""
    return [span.span() for span in stored] if said else DEFAULT_HOURS


def hours_faults(spans: Sequence[HoursSpan]) -> list[Blocker]:
    """What is wrong with a week, day by day; overlaps name both spans."""
    if len(spans) > MOST_SPANS:
        return [Blocker(f"Enter at most {MOST_SPANS} spans.", "hours")]
    if any(not 1 <= span.weekday <= len(WEEKDAYS) for span in spans):
        return [Blocker("Choose a day of the week, from 1 for Monday to 7 for Sunday.", "hours")]
    ordered = sorted(spans)
    return [
        *(
            Blocker(f"{_words(span)}: enter an end after the start.", field_of(span.weekday))
            for span in ordered
            if span.ends_minute <= span.starts_minute
        ),
        *(
            Blocker(
                f"{_words(one)} and {span_words(other)} overlap. Change one of them.",
                field_of(one.weekday),
            )
            for one, other in pairwise(ordered)
            if one.weekday == other.weekday and other.starts_minute < one.ends_minute
        ),
    ]


def field_of(weekday: int) -> str:
    """The name of a weekday's input."""
    return WEEKDAYS[weekday - 1].lower()


def span_words(span: HoursSpan) -> str:
    """9am to 12:30pm."""
    return f"{clock_words(span.starts)} to {clock_words(span.ends)}"


def clock_words(at: time) -> str:
    """9am, 12:30pm, midday, midnight."""
    if at.minute == 0 and at.hour % _NOON_HOUR == 0:
        return "midday" if at.hour else "midnight"
    half = "pm" if at.hour >= _NOON_HOUR else "am"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % _NOON_HOUR or _NOON_HOUR}{minutes}{half}"


def _time_of(minute: int) -> time:
    return time(*divmod(minute % DAY_MINUTES, 60))


def _words(span: HoursSpan) -> str:
    return f"{WEEKDAYS[span.weekday - 1]}: {span_words(span)}"
