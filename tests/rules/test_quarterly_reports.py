"""Of which quarters reports are made, and what differs between two of them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.measures.rules import Shown
from planning.measures.rules.reports import (
    changes,
    fingerprint_of,
    report_blockers,
    version_blockers,
)
from tests.pages.drift.drawn import drawn_dashboard

TODAY = date(2026, 4, 14)
LAST, THIS = date(2026, 1, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("quarter", "known_on", "fields"),
    [
        (LAST, TODAY, []),
        (LAST, date(2026, 3, 31), []),
        (LAST, date(2026, 3, 30), ["known_on"]),
        (THIS, TODAY, ["quarter"]),
        (date(2026, 1, 2), TODAY, ["quarter"]),
        (date(1999, 10, 1), TODAY, ["quarter"]),
        (LAST, date(2026, 4, 15), ["known_on"]),
        (LAST, LAST, ["known_on"]),
        (THIS, date(2026, 4, 15), ["quarter", "known_on"]),
    ],
)
def test_a_report_is_of_a_quarter_that_is_over_as_known_since(
    quarter: date, known_on: date, fields: list[str]
) -> None:
    assert [one.field for one in report_blockers(quarter, known_on, TODAY)] == fields


@given(st.lists(st.integers(0, 400), max_size=40))
def test_no_two_versions_of_a_quarter_tell_of_less_than_four_weeks(asked: list[int]) -> None:
    start, made = datetime(2026, 4, 1, tzinfo=UTC), list[datetime]()
    for known_at in (start + timedelta(days=days) for days in asked):
        if not version_blockers(known_at, made):
            made.append(known_at)
    known = sorted(set(made))
    assert all(later - one >= timedelta(days=28) for one, later in pairwise(known))
    assert version_blockers(known[0] + timedelta(days=27), known) != [] if known else True


def test_the_same_figures_have_the_same_fingerprint_and_no_changes() -> None:
    one, same, other = (drawn_dashboard(seed=seed) for seed in (1, 1, 2))
    assert fingerprint_of(one) == fingerprint_of(same) != fingerprint_of(other)
    assert changes(one, same) == []


def test_every_number_that_differs_is_told_with_what_it_was() -> None:
    now, before = drawn_dashboard(seed=1), drawn_dashboard(seed=2)
    told = {(one.measure, one.part): (one.before, one.now) for one in changes(now, before)}
    repeats = [
        (figure.total, {part.words: part.count for part in figure.parts})
        for figure in (before.figures[0], now.figures[0])
    ]
    (was, was_parts), (is_, is_parts) = repeats
    name = now.figures[0].measure.words
    assert told[name, ""] == (was, is_)
    assert {part: told.get((name, part)) for part in is_parts} == {
        part: None if was_parts[part] == count else (was_parts[part], count)
        for part, count in is_parts.items()
    }


def test_what_is_counted_for_the_first_time_was_nothing_before() -> None:
    now, before = drawn_dashboard(seed=1), drawn_dashboard(size=0)
    assert any(one.before == Shown(0) for one in changes(now, before))
    assert all(one.before != one.now for one in changes(now, before))
