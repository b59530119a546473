"""What a replay adds up to: the area's measures, of past meetings (design: Measures)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from math import ceil

import msgspec

from planning.chains.rules import Alert
from planning.clock import end_of_day, working_days_between
from planning.people.rules import CATEGORY_WORDS, AgencyCategory
from planning.procedures.rules import (
    HANDED_OVER,
    Outcome,
    Profile,
    conference_due,
    convene_limit,
    minutes_due,
)
from planning.replays.rules.histories import History, Sizes
from planning.replays.rules.rows import PastMeeting
from planning.replays.rules.turning import Course

MEDIAN, NINETIETH = 50, 90
NOT_SAID = "Not said"
_STARTS_CONFERENCE_CLOCK = frozenset(
    {Outcome.S47_INITIATED_JOINT, Outcome.S47_INITIATED_SOCIAL_CARE}
)


class Share(msgspec.Struct, frozen=True):
    """So many of so many."""

    count: int
    of: int


class Told(msgspec.Struct, frozen=True):
    """One chain as it is told: its history, its course, and how long its decision took."""

    history: History
    course: Course
    decided_on: date | None
    days_to_decision: int | None

    @property
    def team(self) -> str:
        """The last that the file names."""
        return next((met.team for met in reversed(self.history.met) if met.team), "")


class Totals(msgspec.Struct, frozen=True):
    """Figures of the whole file; hours and shares are of the rows that say what they need."""

    meetings: int
    children: int
    chains: int
    amber_or_red: int
    red: int
    undecided: int
    repeats: Share
    two_undecided: int
    three_undecided: int
    decided: int
    median_days: int | None
    ninetieth_days: int | None
    reasons: list[tuple[str, int]]
    absences: list[tuple[str, int]]
    agency_hours: float
    undecided_agency_hours: float
    hours_known: Share
    quorum: list[tuple[str, Share]]
    convened_in_time: Share
    minutes_in_time: Share
    conferences_in_time: Share
    conferences_by_last_meeting: Share


def told_of(history: History, course: Course, profile: Profile) -> Told:
    """A chain with the day of its first decision; a hand-over decides when it is accepted."""
    first = next((_decided(met) for met in history.met if _decided(met)), None)
    start = history.met[0].held_on
    days = working_days_between(start, first, profile.closed_days) if first else None
    return Told(history, course, first, days)


def totals_of(chains: Sequence[Told], profile: Profile, sizes: Sizes) -> Totals:
    """Add the chains up."""
    rows = [met for told in chains for met in told.history.met]
    adjourned = [met for met in rows if met.outcome is Outcome.ADJOURNED]
    days = sorted(told.days_to_decision for told in chains if told.days_to_decision is not None)
    with_hours = [met for met in rows if met.minutes and met.present]
    return Totals(
        meetings=len(rows),
        children=len({met.child for met in rows}),
        chains=len(chains),
        amber_or_red=sum(bool(told.course.turns) for told in chains),
        red=sum(bool(told.course.first(Alert.RED)) for told in chains),
        undecided=sum(told.course.run > 0 for told in chains),
        repeats=Share(sum(map(_repeats, chains)), len(rows)),
        two_undecided=_reaching(chains, 2),
        three_undecided=_reaching(chains, 3),
        decided=len(days),
        median_days=nearest_rank(days, MEDIAN),
        ninetieth_days=nearest_rank(days, NINETIETH),
        reasons=_most(_reason(met, profile) for met in adjourned),
        absences=_most(name for met in rows for name in set(met.absent)),
        agency_hours=_hours(with_hours, sizes),
        undecided_agency_hours=_hours(
            [met for met in with_hours if met.outcome is Outcome.ADJOURNED], sizes
        ),
        hours_known=Share(len(with_hours), len(rows)),
        quorum=_quorum(rows, profile),
        convened_in_time=_in_time(rows, lambda met: _convened(met, profile)),
        minutes_in_time=_in_time(rows, lambda met: _minuted(met, profile)),
        conferences_in_time=_conferences(chains, profile, _anchor),
        conferences_by_last_meeting=_conferences(chains, profile, _last_before),
    )


def nearest_rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least so many per cent do not exceed."""
    return ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None


def _decided(met: PastMeeting) -> date | None:
    if met.outcome in HANDED_OVER:
        return met.answered_on if met.accepted else None
    return None if met.outcome is Outcome.ADJOURNED else met.held_on


def _repeats(told: Told) -> int:
    return sum(met.outcome is Outcome.ADJOURNED for met in told.history.met[:-1])


def _reaching(chains: Iterable[Told], run: int) -> int:
    return sum(told.course.longest_run >= run for told in chains)


def _reason(met: PastMeeting, profile: Profile) -> str:
    return profile.no_decision_reasons[met.reason] if met.reason else NOT_SAID


def _most(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda counted: (-counted[1], counted[0]))


def _hours(rows: Iterable[PastMeeting], sizes: Sizes) -> float:
    """Elapsed hours times agencies, shared equally among the children of the meeting."""
    return sum((met.minutes or 0) * len(met.present or ()) / sizes.of(met) for met in rows) / 60


def _quorum(rows: Iterable[PastMeeting], profile: Profile) -> list[tuple[str, Share]]:
    """How often each agency that the type of meeting needs was there."""
    needed: Counter[AgencyCategory] = Counter()
    there: Counter[AgencyCategory] = Counter()
    for met in rows:
        if met.present is not None:
            required = set(profile.kinds[met.kind].required)
            needed.update(required)
            there.update(required & set(met.present))
    return [(CATEGORY_WORDS[one], Share(there[one], needed[one])) for one in sorted(needed)]


def _in_time(rows: Iterable[PastMeeting], kept: Callable[[PastMeeting], bool | None]) -> Share:
    answers = [answer for met in rows if (answer := kept(met)) is not None]
    return Share(sum(answers), len(answers))


def _convened(met: PastMeeting, profile: Profile) -> bool | None:
    """A day that was said without its time counts to its end."""
    if met.decided_on is None:
        return None
    decided = end_of_day(met.decided_on) - timedelta(microseconds=1)
    return met.held_at <= convene_limit(profile, met.kind, decided)


def _minuted(met: PastMeeting, profile: Profile) -> bool | None:
    return met.approved_on <= minutes_due(profile, met.held_at) if met.approved_on else None


def _conferences(
    chains: Iterable[Told],
    profile: Profile,
    counted_from: Callable[[Sequence[PastMeeting], date], date | None],
) -> Share:
    """Conferences in time, each once, counted from the meeting that a rule chooses."""
    held = [
        (told, next((met.conference_on for met in told.history.met if met.conference_on), None))
        for told in chains
    ]
    answers = [
        on <= conference_due(profile, anchor)
        for told, on in held
        if on and (anchor := counted_from(told.history.met, on))
    ]
    return Share(sum(answers), len(answers))


def _anchor(met: Sequence[PastMeeting], _on: date) -> date | None:
    return next((one.held_on for one in met if one.outcome in _STARTS_CONFERENCE_CLOCK), None)


def _last_before(met: Sequence[PastMeeting], on: date) -> date | None:
    """Where the clock would start if each repeat moved it, which it may not (design, Traps)."""
    if _anchor(met, on) is None:
        return None
    return next((one.held_on for one in reversed(met) if one.held_on <= on), None)
