"""Presence and quorum against a model so plain that it can only be right."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.meetings.rules.presence import (
    Span,
    arrived,
    disposition_recorded,
    is_there,
    left,
    moment_of,
    span_blockers,
)
from planning.meetings.rules.quorum import (
    Answer,
    CategoryState,
    Standing,
    forecast,
    missing_categories,
    result,
)
from planning.people.rules import AgencyCategory
from planning.procedures.rules import KindRules, Outcome

CARE, POLICE, HEALTH = AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.HEALTH
CATEGORIES = [CARE, POLICE, HEALTH]
ANA, BEN = UUID(int=1), UUID(int=2)
STARTS = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
LAST_MINUTE = 60


def after(minutes: int) -> datetime:
    return STARTS + timedelta(minutes=minutes)


minutes = st.integers(0, LAST_MINUTE)


@st.composite
def span_lists(draw: st.DrawFn) -> list[Span]:
    """Up to three spans of one person that do not overlap, the last one perhaps open."""
    ends = sorted(draw(st.sets(minutes, max_size=6)))
    pairs = [Span(after(a), after(b)) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    return [*pairs, Span(after(ends[-1]))] if len(ends) % 2 else pairs


standings = st.lists(
    st.builds(
        Standing,
        category=st.sampled_from(CATEGORIES),
        decision_authority=st.booleans(),
        senior_manager=st.booleans(),
        answer=st.sampled_from(Answer),
        present=st.sampled_from([None, False, True]),
        children=st.lists(st.sampled_from([ANA, BEN]), unique=True),
        spans=span_lists(),
        name=st.sampled_from(["A", "B", "C"]),
        undelivered=st.booleans(),
    ),
    max_size=6,
)
kinds = st.builds(
    KindRules,
    words=st.just("Kind"),
    required=st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True),
    senior_managers=st.booleans(),
)


def able(person: Standing, kind: KindRules, category: AgencyCategory) -> bool:
    """Own authority; of a group of senior managers, a senior manager."""
    if person.category is not category or not person.decision_authority:
        return False
    return person.senior_manager or not kind.senior_managers


@given(kinds, standings, st.sets(st.sampled_from([ANA, BEN]), min_size=1))
def test_the_forecast_is_quorate_exactly_when_each_child_has_an_acceptance_of_each_category(
    kind: KindRules, people: list[Standing], children: set[UUID]
) -> None:
    model = all(
        any(
            able(person, kind, category)
            and person.answer is Answer.ACCEPTED
            and child in person.children
            for person in people
        )
        for child in children
        for category in kind.required
    )
    assert forecast(kind, people, sorted(children)).quorate is model


@given(kinds, standings, st.sampled_from([ANA, BEN]), minutes)
def test_a_category_is_missing_exactly_when_nobody_of_it_was_in_that_minute(
    kind: KindRules, people: list[Standing], child: UUID, minute: int
) -> None:
    here = {
        number
        for number, person in enumerate(people)
        if person.present
        and (not person.spans or any(minute in minutes_of(span) for span in person.spans))
    }
    if not here and any(person.present for person in people):
        return  # written once everybody had gone: the next test
    model = [
        category
        for category in kind.required
        if not any(
            able(person, kind, category) and child in person.children and number in here
            for number, person in enumerate(people)
        )
    ]
    assert missing_categories(kind, people, child, after(minute)) == model


def minutes_of(span: Span) -> range:
    """Every minute of a span, both ends included."""
    first = (span.joined_at - STARTS) // timedelta(minutes=1)
    last = LAST_MINUTE if span.left_at is None else (span.left_at - STARTS) // timedelta(minutes=1)
    return range(first, last + 1)


def person(category: AgencyCategory, *spans: Span, runs: bool = False) -> Standing:
    return Standing(
        category, True, False, Answer.ACCEPTED, True, [ANA], list(spans), category.value, runs
    )


KIND = KindRules(words="Initial", required=CATEGORIES)


def test_what_the_chair_writes_after_everybody_left_is_judged_by_the_last_who_were_there() -> None:
    chair = person(CARE, runs=True)
    together = [person(POLICE, Span(STARTS, after(30))), person(HEALTH, Span(STARTS, after(30)))]
    assert missing_categories(KIND, [chair, *together], ANA, after(45)) == []
    apart = [person(POLICE, Span(STARTS, after(20))), together[1]]
    assert missing_categories(KIND, [chair, *apart], ANA, after(45)) == [POLICE]
    assert missing_categories(KIND, [chair, *apart], ANA, None) == []
    not_yet = [person(POLICE, Span(after(10))), person(HEALTH, Span(after(10)))]
    assert missing_categories(KIND, [chair, *not_yet], ANA, after(5)) == [POLICE, HEALTH]


def test_the_result_names_who_decided() -> None:
    found = result(KIND, [person(CARE), person(POLICE), person(POLICE)], ANA)
    assert [(line.category, line.names) for line in found] == [
        (CARE, ["social_care"]),
        (POLICE, ["police", "police"]),
        (HEALTH, []),
    ]


def test_an_invitation_that_did_not_arrive_is_told_apart() -> None:
    lost = Standing(HEALTH, True, False, Answer.AWAITED, None, [ANA], undelivered=True)
    line = forecast(KIND, [lost], [ANA]).categories[2]
    assert (line.state, line.sentence) == (
        CategoryState.UNDELIVERED,
        "The invitation of Health did not arrive: not quorate.",
    )


@given(span_lists(), minutes)
def test_leaving_ends_presence_and_arriving_starts_it(spans: list[Span], minute: int) -> None:
    now = after(minute)
    later = now + timedelta(seconds=1)
    gone = left(spans, starts_at=STARTS, now=now)
    begun = [span for span in gone if span.joined_at < now]
    assert not any(span.covers(later) for span in begun if span.left_at in {now, None})
    back = arrived(spans, came=True, now=now)
    assert is_there(back, now)
    assert arrived(spans, came=False, now=now)[-1] == Span(now)


@given(span_lists())
def test_spans_that_follow_each_other_are_accepted(spans: list[Span]) -> None:
    now = after(LAST_MINUTE)
    assert span_blockers(spans, name="A", starts_at=STARTS, now=now) == []


def test_endless_spans_are_refused() -> None:
    spans = [Span(after(2 * n), after(2 * n + 1)) for n in range(21)]
    (fault,) = span_blockers(spans, name="A", starts_at=STARTS, now=after(LAST_MINUTE))
    assert fault.message == "Enter fewer times for A."


@pytest.mark.parametrize(
    ("before", "after_", "expected"),
    [
        (None, None, None),
        (None, Outcome.S47_CONTINUES, after(2)),
        (Outcome.S47_CONTINUES, Outcome.S47_CONTINUES, after(1)),
        (Outcome.S47_CONTINUES, Outcome.ADJOURNED, after(2)),
        (Outcome.S47_CONTINUES, None, None),
    ],
)
def test_an_outcome_is_recorded_when_it_last_changed(
    before: Outcome | None, after_: Outcome | None, expected: datetime | None
) -> None:
    at = after(1) if before else None
    assert disposition_recorded(before=before, at=at, after=after_, now=after(2)) == expected


def test_a_time_after_midnight_is_of_the_next_day() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    assert moment_of(late, time(23, 0)) == late - timedelta(minutes=30)
    assert moment_of(late, time(0, 15)) == late + timedelta(minutes=45)
