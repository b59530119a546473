"""What a key worker owes a child: contact that was missed, and what of a plan is due."""

from datetime import datetime, timedelta

from planning.reminders.rules.hours import opening
from planning.reminders.rules.kinds import BREATH, Fact, Look, Profiles, Rule

LONG_AGO = timedelta(days=60)
"""For so long, something that was due is still told."""
THIS_WEEK = timedelta(days=7)
SOON = timedelta(days=3)


def _contact(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Once in each week, on its Monday: it hangs on that Monday."""
    return [opening(fact.day)]


def _due(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Three days before, and on the day after."""
    return [opening(fact.day - SOON), opening(fact.day + timedelta(days=1))]


SUPPORT_CONTACT = Rule(
    _contact, lambda _profile, now: [Look(now, now - BREATH)], behind=THIS_WEEK, dated=True
)
SUPPORT_REVIEW = Rule(
    _due, lambda _profile, now: [Look(now + SOON, now - BREATH)], behind=LONG_AGO, dated=True
)
