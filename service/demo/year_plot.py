"""An ordinary year of Northborough: what its other teams decided, drawn once from a fixed seed.

Before the operation and beside it: most children are decided about at once, about one meeting in
four repeats, a few children wait long. Names and events are invented.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from planning.clock import NONE_CLOSED, is_working_day
from planning.measures.rules import quarters
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from service.demo.cast import EDUCATION, HEALTH, HOSPITALS, MENTAL_HEALTH, POLICE
from service.demo.plot import LAST_NAMES

Drawn = TypeVar("Drawn")
SEED, QUARTERS = 416, 5
EACH_QUARTER = 56
"""Children whose first meeting is in a quarter."""
_TEAMS = (
    ("Assessment North", 4), ("Assessment South", 4), ("Disability", 3), ("Safeguarding", 4)
)  # fmt: skip
_SLOW = (
    ("Assessment North", 3), ("Assessment South", 6), ("Disability", 3), ("Safeguarding", 4)
)  # fmt: skip
"""How many of the children without a decision at once are each team’s."""
SETTLED, LATEST = 9, 14
"""Working days ago: the last meeting, whose minutes are final; the last child's first."""
FIRST_NAMES = (
    "Adam Alice Arthur Beth Callum Cara Dylan Ella Ethan Evie Finn Grace Harry Holly Idris Imogen "
    "Jack Jasmine Kai Kate Lewis Lucy Mason Megan Nathan Niamh Oscar Olive Rhys Ruby Samir Sofia"
).split()
RECEIVER = "Westshire Children’s Services"

_RUNS = ((0, 29), (1, 14), (2, 5), (3, 1))
_KINDS = (
    (MeetingKind.INITIAL, 18), (MeetingKind.EXPLOITATION, 3), (MeetingKind.PRE_BIRTH, 2),
    (MeetingKind.ALLEGATION, 2), (MeetingKind.COMPLEX_ABUSE, 1),
)  # fmt: skip
_REASONS = (
    (NoDecisionReason.INFORMATION_OUTSTANDING, 4), (NoDecisionReason.KEY_AGENCY_ABSENT, 3),
    (NoDecisionReason.CHILD_MISSING_OR_NOT_SEEN, 3),
)  # fmt: skip
"""No others: a reason given five times a quarter or fewer would hide another beside it."""
_ABSENT = (("", 20), (POLICE, 2), (MENTAL_HEALTH, 2), (EDUCATION, 2), (HOSPITALS, 2))
_OWES = ((POLICE, 3), (HEALTH, 2), (EDUCATION, 1))
_FIRST = (
    (Outcome.S47_INITIATED_JOINT, 18), (Outcome.S47_INITIATED_SOCIAL_CARE, 5),
    (Outcome.NO_S47_ASSESSMENT_CONTINUES, 17), (Outcome.NO_S47_EARLY_HELP, 5),
    (Outcome.NO_S47_NO_FURTHER_ACTION, 4), (Outcome.TRANSFERRED, 1),
)  # fmt: skip
_ENDS = (
    (Outcome.S47_CONCLUDED_WITH_CONFERENCE, 8), (Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE, 1),
    (Outcome.S47_CONCLUDED_NOT_SUBSTANTIATED, 1),
)  # fmt: skip
_STARTED = {Outcome.S47_INITIATED_JOINT, Outcome.S47_INITIATED_SOCIAL_CARE}
_CONVENED_AFTER = ((1, 12), (2, 6), (3, 4), (4, 2), (5, 1))
_MINUTED_AFTER = ((1, 3), (2, 4), (3, 4), (4, 3), (5, 3), (6, 2), (8, 1))
_CONTINUES = ((False, 4), (True, 1))
_SAME_AGAIN = ((True, 7), (False, 3))
_CONFERENCE_AFTER = ((13, 1), (14, 1), (15, 1), (19, 1), (21, 1))
"""The last two are in time only when they are counted from the last meeting."""
_NEXT_AFTER = {1: ((1, 1), (2, 2), (4, 2), (5, 1)), 2: ((3, 1), (4, 1), (5, 1)), 3: ((3, 1),)}
_RED_RUN, _RED_DAYS = 3, 10
_WORKING_DAYS_OF_A_QUARTER = 63


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of one child; `at` and the other days count the working days of the year."""

    at: int
    hour: int
    kind: MeetingKind
    outcome: Outcome
    reason: NoDecisionReason | None
    owing: str
    next_at: int | None
    absent: str
    lasted: int
    decided: int
    approved: int

    @property
    def quorate(self) -> bool:
        """Of those that quorum needs, only the police ever stayed away."""
        return self.absent != POLICE


@dataclass(frozen=True, slots=True)
class Story:
    """One child's concern; `reviewed` are the sittings before which the chain was red."""

    number: int
    name: str
    team: str
    born_on: date | None
    sittings: tuple[Sitting, ...]
    conference: int | None
    reviewed: tuple[int, ...] = field(default=())


def working_days(today: date) -> list[date]:
    """From the first day of the year that is told to the last working day before today."""
    first = quarters(today, 1).from_on
    for _ in range(QUARTERS):
        first = quarters(first - timedelta(days=1), 1).from_on
    days = (first + timedelta(days=n) for n in range((today - first).days))
    return [day for day in days if is_working_day(day, NONE_CLOSED)]


