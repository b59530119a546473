"""Quorum by agency category and by child (design: Fine points, Quorum)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.meetings.rules.presence import Span, is_there
from planning.people.rules import CATEGORY_WORDS, AgencyCategory
from planning.procedures.rules import KindRules


class Answer(StrEnum):
    """What an attendee said to the invitation."""

    AWAITED = "awaited"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Standing(msgspec.Struct, frozen=True):
    """An attendee as quorum sees them; `children` are the concerns that they are ticked for.

    `runs`: chair or minute taker. `undelivered`: the invitation that waits for an answer failed.
    `busy`: asked although they are busy then, so that nobody counts on them yet.
    """

    category: AgencyCategory
    decision_authority: bool
    senior_manager: bool
    answer: Answer
    present: bool | None
    children: list[UUID]
    spans: list[Span] = []
    name: str = ""
    runs: bool = False
    undelivered: bool = False
    busy: bool = False


class CategoryState(StrEnum):
    """How sure it is that a category will be there."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    AWAITED = "awaited"
    UNDELIVERED = "undelivered"
    BUSY = "busy"
    DECLINED = "declined"
    NOT_INVITED = "not_invited"


_BEST_FIRST = list(CategoryState)
_OF_ANSWER = {
    Answer.ACCEPTED: CategoryState.ACCEPTED,
    Answer.TENTATIVE: CategoryState.TENTATIVE,
    Answer.AWAITED: CategoryState.AWAITED,
    Answer.DECLINED: CategoryState.DECLINED,
}
_SENTENCES = {
    CategoryState.ACCEPTED: "{} has accepted.",
    CategoryState.TENTATIVE: "{} may come: not quorate.",
    CategoryState.AWAITED: "{} has not answered: not quorate.",
    CategoryState.UNDELIVERED: "The invitation of {} did not arrive: not quorate.",
    CategoryState.BUSY: "{} is busy at that time: not quorate.",
    CategoryState.DECLINED: "{} has declined: not quorate.",
    CategoryState.NOT_INVITED: "{} is not invited with authority to decide: not quorate.",
}


class CategoryForecast(msgspec.Struct, frozen=True):
    """One required category, with a sentence to show."""

    category: AgencyCategory
    state: CategoryState
    sentence: str


class Forecast(msgspec.Struct, frozen=True):
    """Whether the meeting will be quorate, as the answers stand."""

    quorate: bool
    categories: list[CategoryForecast]


def forecast(kind: KindRules, standings: Sequence[Standing], children: Sequence[UUID]) -> Forecast:
    """The worst of the children decides; only an accepted invitation counts."""
    lines = [_line(category, kind, standings, children) for category in kind.required]
    return Forecast(all(line.state is CategoryState.ACCEPTED for line in lines), lines)


class CategoryResult(msgspec.Struct, frozen=True):
    """Who decided for a required category; nobody: the category was missing."""

    category: AgencyCategory
    names: list[str]


def result(
    kind: KindRules,
    standings: Sequence[Standing],
    child: UUID | None,
    recorded_at: datetime | None = None,
) -> list[CategoryResult]:
    """The decision-makers of a child (`None`: of the meeting) there when its outcome was recorded.

    `recorded_at` is `None` where nobody knows it: then whoever came at all counts.
    """
    moment = _judged_at(recorded_at, standings)
    there = [
        standing
        for standing in standings
        if standing.present
        and (moment is None or is_there(standing.spans, moment))
        and _counts(standing, kind)
        and _is_for(standing, child)
    ]
    return [
        CategoryResult(category, [one.name for one in there if one.category is category])
        for category in kind.required
    ]


def missing_categories(
    kind: KindRules,
    standings: Sequence[Standing],
    child: UUID | None,
    recorded_at: datetime | None = None,
) -> list[AgencyCategory]:
    """Categories without a decision-maker present for a child (`None`: for the meeting)."""
    found = result(kind, standings, child, recorded_at)
    return [line.category for line in found if not line.names]


def category_list(categories: Sequence[AgencyCategory]) -> str:
    """Categories in words."""
    return ", ".join(CATEGORY_WORDS[category] for category in categories)


def _line(
    category: AgencyCategory,
    kind: KindRules,
    standings: Sequence[Standing],
    children: Sequence[UUID],
) -> CategoryForecast:
    able = [
        standing
        for standing in standings
        if standing.category is category and _counts(standing, kind)
    ]
    judged: Sequence[UUID | None] = children or [None]
    state = max((_best(able, child) for child in judged), key=_BEST_FIRST.index)
    return CategoryForecast(category, state, _SENTENCES[state].format(CATEGORY_WORDS[category]))


def _best(able: Sequence[Standing], child: UUID | None) -> CategoryState:
    states = [_state(standing) for standing in able if _is_for(standing, child)]
    return min(states, key=_BEST_FIRST.index, default=CategoryState.NOT_INVITED)


def _state(standing: Standing) -> CategoryState:
    """An answer given says that the person knows; only a wait for one may be in vain."""
    if standing.undelivered and standing.answer is Answer.AWAITED:
        return CategoryState.UNDELIVERED
    return CategoryState.BUSY if standing.busy else _OF_ANSWER[standing.answer]


def _judged_at(recorded_at: datetime | None, standings: Sequence[Standing]) -> datetime | None:
    """What chair and minute taker write once everybody else has gone was decided before that."""
    others = [one.spans for one in standings if one.present and not one.runs]
    if recorded_at is None or any(is_there(spans, recorded_at) for spans in others):
        return recorded_at
    leaving = [span.left_at for spans in others for span in spans if span.left_at]
    return max((moment for moment in leaving if moment < recorded_at), default=recorded_at)


def _counts(standing: Standing, kind: KindRules) -> bool:
    decides = standing.decision_authority or not kind.decision_authority
    return decides and (standing.senior_manager or not kind.senior_managers)


def _is_for(standing: Standing, child: UUID | None) -> bool:
    return child is None or child in standing.children
