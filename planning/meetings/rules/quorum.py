"""Quorum by agency category and by child (design: Fine points, Quorum)."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.people.rules import CATEGORY_WORDS, AgencyCategory
from planning.procedures.rules import KindRules


class Answer(StrEnum):
    """What an attendee said to the invitation."""

    AWAITED = "awaited"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Standing(msgspec.Struct, frozen=True):
    """An attendee as quorum sees them; `children` are the concerns that they are ticked for."""

    category: AgencyCategory
    decision_authority: bool
    senior_manager: bool
    answer: Answer
    present: bool | None
    children: list[UUID]


class CategoryState(StrEnum):
    """How sure it is that a category will be there."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    AWAITED = "awaited"
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


def missing_categories(
    kind: KindRules, standings: Sequence[Standing], child: UUID | None
) -> list[AgencyCategory]:
    """Categories without a decision-maker present for a child (`None`: for the meeting)."""
    there = {
        standing.category
        for standing in standings
        if standing.present and _counts(standing, kind) and _is_for(standing, child)
    }
    return [category for category in kind.required if category not in there]


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
    states = [_OF_ANSWER[standing.answer] for standing in able if _is_for(standing, child)]
    return min(states, key=_BEST_FIRST.index, default=CategoryState.NOT_INVITED)


def _counts(standing: Standing, kind: KindRules) -> bool:
    return standing.decision_authority and (standing.senior_manager or not kind.senior_managers)


def _is_for(standing: Standing, child: UUID | None) -> bool:
    return child is None or child in standing.children
