"""Quorum is by category and by child, never by head count."""

from uuid import UUID

import msgspec
import pytest

from planning.meetings.rules.quorum import (
    Answer,
    CategoryState,
    Standing,
    category_list,
    forecast,
    missing_categories,
)
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, parse_profile
from planning.procedures.shipped import shipped_profile

KINDS = parse_profile(shipped_profile()).kinds
INITIAL = KINDS[MeetingKind.INITIAL]
CARE, POLICE, HEALTH = AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.HEALTH
ANA, BEN = UUID(int=1), UUID(int=2)


def person(
    category: AgencyCategory,
    answer: Answer = Answer.ACCEPTED,
    *,
    present: bool | None = True,
    decides: bool = True,
    senior: bool = False,
    children: tuple[UUID, ...] = (ANA, BEN),
) -> Standing:
    return Standing(category, decides, senior, answer, present, list(children))


@pytest.mark.parametrize(
    ("answer", "state", "sentence"),
    [
        (Answer.ACCEPTED, CategoryState.ACCEPTED, "Health has accepted."),
        (Answer.TENTATIVE, CategoryState.TENTATIVE, "Health may come: not quorate."),
        (Answer.AWAITED, CategoryState.AWAITED, "Health has not answered: not quorate."),
        (Answer.DECLINED, CategoryState.DECLINED, "Health has declined: not quorate."),
    ],
)
def test_only_an_accepted_invitation_counts(
    answer: Answer, state: CategoryState, sentence: str
) -> None:
    people = [person(CARE), person(POLICE), person(HEALTH, answer)]
    found = forecast(INITIAL, people, [ANA])
    assert found.quorate == (answer is Answer.ACCEPTED)
    assert (found.categories[2].state, found.categories[2].sentence) == (state, sentence)


def test_ten_people_of_one_category_are_no_quorum() -> None:
    found = forecast(INITIAL, [person(CARE) for _ in range(10)], [ANA])
    assert [line.state for line in found.categories] == [
        CategoryState.ACCEPTED,
        CategoryState.NOT_INVITED,
        CategoryState.NOT_INVITED,
    ]


def test_the_best_answer_of_a_category_counts_and_the_worst_child_decides() -> None:
    people = [
        person(CARE),
        person(POLICE, Answer.DECLINED),
        person(POLICE, Answer.ACCEPTED, children=(ANA,)),
        person(HEALTH),
    ]
    assert forecast(INITIAL, people, [ANA]).quorate is True
    assert forecast(INITIAL, people, [ANA, BEN]).categories[1].state is CategoryState.DECLINED
    assert forecast(INITIAL, people, []).quorate is True


def test_who_cannot_decide_or_is_there_for_another_child_does_not_count() -> None:
    there = [
        person(CARE),
        person(POLICE, decides=False),
        person(HEALTH, children=(BEN,)),
        person(POLICE, present=False),
    ]
    assert missing_categories(INITIAL, there, ANA) == [POLICE, HEALTH]
    assert missing_categories(INITIAL, there, BEN) == [POLICE]
    assert missing_categories(INITIAL, there, None) == [POLICE]
    assert category_list([POLICE, HEALTH]) == "Police, Health"


def test_the_strategic_group_needs_senior_managers() -> None:
    group = KINDS[MeetingKind.STRATEGIC_MANAGEMENT_GROUP]
    there = [person(category, senior=category is not POLICE) for category in group.required]
    assert missing_categories(group, there, None) == [POLICE]


def test_a_type_that_asks_for_no_authority_counts_everybody() -> None:
    relaxed = msgspec.structs.replace(KINDS[MeetingKind.MAPPING], decision_authority=False)
    there = [person(category, decides=False) for category in relaxed.required]
    assert missing_categories(relaxed, there, None) == []
    assert missing_categories(KINDS[MeetingKind.MAPPING], there, None) == relaxed.required
