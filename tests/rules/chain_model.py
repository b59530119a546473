"""A chain worked out slowly, from the words of the design alone: each day, from all events."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor

from planning.chains.rules import Alert, ReviewAnswer
from planning.clock import is_working_day, london_date
from planning.procedures.rules import (
    CONCLUDED,
    HANDED_OVER,
    NO_S47,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
)


@dataclass
class Version:
    """What one meeting decided for the child, as first entered or as corrected."""

    outcome: Outcome
    reason: NoDecisionReason | None
    agency: int | None
    next_on: date | None
    entered_at: datetime
    moves: list[tuple[date, datetime]] = field(default_factory=list)
    answer: tuple[bool, datetime] | None = None


@dataclass
class Met:
    """A meeting of the child."""

    number: int
    held_at: datetime
    absent: frozenset[int]
    profile: int
    kind: MeetingKind
    lasted: int
    agencies: int
    children: int
    emergency: bool
    versions: list[Version]


@dataclass
class Log:
    """Everything that happened, in the order in which it was entered."""

    meetings: list[Met] = field(default_factory=list)
    reviews: list[tuple[ReviewAnswer, datetime]] = field(default_factory=list)
    carried: int = 0


@dataclass(frozen=True)
class Seen:
    """A meeting as it stands at some moment."""

    met: Met
    day: date
    outcome: Outcome
    reason: NoDecisionReason | None
    agency: int | None
    dates: list[date]
    set_on: list[date]
    answer: bool | None
    answered: date | None


class Model:
    """A chain at some moment; days on which nobody works are known as of today."""

    def __init__(self, log: Log, at: datetime, profiles: dict[int, Profile]) -> None:
        """Look at what had been entered at `at`."""
        seen = [_seen(met, at) for met in log.meetings]
        self.meetings = sorted((one for one in seen if one), key=lambda one: one.met.held_at)
        self.reviews = [review for review in log.reviews if review[1] <= at]
        self.adjourned = [
            version
            for met in log.meetings
            for before, version in zip([None, *met.versions], met.versions, strict=False)
            if version.entered_at <= at
            and version.outcome is Outcome.ADJOURNED
            and (before is None or before.outcome is not Outcome.ADJOURNED)
        ]
        if self.meetings:
            self.profile = profiles[self.meetings[-1].met.profile]

    def run(self) -> list[Seen]:
        """Adjourned, and neither this nor any later meeting decided."""
        return [
            one
            for place, one in enumerate(self.meetings)
            if one.outcome is Outcome.ADJOURNED and not any(map(decides, self.meetings[place:]))
        ]

    def waiting(self) -> list[Seen]:
        """Handed over to somebody who has not answered, and no later meeting decided."""
        return [
            one
            for place, one in enumerate(self.meetings)
            if one.outcome in HANDED_OVER
            and one.answer is None
            and not any(map(decides, self.meetings[place:]))
        ]

    def refused(self) -> Seen | None:
        """Handed over at the latest meeting to somebody who refused: nobody has met since."""
        found = [one for one in self.meetings[-1:] if one.answer is False]
        return found[0] if found else None

    def waiting_since(self) -> date | None:
        """Since when the next meeting has to decide."""
        run, refused = self.run(), self.refused()
        return run[0].day if run else refused.answered if refused else None

    def alert(self, day: date) -> Alert:
        """How loud the chain is on a day."""
        if not self.meetings:
            return Alert.NONE
        drift = self.profile.drift
        run = [one for one in self.run() if one.day <= day]
        red = amber = False
        if run:
            worked = self.worked(self.run()[0].day, day)
            amber |= len(run) >= drift.amber_run or worked > drift.amber_working_days
            red |= len(run) >= drift.red_run or worked > drift.red_working_days
            red |= self.same_reason(run) is not None
            red |= len([on for on in self.slips() if on <= day]) >= drift.red_slips
            latest = self.meetings[-1]
            if latest.outcome is Outcome.ADJOURNED:
                amber |= not latest.dates and latest.day <= day
                red |= bool(latest.dates) and latest.dates[-1] < day
        refused = self.refused()
        if refused and refused.answered:
            amber |= refused.answered <= day
            red |= self.worked(refused.day, day) > drift.unaccepted_red_working_days
        for one in self.waiting():
            worked = self.worked(one.day, day)
            amber |= worked > drift.unaccepted_amber_working_days
            red |= worked > drift.unaccepted_red_working_days
        return Alert.RED if red else Alert.AMBER if amber else Alert.NONE

    def worked(self, since: date, until: date) -> int:
        """Day 0 is `since`."""
        days = [since + timedelta(days=n) for n in range(1, (until - since).days + 1)]
        return sum(is_working_day(day, self.profile.closed_days) for day in days)

    def same_reason(self, run: list[Seen]) -> NoDecisionReason | None:
        """Any two of the run; the pair that was complete first."""
        for later, one in enumerate(run):
            if any(_same(other, one) for other in run[:later]):
                return one.reason
        return None

    def slips(self) -> list[date]:
        """The days on which a date was moved later."""
        return [
            on
            for one in self.run()
            for place, on in enumerate(one.set_on, start=len(one.dates) - len(one.set_on))
            if place > 0 and one.dates[place] > one.dates[place - 1]
        ]

    def absent_again(self) -> list[int]:
        """At two or more meetings of the run."""
        away = [agency for one in self.run() for agency in one.met.absent]
        return sorted({agency for agency in away if away.count(agency) > 1})

    def agency_minutes(self) -> int:
        """Elapsed time of each agency there, shared equally by the meeting's children."""
        shares = [
            Fraction(one.met.lasted * one.met.agencies, one.met.children) for one in self.run()
        ]
        return sum(floor(share + Fraction(1, 2)) for share in shares)

    def unused_review(self) -> ReviewAnswer | None:
        """Good for one adjournment."""
        if not self.reviews:
            return None
        answer, at = self.reviews[-1]
        return None if any(one.entered_at > at for one in self.adjourned) else answer

    def may_close(self) -> bool:
        """Whether the latest outcome ends the concern; a hand-over does when it is accepted."""
        return any(
            one.outcome in CONCLUDED | NO_S47 or (one.outcome in HANDED_OVER and decides(one))
            for one in self.meetings[-1:]
        )

    def anchor(self) -> date | None:
        """The conference's clock; each enquiry by itself, from a start to its conclusion."""
        return model_anchor([(one.day, one.outcome) for one in self.meetings])


