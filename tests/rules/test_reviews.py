"""When a senior review is owed, what it allows, and who may give it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from planning.chains.rules import (
    Review,
    Reviewable,
    ReviewAnswer,
    Reviewing,
    ReviewNeed,
    adjourning_fault,
    review_need,
    reviewing_blockers,
    unused_review,
)
from tests.factories import NOW

TODAY = NOW.date()
ONE = UUID(int=1)
FIELD = "reviews.0"


def review(hour: int, answer: ReviewAnswer = ReviewAnswer.ACCEPT_ONE_MORE) -> Review:
    return Review(UUID(int=hour), answer, ONE, at(hour))


def at(hour: int) -> datetime:
    return NOW + timedelta(hours=hour)


@given(st.lists(st.integers(0, 20)), st.lists(st.integers(0, 20), unique=True))
def test_a_review_is_good_for_the_first_adjournment_after_it(
    adjourned: list[int], reviewed: list[int]
) -> None:
    found = unused_review([at(hour) for hour in adjourned], [review(hour) for hour in reviewed])
    latest = max(reviewed, default=None)
    if latest is None or max(adjourned, default=-1) > latest:
        assert found is None
    else:
        assert found == review(latest)


def test_only_red_needs_one_and_deciding_next_time_allows_no_adjournment() -> None:
    answers = {None, *ReviewAnswer}
    unused = {answer: review(1, answer) if answer else None for answer in answers}
    assert {
        (is_red, answer): review_need(is_red=is_red, unused=unused[answer])
        for is_red in (False, True)
        for answer in answers
    } == {
        **{(False, answer): ReviewNeed(owed=False, allows_adjourning=True) for answer in answers},
        **{
            (True, answer): ReviewNeed(owed=False, allows_adjourning=True)
            for answer in ReviewAnswer
        },
        (True, None): ReviewNeed(owed=True, allows_adjourning=False),
        (True, ReviewAnswer.DECIDE_NEXT_TIME): ReviewNeed(owed=False, allows_adjourning=False),
    }


def test_who_is_asked_before_another_adjournment() -> None:
    def told(unused: Review | None, *, is_red: bool = True) -> str | None:
        return adjourning_fault(is_red=is_red, unused=unused, manager="Ada")

    assert told(None) == (
        "A senior review is needed before another adjournment. Ask Ada to record one."
    )
    assert told(review(1, ReviewAnswer.DECIDE_NEXT_TIME)) == (
        "A senior review asked for a decision at this meeting. Record a decision."
    )
    assert told(review(1)) is None
    assert told(None, is_red=False) is None


def asking(**changes: object) -> Reviewing:
    given: dict[str, object] = {
        "concern_id": ONE,
        "answer": ReviewAnswer.ACCEPT_ONE_MORE,
        "reason": "The scan is tomorrow.",
        "meetings": 3,
    }
    return Reviewing(**{**given, **changes})  # type: ignore[arg-type]


def refused(asked: Reviewing, **changes: object) -> list[tuple[str, str]]:
    known: dict[str, object] = {
        "name": "Ann",
        "is_red": True,
        "unused": None,
        "meetings": 3,
        "chaired": False,
    }
    found = Reviewable(**{**known, **changes})  # type: ignore[arg-type]
    blockers = reviewing_blockers(asked, found, field=FIELD, today=TODAY)
    return [(fault.field, fault.message) for fault in blockers]


def test_all_that_is_wrong_is_named_at_once_with_the_child() -> None:
    asked = asking(reason=" ", conference_on=TODAY)
    assert refused(asked, unused=review(1), meetings=4, chaired=True) == [
        (FIELD, "Ann: another meeting was recorded meanwhile. Read the chain again."),
        (
            FIELD,
            "Ann: a senior review is recorded already. It counts until the next adjournment.",
        ),
        (FIELD, "Ann: you chaired a meeting without a decision. Ask another senior manager."),
        (f"{FIELD}.reason", "Ann: say why, in up to 2,000 characters."),
        (
            f"{FIELD}.conference_on",
            "Ann: a date belongs only to a child protection conference.",
        ),
    ]


def test_a_chain_that_is_not_red_owes_none() -> None:
    assert refused(asking(), is_red=False, unused=review(1)) == [
        (FIELD, "Ann: the chain is not at red, so no senior review is owed.")
    ]
    assert refused(asking()) == []


def test_a_conference_has_a_date_that_has_not_passed() -> None:
    def convening(on: date | None) -> list[tuple[str, str]]:
        return refused(asking(answer=ReviewAnswer.CONVENE_CONFERENCE, conference_on=on))

    fault = (f"{FIELD}.conference_on", "Ann: enter the date of the conference, today or later.")
    assert convening(None) == [fault]
    assert convening(TODAY - timedelta(days=1)) == [fault]
    assert convening(TODAY) == []
