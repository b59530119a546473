"""What is told of durations, of periods, and of what was known on a day."""

from datetime import date, timedelta

import msgspec

from planning.measures.rules import Period, Shown, last_whole_quarter, quarters
from planning.measures.rules.counting import contribution
from planning.measures.rules.counts import Line
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.facts import Attached, ConcernFacts, Conference, Stage, known_by
from planning.measures.rules.measured import Measured
from planning.measures.rules.period import period_blockers
from planning.measures.rules.shown import Share
from planning.measures.rules.spread import distribution
from planning.measures.rules.survival import survival
from planning.measures.rules.table import BY_KEY, MEASURES, band_of
from planning.measures.rules.telling import joined, told_whole
from tests.factories import NOW
from tests.rules.test_measures_spreadsheet import PROFILES, Drawn

BANDS = [part.key for part in BY_KEY[Measured.DAYS].parts]


def chains(decided: dict[int, int], undecided: dict[int, int]) -> Line:
    line = Line()
    for days, count in decided.items():
        line.decided[days] += count
        line.parts[Measured.DAYS][band_of(days)] += count
    for days, count in undecided.items():
        line.undecided[days] += count
        line.parts[Measured.DAYS]["undecided"] += count
    return line


def of(line: Line) -> dict[str, int]:
    return {key: line.parts[Measured.DAYS][key] for key in BANDS}


def test_durations_of_many_chains_are_told() -> None:
    line = chains({0: 50, 4: 30, 60: 10}, {2: 6, 100: 4 + 6})
    told = distribution(line, told_whole(of(line)))
    assert (told.decided, told.median, told.ninetieth) == (Shown(90), 0, 60)
    assert [(point.day, point.per_cent) for point in told.survival][:3] == [
        (0, 53),
        (2, 53),
        (5, 21),
    ]


def test_of_five_chains_no_duration_is_told() -> None:
    line = chains({3: 5}, {})
    told = distribution(line, told_whole(of(line)))
    assert (told.decided, told.median, told.ninetieth, told.survival) == (Shown(), None, None, [])


def test_the_curve_ends_before_a_band_that_is_hidden() -> None:
    line = chains({0: 50, 4: 3, 8: 9, 60: 100}, {})
    told = distribution(line, told_whole(of(line)))
    assert [point.day for point in told.survival] == [0, 2]


def test_an_open_chain_is_at_risk_as_long_as_it_is_known_undecided() -> None:
    assert list(survival({1: 1, 3: 1}, {2: 2})) == [(1, 0.75), (3, 0.0)]


def test_several_quarters_tell_no_more_than_each() -> None:
    first, second = told_whole({"yes": 10, "no": 20}), told_whole({"yes": 3, "no": 20})
    both = joined([first, second])
    assert (both.total, both.parts["yes"], both.parts["no"]) == (Shown(53), Shown(), Shown())


def test_a_period_is_whole_quarters() -> None:
    assert last_whole_quarter(date(2026, 3, 3)) == Period(date(2025, 10, 1), date(2025, 12, 31))
    year = quarters(date(2026, 5, 9), 4)
    assert year == Period(date(2026, 4, 1), date(2027, 3, 31))
    assert year.previous() == Period(date(2025, 4, 1), date(2026, 3, 31))
    assert [len(year.months()), len(year.quarters())] == [12, 4]


def test_a_share_of_none_or_of_hidden_numbers_has_no_per_cent() -> None:
    assert Share("a", "A", Shown(6), Shown(9)).per_cent == 66.7
    assert Share("a", "A", Shown(0), Shown(0)).per_cent is None
    assert Share("a", "A", Shown(few=True), Shown(9)).per_cent is None


def test_every_share_is_of_parts_of_its_measure() -> None:
    for measure in MEASURES:
        keys = {part.key for part in measure.parts}
        for ratio in measure.ratios:
            assert set(ratio.count) <= set(ratio.of) <= keys


def test_as_known_on_a_day_what_was_entered_later_is_not_there() -> None:
    facts = next(one for one in Drawn(3).facts if one.hand_overs and len(one.entries) > 3)
    approved = [
        msgspec.structs.replace(one, approved_at=NOW + timedelta(days=place % 2))
        for place, one in enumerate(facts.entries)
    ]
    day = timedelta(days=1)
    full = msgspec.structs.replace(
        facts,
        entries=[*approved, msgspec.structs.replace(approved[0], approved_at=None)],
        conferences=[Conference(NOW.date(), NOW.date(), NOW + n * day) for n in (0, 1)],
        stages=[
            Stage(1, NOW - day, NOW + day, NOW + day),
            Stage(2, NOW, NOW + day, NOW),
            Stage(3, NOW + day, NOW + day),
        ],
        operations=[
            Attached(one.id, NOW + n * day, NOW + n * day)
            for n, one in enumerate(facts.entries[:2])
        ],
    )
    full = msgspec.structs.replace(
        full, operations=[*full.operations, Attached(facts.entries[0].id, NOW, NOW + day)]
    )
    then = known_by(full, NOW)
    assert [one.approved_at for one in then.entries] == [
        one.approved_at if one.approved_at == NOW else None
        for one in full.entries
        if one.entered_at <= NOW
    ]
    assert then.conferences == full.conferences[:1]
    assert then.stages == [Stage(1, NOW - day, NOW + day), full.stages[1]]
    assert [one.ended_at for one in then.operations] == [NOW, None]
    assert known_by(full, NOW + 9 * day) == full


def test_a_period_that_nobody_can_ask_for_is_refused_by_the_day_that_is_wrong() -> None:
    today = date(2026, 5, 4)
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    told = {
        "from_on": [
            Period(date(2026, 1, 2), last),
            Period(date(2026, 7, 1), date(2026, 9, 30)),
        ],
        "until_on": [
            Period(first, date(2026, 3, 30)),
            Period(first, date(2025, 12, 31)),
            Period(date(2020, 1, 1), last),
        ],
        "": [Period(first, last)],
    }
    for field, periods in told.items():
        for period in periods:
            faults = period_blockers(period, today)
            assert [fault.field for fault in faults] == ([field] if field else [])


def test_a_concern_that_has_not_met_adds_nothing() -> None:
    deadlines = Deadlines(PROFILES, frozenset())
    assert contribution(ConcernFacts(team="North"), deadlines) == {}
