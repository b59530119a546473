"""Leave and busy times, in London's local time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import msgspec

from planning.clock import end_of_day, in_london, london_date, odd_hour
from planning.errors import Blocker

LONGEST = timedelta(days=400)
FURTHEST = timedelta(days=3 * 366)
MOST_IMPORTED = 5000


class AbsenceKind(StrEnum):
    """Why time is taken, as far as a diary says; what is imported says nothing."""

    LEAVE = "leave"
    BUSY = "busy"
    IMPORTED = "imported"


class NewAbsence(msgspec.Struct, frozen=True):
    """Whole days when no time is given, both included; else from one moment to the other."""

    kind: AbsenceKind
    from_on: date
    until_on: date
    starts: time | None = None
    ends: time | None = None


class Taken(msgspec.Struct, frozen=True, order=True):
    """A span of time, without a word about it."""

    starts_at: datetime
    ends_at: datetime


def taken(new: NewAbsence) -> Taken:
    """The absence as moments; a whole day of a clock change has 23 or 25 hours."""
    return Taken(
        in_london(new.from_on, new.starts or time(0)),
        in_london(new.until_on, new.ends) if new.ends else end_of_day(new.until_on),
    )


def absence_faults(new: NewAbsence, now: datetime) -> list[Blocker]:
    """Everything that is wrong with an absence as typed."""
    if new.kind is AbsenceKind.IMPORTED:
        return [Blocker("Choose leave or busy.", "kind")]
    span = taken(new)
    faults = [
        *(odd_hour(new.from_on, new.starts, "starts") if new.starts else []),
        *(odd_hour(new.until_on, new.ends, "ends") if new.ends else []),
    ]
    if span.ends_at <= span.starts_at:
        field = "ends" if new.from_on == new.until_on else "until_on"
        faults.append(Blocker("Enter an end after the start.", field))
    elif span.ends_at <= now:
        faults.append(Blocker("Enter an end in the future.", "until_on"))
    if span.ends_at - span.starts_at > LONGEST:
        faults.append(Blocker("Enter at most 400 days at once.", "until_on"))
    if new.from_on > london_date(now) + FURTHEST:
        faults.append(Blocker("Enter a start within the next three years.", "from_on"))
    return faults


def merged(spans: Sequence[Taken]) -> list[Taken]:
    """The same time in as few spans as possible, so that nothing tells one entry from another."""
    found: list[Taken] = []
    for span in sorted(spans):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Taken(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        elif span.ends_at > span.starts_at:
            found.append(span)
    return found


def import_faults(spans: Sequence[Taken]) -> list[Blocker]:
    """A diary has room for so many spans and no more."""
    if len(spans) <= MOST_IMPORTED:
        return []
    return [
        Blocker(
            f"The calendar holds more than {MOST_IMPORTED:,} busy times. Export a shorter period.",
            "file",
        )
    ]
