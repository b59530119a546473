"""Signatures that are awaited, questions about them, conditions of them."""

from datetime import datetime

from planning.errors import Blocker
from planning.reminders.rules.chasing import PAUSE, clock_words
from planning.reminders.rules.hours import after, ago, ahead, opening, working_days_before
from planning.reminders.rules.kinds import BREATH, Fact, Look, Profiles, Rule
from planning.reminders.rules.records import LONG_AGO, late_occasions

TIMES = 3
CONDITION_WORKING_DAYS = 2
"""Before the day by which a condition has to be met."""
TIMES_LATE = 3


def _waiting(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Each so many working days after it was asked."""
    days = profiles.now.signing.remind_working_days
    return [after(profiles.now, fact.moment, days * count) for count in range(1, TIMES + 1)]


def _question(fact: Fact, profiles: Profiles) -> list[datetime]:
    """The lead is told of it soon, and reminded as signatories are."""
    return [fact.moment, *_waiting(fact, profiles)]


def _condition(fact: Fact, profiles: Profiles) -> list[datetime]:
    """Before it is due, unless it was set later than that; late, each working week."""
    before = opening(working_days_before(profiles.now, fact.day, CONDITION_WORKING_DAYS))
    late = late_occasions(fact, profiles, range(TIMES_LATE))
    return [before, *late] if fact.since_at < before else late


SIGN_OFF = Rule(
    _waiting,
    lambda profile, now: [Look(ago(profile, now, profile.signing.remind_working_days), now)],
    behind=LONG_AGO,
)
SIGN_OFF_QUESTION = Rule(
    _question,
    lambda _profile, now: [Look(now, now - BREATH)],
    behind=LONG_AGO,
)
CONDITION = Rule(
    _condition,
    lambda profile, now: [Look(ahead(profile, now, CONDITION_WORKING_DAYS), now - BREATH)],
    behind=LONG_AGO,
    dated=True,
)


def chasing_signatories_blockers(
    waiting: int, people: int, last_at: datetime | None, now: datetime
) -> list[Blocker]:
    """Why nobody can be reminded of a plan now."""
    if not waiting:
        return [Blocker("No agency’s answer is awaited: there is nobody to remind.")]
    if last_at and now < last_at + PAUSE:
        return [
            Blocker(
                f"They were reminded at {clock_words(last_at)}."
                f" You can remind them again at {clock_words(last_at + PAUSE)}."
            )
        ]
    if not people:
        return [
            Blocker(
                "Mail reaches nobody who may sign. Ring the agencies, or have an administrator"
                " put somebody on their lists of signatories."
            )
        ]
    return []
