"""After a meeting: its minutes, its actions, the next date."""

from datetime import datetime, timedelta

from planning.clock import london_date
from planning.procedures.rules import minutes_due
from planning.reminders.rules.hours import (
    after,
    ago,
    ahead,
    opening,
    working_days_after,
    working_days_before,
)
from planning.reminders.rules.kinds import BREATH, Fact, Look, Profiles, Rule

AGAIN_WORKING_DAYS = 5
"""What stays undone is told again after a working week."""
TIMES_LATE = 3
"""To its owner; then it is the chair's to chase."""
TIMES_LEFT = 2
MINUTES_AGAIN_WORKING_DAYS = 2
UNREAD_WORKING_DAYS = 2
REVIEW_WORKING_DAYS = (1, 2, 5)
"""After the day on which a chain turned red, or was adjourned at red in an emergency."""
HAND_OVER_WORKING_DAYS = (2, 5, 10)
"""After the meeting that handed a child over, while its receiver has not answered."""
LONG_AGO = timedelta(days=60)


def _to_approve(fact: Fact, profiles: Profiles) -> list[datetime]:
    due = minutes_due(profiles.then, fact.moment)
    lead = profiles.now.reminders.minutes_working_days
    late = [
        working_days_after(profiles.now, due, 1 + times * MINUTES_AGAIN_WORKING_DAYS)
        for times in range(TIMES_LATE)
    ]
    return [opening(day) for day in (working_days_before(profiles.now, due, lead), *late)]


def _to_read(fact: Fact, profiles: Profiles) -> list[datetime]:
    """When they have lain for a while, and before the time for corrections ends."""
    first = after(profiles.now, fact.moment, UNREAD_WORKING_DAYS)
    if fact.until_at is None:
        return [first]
    last = opening(working_days_before(profiles.now, london_date(fact.until_at), 1))
    return [first, last] if last > first else [first]


def _to_correct(fact: Fact, profiles: Profiles) -> list[datetime]:
    """When the first has waited for a while, before the time ends, and after it."""
    first = after(profiles.now, fact.since_at, UNREAD_WORKING_DAYS)
    last = opening(working_days_before(profiles.now, london_date(fact.moment), 1))
    late = [after(profiles.now, fact.moment, days) for days in (1, 1 + MINUTES_AGAIN_WORKING_DAYS)]
    return sorted({first, last, *late})


def _action(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Before it is due, unless it was given later than that; late, each working week."""
    lead = profiles.now.reminders.action_working_days
    before = opening(working_days_before(profiles.now, fact.day, lead))
    late = late_occasions(fact, profiles, range(TIMES_LATE))
    return [before, *late] if fact.since_at < before else late


def _action_left(fact: Fact, profiles: Profiles) -> list[datetime]:
    """A working week after its owner was told for the last time."""
    return late_occasions(fact, profiles, range(TIMES_LATE, TIMES_LATE + TIMES_LEFT))


def late_occasions(fact: Fact, profiles: Profiles, times: range) -> list[datetime]:
    """Each working week from the day after it was due."""
    return [
        opening(working_days_after(profiles.now, fact.day, 1 + count * AGAIN_WORKING_DAYS))
        for count in times
    ]


def _review(fact: Fact, profiles: Profiles) -> list[datetime]:
    """On the day by whose end it is owed, and when that has passed."""
    return [
        opening(working_days_after(profiles.now, fact.day, days)) for days in REVIEW_WORKING_DAYS
    ]


def _hand_over(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Before the chain is at risk, before it is red, and once more."""
    return [
        opening(working_days_after(profiles.now, fact.day, days)) for days in HAND_OVER_WORKING_DAYS
    ]


def _next_date(fact: Fact, profiles: Profiles) -> list[datetime]:
    lead = profiles.now.reminders.next_date_working_days
    before = working_days_before(profiles.now, fact.day, lead)
    return [opening(day) for day in (before, working_days_after(profiles.now, fact.day, 1))]


APPROVE = Rule(_to_approve, lambda _profile, now: [Look(now, now - BREATH)], behind=LONG_AGO)
READ = Rule(
    _to_read,
    lambda profile, now: [Look(ago(profile, now, UNREAD_WORKING_DAYS), now)],
    behind=timedelta(days=14),
)
CORRECT = Rule(
    _to_correct,
    lambda _profile, now: [Look(now + LONG_AGO, now - BREATH)],
    behind=LONG_AGO,
)
ACTION = Rule(
    _action,
    lambda profile, now: [
        Look(ahead(profile, now, profile.reminders.action_working_days), now - BREATH)
    ],
    behind=LONG_AGO,
    dated=True,
)
ACTION_LEFT = Rule(
    _action_left,
    lambda profile, now: [Look(ago(profile, now, TIMES_LATE * AGAIN_WORKING_DAYS), now)],
    behind=LONG_AGO,
    dated=True,
)
NEXT_DATE = Rule(
    _next_date,
    lambda profile, now: [
        Look(ahead(profile, now, profile.reminders.next_date_working_days), now - BREATH)
    ],
    behind=LONG_AGO,
    dated=True,
)
FOLLOW_UP = Rule(
    _next_date,
    lambda profile, now: [
        Look(ahead(profile, now, profile.reminders.next_date_working_days), now - BREATH)
    ],
    behind=LONG_AGO,
    dated=True,
)
"""A meeting without quorum is followed up as an adjournment is: by a date, with a meeting."""
DEBT = Rule(
    _action,
    lambda profile, now: [
        Look(ahead(profile, now, profile.reminders.action_working_days), now - BREATH)
    ],
    behind=LONG_AGO,
    dated=True,
)
"""What an emergency put off is told as an action is."""
REVIEW = Rule(
    _review,
    lambda profile, now: [Look(ago(profile, now, REVIEW_WORKING_DAYS[0]), now - BREATH)],
    behind=LONG_AGO,
    dated=True,
)
HAND_OVER = Rule(
    _hand_over,
    lambda profile, now: [Look(ago(profile, now, HAND_OVER_WORKING_DAYS[0]), now - BREATH)],
    behind=LONG_AGO,
    dated=True,
)