def decides(one: Seen) -> bool:
    """A hand-over is a decision once the receiver accepts."""
    if one.outcome in HANDED_OVER:
        return one.answer is True
    return one.outcome is not Outcome.ADJOURNED


def model_anchor(chain: list[tuple[date, Outcome]]) -> date | None:
    """From the first start of an enquiry that the police did not begin alone."""
    anchor: date | None = None
    running_anchor = False
    for day, outcome in chain:
        if outcome in {Outcome.S47_INITIATED_JOINT, Outcome.S47_INITIATED_SOCIAL_CARE}:
            if not running_anchor:
                anchor, running_anchor = day, True
        elif outcome is Outcome.S47_INITIATED_POLICE and not running_anchor:
            anchor = None
        elif outcome is Outcome.S47_CONCLUDED_WITH_CONFERENCE:
            running_anchor = False
        elif outcome in CONCLUDED:
            anchor, running_anchor = None, False
    return anchor


def _seen(met: Met, at: datetime) -> Seen | None:
    versions = [version for version in met.versions if version.entered_at <= at]
    if not versions:
        return None
    now = versions[-1]
    first: date | None = None
    moves: list[tuple[date, datetime]] = []
    before: Version | None = None
    for version in versions if now.outcome is Outcome.ADJOURNED else []:
        if version.outcome is Outcome.ADJOURNED:
            if before is None:
                first = version.next_on
            elif before is not versions[versions.index(version) - 1] and version.next_on:
                moves.append((version.next_on, version.entered_at))
            moves += [move for move in version.moves if move[1] <= at]
            before = version
    return Seen(
        met=met,
        day=london_date(met.held_at),
        outcome=now.outcome,
        reason=now.reason,
        agency=now.agency,
        dates=[*([first] if first else []), *(to for to, _ in moves)],
        set_on=[london_date(moment) for _, moment in moves],
        answer=now.answer[0] if now.answer and now.answer[1] <= at else None,
        answered=london_date(now.answer[1]) if now.answer else None,
    )


def _same(one: Seen, other: Seen) -> bool:
    if one.reason is not other.reason or one.reason is NoDecisionReason.OTHER:
        return False
    if one.reason is NoDecisionReason.INFORMATION_OUTSTANDING:
        return one.agency == other.agency
    return True
