"""Clocks of a concern: told before what is due, and once when it is late.

They hang on what they are counted from; `until_at` of the fact is when the clock itself ends.
"""

from datetime import datetime, timedelta

from planning.clock import london_date
from planning.reminders.rules.hours import opening, working_days_after, working_days_before
from planning.reminders.rules.kinds import BREATH, Fact, Look, Occasions, Profiles, Rule

LONG_AGO = timedelta(days=60)
_AN_INSTANT = timedelta(microseconds=1)


def _due(fact: Fact, profiles: Profiles, lead: int) -> list[datetime]:
    if fact.until_at is None:
        return []
    due = london_date(fact.until_at - _AN_INSTANT)
    days = working_days_before(profiles.now, due, lead), working_days_after(profiles.now, due, 1)
    return [opening(day) for day in days]


def _conference(fact: Fact, profiles: Profiles) -> list[datetime]:
    return _due(fact, profiles, profiles.now.reminders.conference_working_days)


def _full_meeting(fact: Fact, profiles: Profiles) -> list[datetime]:
    return _due(fact, profiles, profiles.now.reminders.next_date_working_days)


def _rule(occasions: Occasions) -> Rule:
    return Rule(occasions, lambda _profile, now: [Look(now, now - BREATH)], behind=LONG_AGO)


CONFERENCE = _rule(_conference)
FULL_MEETING = _rule(_full_meeting)
