"""Before and on the day of a meeting: answers, the day before, quorum, closing."""

from datetime import datetime, timedelta

from planning.clock import london_date
from planning.procedures.rules import decisions_out_due
from planning.reminders.rules.hours import opening, working_days_after, working_days_before
from planning.reminders.rules.kinds import Fact, Profiles, Rule

BREATH = timedelta(hours=1)
"""Nobody is reminded sooner than that after being asked."""
APART = timedelta(hours=4)
"""A second reminder to answer is not worth a mail sooner than that after the first."""
FAR = timedelta(days=60)
LONG_AGO = timedelta(days=30)
"""A worker that was down longer than that tells nobody what pages have shown meanwhile."""
LATE_TOLD = 3


def _unanswered(fact: Fact, profiles: Profiles) -> list[datetime]:
    """After the hours of the profile, sooner when the meeting is near, and the day before."""
    leads = profiles.now.reminders
    day_before = fact.moment - timedelta(hours=leads.meeting_hours)
    asked = fact.since_at + timedelta(hours=leads.answer_hours)
    first = max(fact.since_at + BREATH, min(asked, day_before))
    return [first, day_before] if day_before >= first + APART else [first]


def _coming(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Who accepted later than that knows."""
    at = fact.moment - timedelta(hours=profiles.now.reminders.meeting_hours)
    return [at] if fact.since_at < at else []


def _not_quorate(fact: Fact, profiles: Profiles) -> list[datetime]:
    """On the morning of the working day before, or soon after convening later than that."""
    day = working_days_before(profiles.now, london_date(fact.moment), 1)
    return [max(opening(day), fact.since_at + BREATH)]


def _not_closed(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Soon after its end, on the day decisions are due out, and on working days after that."""
    due = decisions_out_due(profiles.then, fact.moment)
    late = [working_days_after(profiles.now, due, days) for days in range(1, LATE_TOLD + 1)]
    return [fact.moment + BREATH, *map(opening, [due, *late])]


ANSWER = Rule(_unanswered, ahead=FAR, behind=timedelta(0), wait=BREATH, lapses=True)
COMING = Rule(_coming, ahead=FAR, behind=timedelta(0), lapses=True)
QUORUM = Rule(_not_quorate, ahead=timedelta(days=10), behind=timedelta(0), wait=BREATH, lapses=True)
CLOSE = Rule(_not_closed, ahead=timedelta(0), behind=LONG_AGO, wait=BREATH)
