"""Before and on the day of a meeting: answers, the day before, quorum, closing."""

from datetime import datetime, timedelta

from planning.clock import london_date
from planning.procedures.rules import Profile, decisions_out_due
from planning.reminders.rules.hours import ahead, opening, working_days_after, working_days_before
from planning.reminders.rules.kinds import BREATH, Fact, Look, Profiles, Rule

APART = timedelta(hours=4)
"""Sooner than that after the last word about a meeting, another is not worth a mail."""
FAR = timedelta(days=60)
LONG_AGO = timedelta(days=30)
"""A worker that was down longer than that tells nobody what pages have shown meanwhile."""
LATE_TOLD = 3


def _unanswered(fact: Fact, profiles: Profiles) -> list[datetime]:
    """After the hours of the profile, sooner when the meeting is near, and the day before."""
    leads = profiles.now.reminders
    day_before = fact.moment - timedelta(hours=leads.meeting_hours)
    asked = fact.since_at + timedelta(hours=leads.answer_hours)
    first = min(asked, day_before)
    return [first, day_before] if day_before >= first + APART else [first]


def _coming(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Who accepted shortly before or later knows."""
    at = fact.moment - timedelta(hours=profiles.now.reminders.meeting_hours)
    return [at] if fact.since_at < at - APART else []


def _not_quorate(fact: Fact, profiles: Profiles) -> list[datetime]:
    """On the morning of the working day before."""
    day = working_days_before(profiles.now, london_date(fact.moment), 1)
    return [opening(day)]


def _not_closed(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Soon after its end, on the day decisions are due out, and on working days after that."""
    due = decisions_out_due(profiles.then, fact.moment)
    late = [working_days_after(profiles.now, due, days) for days in range(1, LATE_TOLD + 1)]
    return [fact.moment, *map(opening, [due, *late])]


def _where_unanswered(profile: Profile, now: datetime) -> list[Look]:
    leads = profile.reminders
    return [
        Look(now + timedelta(hours=leads.meeting_hours), now - BREATH),
        Look(now + FAR, now - timedelta(hours=leads.answer_hours)),
    ]


ANSWER = Rule(_unanswered, _where_unanswered, lapses=True)
INSTEAD = Rule(_unanswered, _where_unanswered, lapses=True)
"""Who declined is asked for a deputy or a contribution as those who have not answered."""
COMING = Rule(
    _coming,
    lambda profile, now: [Look(now + timedelta(hours=profile.reminders.meeting_hours), now)],
    wait=timedelta(0),
    lapses=True,
)
QUORUM = Rule(
    _not_quorate,
    lambda profile, now: [Look(ahead(profile, now, 1), now - BREATH)],
    lapses=True,
)
CLOSE = Rule(_not_closed, lambda _profile, now: [Look(now, now - BREATH)], behind=LONG_AGO)
