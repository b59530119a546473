"""Before a stage of an escalation moves up."""

from datetime import datetime, timedelta

from planning.clock import london_date
from planning.reminders.rules.hours import opening
from planning.reminders.rules.kinds import BREATH, SOON, Fact, Look, Profiles, Rule


def _escalation(fact: Fact, profiles: Profiles) -> list[datetime]:
    """On the morning of its last day; of what began that day, some hours before its end."""
    morning = opening(london_date(fact.moment - timedelta.resolution))
    if fact.since_at <= morning - BREATH:
        return [morning]
    return [fact.moment - timedelta(hours=profiles.now.reminders.escalation_hours)]


ESCALATION = Rule(_escalation, lambda _profile, now: [Look(now + SOON, now - BREATH)], lapses=True)
