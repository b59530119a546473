"""What is due now, of all that waits for a person. A new kind is one entry of `RULES`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planning.clock import london_date
from planning.procedures.rules import Profile
from planning.reminders.rules import clocks, ladder, meetings, records, signing, support
from planning.reminders.rules.hours import is_open
from planning.reminders.rules.kinds import SOON, Fact, Kind, Look, Profiles, Rule

RULES: dict[Kind, Rule] = {
    Kind.ANSWER: meetings.ANSWER,
    Kind.INSTEAD: meetings.INSTEAD,
    Kind.COMING: meetings.COMING,
    Kind.QUORUM: meetings.QUORUM,
    Kind.CLOSE: meetings.CLOSE,
    Kind.APPROVE: records.APPROVE,
    Kind.READ: records.READ,
    Kind.CORRECT: records.CORRECT,
    Kind.ACTION: records.ACTION,
    Kind.ACTION_LEFT: records.ACTION_LEFT,
    Kind.NEXT_DATE: records.NEXT_DATE,
    Kind.FOLLOW_UP: records.FOLLOW_UP,
    Kind.DEBT: records.DEBT,
    Kind.REVIEW: records.REVIEW,
    Kind.HAND_OVER: records.HAND_OVER,
    Kind.CONFERENCE: clocks.CONFERENCE,
    Kind.FULL_MEETING: clocks.FULL_MEETING,
    Kind.ESCALATION: ladder.ESCALATION,
    Kind.SIGN_OFF: signing.SIGN_OFF,
    Kind.SIGN_OFF_QUESTION: signing.SIGN_OFF_QUESTION,
    Kind.CONDITION: signing.CONDITION,
    Kind.SUPPORT_CONTACT: support.SUPPORT_CONTACT,
    Kind.SUPPORT_REVIEW: support.SUPPORT_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Window:
    """Where to look for what may be due: times of one kind, and since when they wait.

    `day` leaves out people who had the digest of that day.
    """

    kind: Kind
    from_at: datetime | None
    until_at: datetime | None
    from_on: date | None
    until_on: date | None
    since_before: datetime
    day: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to tell: the how-manieth time, and when again unless it is done by then."""

    fact: Fact
    number: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What one mail tells of; `day` when it is that day's digest."""

    due: list[Due]
    day: date | None


def windows(profile: Profile, now: datetime) -> list[Window]:
    """Where to look now: everywhere in working hours, at other hours what is near."""
    near = [_near(kind, rule, now) for kind, rule in RULES.items() if rule.lapses]
    if not is_open(profile, now):
        return near
    return [
        *near,
        *(
            _all(kind, rule, look, now)
            for kind, rule in RULES.items()
            for look in rule.looks(profile, now)
        ),
    ]


def _near(kind: Kind, rule: Rule, now: datetime) -> Window:
    return Window(kind, now, now + SOON, None, None, now - rule.wait, None)


def _all(kind: Kind, rule: Rule, look: Look, now: datetime) -> Window:
    earliest, day = now - rule.behind, london_date(now)
    if rule.dated:
        dates = london_date(earliest), london_date(look.latest)
        return Window(kind, None, None, *dates, look.before, day)
    return Window(kind, earliest, look.latest, None, None, look.before, day)


def to_tell(
    facts: Sequence[tuple[Fact, Profiles]], *, profile: Profile, now: datetime, digested: bool
) -> Telling:
    """What to put into one mail now; nothing due is an empty list.

    In working hours the first mail of a day tells everything and is its digest; any other mail
    only what is near.
    """
    due = [found for fact, profiles in facts if (found := due_now(fact, profiles, now))]
    if is_open(profile, now) and not digested:
        return Telling(due, london_date(now))
    return Telling([one for one in due if is_near(one.fact, now)], None)


def due_now(fact: Fact, profiles: Profiles, now: datetime) -> Due | None:
    """The reminder of this fact that is due and was not sent, if any."""
    rule = RULES[fact.kind]
    if rule.lapses and fact.moment <= now:
        return None
    occasions = occasions_of(fact, profiles)
    passed = sum(at <= now for at in occasions)
    if passed <= fact.told or (fact.chased_at and occasions[passed - 1] <= fact.chased_at):
        return None
    return Due(fact, passed, occasions[passed] if passed < len(occasions) else None)


def occasions_of(fact: Fact, profiles: Profiles) -> list[datetime]:
    """When it is told, in order; never sooner than a while after it began."""
    rule = RULES[fact.kind]
    return [max(at, fact.since_at + rule.wait) for at in rule.occasions(fact, profiles)]


def is_near(fact: Fact, now: datetime) -> bool:
    """Whether it cannot wait for working hours."""
    return RULES[fact.kind].lapses and fact.moment - now <= SOON


def is_shown(fact: Fact, profiles: Profiles, now: datetime) -> bool:
    """Whether pages show it: from its first occasion on, told or not."""
    rule = RULES[fact.kind]
    over = rule.lapses and fact.moment <= now
    return not over and any(at <= now for at in occasions_of(fact, profiles))