def year_of(today: date) -> tuple[list[date], list[Story]]:
    """The working days of the year, and its children in the order of their first meetings."""
    days = working_days(today)
    drawn = random.Random(SEED)  # noqa: S311 - the same year each time
    first, last = max(dict(_CONVENED_AFTER)), len(days) - LATEST
    count = (last - first) * EACH_QUARTER // _WORKING_DAYS_OF_A_QUARTER
    begins = [first + (last - first) * n // count for n in range(count)]
    cards = _Cards(drawn)
    told = [_Telling(cards, days, number, start).story() for number, start in enumerate(begins)]
    return days, told


class _Cards:
    """Chances dealt like cards from a shuffled deck, so that every quarter has its share."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn = drawn
        self._decks: dict[object, list[Any]] = {}

    def one(self, weighted: tuple[tuple[Drawn, int], ...]) -> Drawn:
        """Each value comes as often as its weight before the deck begins anew."""
        deck = self._decks.setdefault(weighted, [])
        if not deck:
            deck.extend(value for value, weight in weighted for _ in range(weight))
            self.drawn.shuffle(deck)
        dealt: Drawn = deck.pop()
        return dealt


class _Telling:
    """Tells one story; nothing of it lies after the year's end."""

    def __init__(self, cards: _Cards, days: Sequence[date], number: int, start: int) -> None:
        self._drawn, self._one = cards.drawn, cards.one
        self._days, self._number, self._start = days, number, start
        self._last = len(days) - SETTLED
        self._kind = self._one(_KINDS)

    def story(self) -> Story:
        """Undecided meetings first, if any; then the decision, and what follows from it."""
        name = f"{self._drawn.choice(FIRST_NAMES)} {self._drawn.choice(LAST_NAMES)}"
        run = self._one(_RUNS)
        if self._start + 5 * run + 22 > self._last:
            run = 0
        team, at = self._one(_SLOW if run else _TEAMS), self._start
        met: list[Sitting] = []
        for _ in range(run):
            following = at + self._one(_NEXT_AFTER[run])
            met.append(self._undecided(met, at, following))
            at = following
        met.append(self._sitting(met, at, self._one(_FIRST)))
        conference = self._enquiry(met) if met[-1].outcome in _STARTED else None
        return Story(
            self._number, name, team, self._born_on(), tuple(met), conference, _red(met, run)
        )

    def _enquiry(self, met: list[Sitting]) -> int | None:
        """The meetings of a section 47 enquiry, and when its conference was held."""
        anchor = met[-1].at
        if anchor + 13 > self._last:
            del met[:]
            met.append(self._sitting([], self._start, Outcome.NO_S47_ASSESSMENT_CONTINUES))
            return None
        if self._one(_CONTINUES):
            met.append(
                self._sitting(met, anchor + self._drawn.randint(3, 6), Outcome.S47_CONTINUES)
            )
        ends = self._one(_ENDS)
        conference = anchor + self._one(_CONFERENCE_AFTER)
        if conference >= len(self._days):
            ends = Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE
        met.append(self._sitting(met, anchor + self._drawn.randint(9, 12), ends))
        return conference if ends is Outcome.S47_CONCLUDED_WITH_CONFERENCE else None

    def _undecided(self, met: Sequence[Sitting], at: int, following: int) -> Sitting:
        again = bool(met) and self._one(_SAME_AGAIN)
        reason = met[-1].reason if again else self._one(_REASONS)
        owing = ""
        if reason is NoDecisionReason.INFORMATION_OUTSTANDING:
            owing = met[-1].owing if again else self._one(_OWES)
        absent = POLICE if reason is NoDecisionReason.KEY_AGENCY_ABSENT else self._one(_ABSENT)
        return self._sitting(
            met, at, Outcome.ADJOURNED, reason=reason, owing=owing, following=following,
            absent=absent,
        )  # fmt: skip

    def _sitting(
        self,
        met: Sequence[Sitting],
        at: int,
        outcome: Outcome,
        *,
        reason: NoDecisionReason | None = None,
        owing: str = "",
        following: int | None = None,
        absent: str | None = None,
    ) -> Sitting:
        since = met[-1].at if met else 0
        return Sitting(
            at=at,
            hour=self._drawn.choice((9, 10, 11, 13, 14, 15)),
            kind=_kind_after(met, outcome) if met else self._kind,
            outcome=outcome,
            reason=reason,
            owing=owing,
            next_at=following,
            absent=self._one(_ABSENT) if absent is None else absent,
            lasted=self._drawn.choice((45, 60, 60, 75, 90)),
            decided=max(since, at - self._one(_CONVENED_AFTER)),
            approved=min(at + self._one(_MINUTED_AFTER), len(self._days) - 1),
        )

    def _born_on(self) -> date | None:
        """Not yet, of a child before birth."""
        if self._kind is MeetingKind.PRE_BIRTH:
            return None
        youngest = 12 if self._kind is MeetingKind.EXPLOITATION else 0
        days = self._drawn.randint(youngest * 365 + 90, 17 * 365)
        return self._days[self._start] - timedelta(days=days)


def _kind_after(met: Sequence[Sitting], outcome: Outcome) -> MeetingKind:
    if outcome in {ended for ended, _ in _ENDS}:
        return MeetingKind.FINAL
    return MeetingKind.FOLLOW_UP if len(met) == 1 and not met[0].quorate else MeetingKind.REVIEW


def _red(met: Sequence[Sitting], run: int) -> tuple[int, ...]:
    """Before which sittings a senior manager reviewed the chain."""
    return tuple(
        place
        for place in range(2, run + 1)
        if place >= _RED_RUN
        or met[place].at - met[0].at > _RED_DAYS
        or (met[place - 1].reason, met[place - 1].owing) == (met[0].reason, met[0].owing)
    )
