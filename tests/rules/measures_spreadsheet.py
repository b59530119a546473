"""Every measure worked out slowly from plain rows, as somebody would in a spreadsheet.

Nothing of the rules is used here: days are counted one by one, shares are fractions.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FREE = holidays.country_holidays("GB", subdiv="ENG", years=range(2024, 2028))
STARTS = {"s47_initiated_joint", "s47_initiated_social_care", "s47_initiated_police"}
ENDS_WITHOUT = {"s47_concluded_without_conference", "s47_concluded_not_substantiated"}
HANDED = {"transferred", "redirected"}


@dataclass
class Rules:
    """One version of the procedure."""

    target: int
    limit: int
    minutes: int
    conference: int
    red_run: int
    red_days: int
    unanswered: int


@dataclass
class Meeting:
    """One child at one meeting, as it stands after corrections."""

    held: datetime
    entered: datetime
    outcome: str
    kind: str
    rules: int
    decided: datetime
    minutes: int
    agencies: int
    children: int
    reason: str | None = None
    next_on: date | None = None
    approved: datetime | None = None
    absent: list[str] = field(default_factory=list)
    quorate: bool = True
    there: dict[str, bool] = field(default_factory=dict)
    emergency: bool = False
    corrected: bool = False
    accepted: bool | None = None
    answered_on: date | None = None

    @property
    def day(self) -> date:
        return self.held.astimezone(LONDON).date()


@dataclass
class Child:
    """A concern, its meetings in any order."""

    team: str
    meetings: list[Meeting]
    reviews: list[datetime] = field(default_factory=list)
    conferences: list[tuple[date, date, datetime]] = field(default_factory=list)
    stages: list[tuple[int, datetime, datetime, datetime | None]] = field(default_factory=list)
    operation: str | None = None

    @property
    def in_order(self) -> list[Meeting]:
        return sorted(self.meetings, key=lambda one: (one.held, one.entered))


@dataclass
class Row:
    """One thing that is counted."""

    measure: str
    part: str
    month: date
    kind: str
    child: Child
    minutes: Fraction = Fraction(0)


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in FREE


def after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


def days_between(start: date, end: date) -> int:
    return sum(works(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), LONDON).astimezone(UTC)


def decision_day(one: Meeting) -> date | None:
    if one.outcome == "adjourned_no_decision":
        return None
    if one.outcome in HANDED:
        return one.answered_on if one.accepted else None
    return one.day


def red(before: list[Meeting], day: date, all_rules: dict[int, Rules]) -> bool:
    if not before:
        return False
    rules = all_rules[before[-1].rules]
    run: list[Meeting] = []
    waiting: list[date] = []
    for one in before:
        answered = one.answered_on is not None and one.answered_on <= day
        if one.outcome == "adjourned_no_decision":
            run.append(one)
        elif one.outcome not in HANDED or (one.accepted and answered):
            run, waiting = [], []
        elif not answered or (one is before[-1] and not one.accepted):
            waiting.append(one.day)
    reasons = [one.reason for one in run if one.reason != "other"]
    return (
        len(run) >= rules.red_run
        or bool(run and days_between(run[0].day, day) > rules.red_days)
        or len(set(reasons)) < len(reasons)
        or bool(run and run[-1] is before[-1] and run[-1].next_on and run[-1].next_on < day)
        or bool(waiting and days_between(min(waiting), day) > rules.unanswered)
    )


def meeting_parts(
    child: Child, place: int, rules: dict[int, Rules], now: datetime
) -> list[tuple[str, str]]:
    ordered = child.in_order
    one, before = ordered[place], ordered[:place]
    own = rules[one.rules]
    adjourned = one.outcome == "adjourned_no_decision"
    target, limit = (
        after(one.decided.astimezone(LONDON).date(), n) for n in (own.target, own.limit)
    )
    due = after(one.day, own.minutes)
    done = one.approved or now
    at_red = bool(
        before
        and before[-1].outcome in HANDED | {"adjourned_no_decision"}
        and red(before, one.day, rules)
    )
    reviewed = any(before[-1].held < at < one.held for at in child.reviews) if before else False
    return [
        ("repeats", "repeat" if before and before[-1].reason else "other"),
        ("reasons", one.reason or "decided"),
        *(("absent", agency) for agency in one.absent),
        ("quorum", "quorate" if one.quorate else "not_quorate"),
        *(
            (f"quorum_{category}", "there" if there else "missing")
            for category, there in one.there.items()
        ),
        (
            "convened",
            "by_target" if one.day <= target else "by_limit" if one.day <= limit else "late",
        ),
        (
            "minutes",
            ("in_time" if one.approved else "open")
            if done < midnight_after(due)
            else "late",
        ),
        ("reviews", ("in_time" if reviewed else "late") if at_red else "other"),
        (
            "emergencies",
            ("emergency" if one.emergency else "reviewed") if at_red and adjourned else "other",
        ),
        ("corrections", "corrected" if one.corrected else "as_recorded"),
    ]  # fmt: skip


def longest(ordered: list[Meeting]) -> int:
    best = run = 0
    for one in ordered:
        if one.outcome == "adjourned_no_decision":
            run += 1
        elif decision_day(one):
            run = 0
        best = max(best, run)
    return best


def enquiries(ordered: list[Meeting]) -> list[list[Meeting]]:
    """Meetings from each start of an enquiry that a conference may come of, to the next start."""
    starts: list[int] = []
    running = False
    for place, one in enumerate(ordered):
        if one.outcome in STARTS and one.outcome != "s47_initiated_police" and not running:
            starts, running = [*starts, place], True
        elif one.outcome in ENDS_WITHOUT:
            starts, running = starts[:-1] if running else starts, False
        elif one.outcome == "s47_concluded_with_conference":
            running = False
    return [
        ordered[start : starts[number + 1] if number + 1 < len(starts) else None]
        for number, start in enumerate(starts)
    ]


def conference_part(
    child: Child, enquiry: list[Meeting], rules: dict[int, Rules], now: datetime
) -> str:
    start = enquiry[0].day
    recorded = sorted((at, met) for anchor, met, at in child.conferences if anchor == start)
    met_on = recorded[-1][1] if recorded else None
    last = max(one.day for one in enquiry if met_on is None or one.day <= met_on)
    count = rules[enquiry[0].rules].conference
    due, last_due = after(start, count), after(last, count)
    day = met_on or now.astimezone(LONDON).date()
    if met_on is None:
        return "open" if day <= due else "late_open" if day <= last_due else "late"
    return "in_time" if day <= due else "only_from_last" if day <= last_due else "late"


def spreadsheet(children: list[Child], rules: dict[int, Rules], now: datetime) -> list[Row]:
    """One row for everything that is counted."""
    rows = []
    for child in children:
        ordered = child.in_order
        if not ordered:
            continue
        first = ordered[0]
        start = first.day.replace(day=1)
        for place, one in enumerate(ordered):
            month = one.day.replace(day=1)
            for measure, part in meeting_parts(child, place, rules, now):
                rows.append(Row(measure, part, month, one.kind, child))
            if one.outcome == "adjourned_no_decision":
                cost = Fraction(one.minutes * one.agencies, one.children)
                rows.append(Row("hours", "", month, one.kind, child, cost))
        run = longest(ordered)
        part = "fewer" if run < 2 else "two" if run == 2 else "three"
        rows.append(Row("long_chains", part, start, first.kind, child))
        days = [day for day in map(decision_day, ordered) if day]
        end = min(days) if days else now.astimezone(LONDON).date()
        part = f"{'decided' if days else 'undecided'} {days_between(first.day, end)}"
        rows.append(Row("days", part, start, first.kind, child))
        for enquiry in enquiries(ordered):
            month = enquiry[0].day.replace(day=1)
            part = conference_part(child, enquiry, rules, now)
            rows.append(Row("conferences", part, month, enquiry[0].kind, child))
        for stage, at, due, answered in child.stages:
            month = at.astimezone(LONDON).date().replace(day=1)
            in_time = (answered or now) < due
            part = ("in_time" if answered else "open") if in_time else "late"
            rows.append(Row("escalations", f"{part}_{stage}", month, first.kind, child))
    return rows


def nearest_rank(days: list[int], per_cent: int) -> int:
    return sorted(days)[ceil(Fraction(per_cent * len(days), 100)) - 1]


def survivors(decided: list[int], undecided: list[int]) -> dict[int, Fraction]:
    share = Fraction(1)
    found = {}
    for day in sorted(set(decided)):
        at_risk = sum(one >= day for one in [*decided, *undecided])
        share *= 1 - Fraction(Counter(decided)[day], at_risk)
        found[day] = share
    return found
