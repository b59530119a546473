"""By when a stage is answered, and when it moves up (design: Fine points, Escalation)."""

from datetime import date, datetime, time, timedelta

import msgspec

from planning.clock import add_working_days, end_of_day, in_london, london_date
from planning.procedures.rules import Profile, escalation_due

AT_LEAST = timedelta(hours=4)
MOVES_UP = time(9, 0)


class StageClock(msgspec.Struct, frozen=True):
    """`due_at` is the first moment that is too late, on or after the end of `due_on`'s business."""

    due_on: date
    due_at: datetime
    moves_up_at: datetime


def stage_clock(profile: Profile, stage: int, started_at: datetime, *, urgent: bool) -> StageClock:
    """The clock of a stage that starts now; urgent ones have elapsed hours, on any day."""
    if urgent:
        due_at = max(end_of_day(london_date(started_at)), started_at + AT_LEAST)
        return StageClock(london_date(due_at - timedelta.resolution), due_at, due_at)
    due_on = escalation_due(profile, stage, started_at)
    next_day = add_working_days(due_on, 1, profile.closed_days)
    return StageClock(due_on, end_of_day(due_on), in_london(next_day, MOVES_UP))
