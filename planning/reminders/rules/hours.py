"""When mail that is not urgent may leave: by day on working days, in England."""

from datetime import date, datetime, time

from planning.clock import (
    LONDON,
    add_working_days,
    end_of_day,
    in_london,
    is_working_day,
    london_date,
    subtract_working_days,
)
from planning.procedures.rules import Profile

OPENS, CLOSES = time(8, 0), time(18, 0)
"""Office hours: a mail at night is read in the morning, and on a private telephone until then."""


def is_open(profile: Profile, now: datetime) -> bool:
    """Whether a mail that is not urgent may leave now."""
    local = now.astimezone(LONDON)
    return is_working_day(local.date(), profile.closed_days) and OPENS <= local.time() < CLOSES


def opening(day: date) -> datetime:
    """When the working hours of a day begin."""
    return in_london(day, OPENS)


def working_days_after(profile: Profile, day: date, days: int) -> date:
    """The working day that many after a date."""
    return add_working_days(day, days, profile.closed_days)


def working_days_before(profile: Profile, day: date, days: int) -> date:
    """The working day that many before a date."""
    return subtract_working_days(day, days, profile.closed_days)


def ahead(profile: Profile, now: datetime, days: int) -> datetime:
    """The end of the working day that many after today: the reach of a lead time."""
    return end_of_day(working_days_after(profile, london_date(now), days))


def ago(profile: Profile, now: datetime, days: int) -> datetime:
    """The end of the working day that many before today."""
    return end_of_day(working_days_before(profile, london_date(now), days))


def after(profile: Profile, moment: datetime, days: int) -> datetime:
    """The opening of the working day that many after a moment's date."""
    return opening(working_days_after(profile, london_date(moment), days))
