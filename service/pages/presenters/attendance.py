"""Attendance in words: what no quorum owes."""

from datetime import date, datetime

from planning.clock import today
from planning.meetings.queries import FollowUp, MeetingSeen
from service.pages.presenters.dates import day, deadline


def follow_up_hint(meeting: MeetingSeen) -> str:
    """By when the procedures expect a meeting without quorum to be followed up."""
    return f"Expected by {day(meeting.follow_up_expected)}. For example, 27 3 2026"


def follow_up_words(found: FollowUp, now: datetime, closed: frozenset[date]) -> str:
    """By when it is owed and for whom, or that it was held."""
    due = deadline(found.on or found.expected_on, today(now), closed)
    if not found.is_owed:
        return f"Due by {due.date}. Nothing that you see is owed any more."
    whom = f" for {', '.join(found.owed_for)}" if found.owed_for else ""
    late = (
        f" The procedures expect it by {day(found.expected_on)}."
        if found.is_later_than_expected
        else ""
    )
    return f"Owed{whom} by {due.date}, {due.rest}.{late}"
