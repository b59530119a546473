"""The forecast against what can be worked out exactly: Poisson, binomial, and nothing by chance."""

from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planning.people.rules import AgencyCategory
from planning.surge.forecast import (
    RUNS,
    SURGE_DAYS,
    WEEKS,
    Assumptions,
    Figures,
    Pool,
    Role,
    Victims,
    assumption_faults,
    forecast,
    meetings_forecast,
    rhythm_faults,
)
from planning.surge.forecast.curve import expected_by_day, shape_of
from planning.surge.forecast.draws import Drawn, days_of, draw

FULL_WEEKS = (5,) * WEEKS
DERBY = Victims(known=27, suspected=0, planning=27)
UNKNOWN = Victims(known=0, suspected=0, planning=40)
ONCE = Assumptions(meetings_per_victim=1, spread=0)
"""One meeting for each victim: with nobody known before, weeks are independent and Poisson."""


def figures(
    victims: Victims = DERBY,
    assumptions: Assumptions | None = None,
    days: tuple[int, ...] = FULL_WEEKS,
    pools: tuple[Pool, ...] = (),
) -> Figures:
    return Figures(victims, assumptions or Assumptions(), days, pools)


def drawn(of: Figures, seed: int = 1) -> Drawn:
    return draw(of, shape_of(of), RUNS, np.random.default_rng(seed))


def weekly(of: Figures) -> list[float]:
    """The exact mean of each week."""
    days = expected_by_day(of, shape_of(of), sum(of.days))
    return [float(days[week].sum()) for week in days_of(of.days)]


def pool(role: Role, capacity: float | None, category: AgencyCategory | None = None) -> Pool:
    return Pool(role, (capacity,) * WEEKS, category)


def close(found: float, exact: float, deviation: float) -> bool:
    """Within five standard errors of the mean of all runs."""
    return abs(found - exact) <= 5 * deviation / sqrt(RUNS) + 1e-9


def poisson_upto(most: int, mean: float) -> float:
    term, total = exp(-mean), 0.0
    for count in range(most + 1):
        total += term
        term *= mean / (count + 1)
    return total


def test_27_young_people_are_about_90_meetings_in_42_working_days() -> None:
    of = figures()
    found = forecast(of)
    assert sum(expected_by_day(of, shape_of(of), SURGE_DAYS)) == pytest.approx(90)
    assert found.in_surge.mean == pytest.approx(90, rel=0.01)
    assert found.in_surge.low < 90 < found.in_surge.high
    assert (found.victims.low, found.victims.high) == (27, 27)


@given(
    people=st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)),
    half_life=st.integers(1, 60),
    rhythm=st.tuples(st.integers(1, 12), st.integers(0, 8)),
    each=st.floats(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_curve_the_surge_has_as_many_meetings_as_were_assumed(
    people: tuple[int, int, int], half_life: int, rhythm: tuple[int, int], each: float
) -> None:
    victims = Victims(people[0], people[1], sum(people))
    said = Assumptions(
        meetings_per_victim=each, half_life=half_life, review_from=rhythm[0],
        review_to=sum(rhythm),
    )  # fmt: skip
    assume(not assumption_faults(said) and not rhythm_faults(victims, said))
    of = figures(victims, said)
    exact = expected_by_day(of, shape_of(of), SURGE_DAYS).sum()
    assert exact == pytest.approx(victims.planning * each)


@pytest.mark.parametrize("victims", [DERBY, UNKNOWN, Victims(12, 10, 30)])
def test_each_week_has_the_mean_that_can_be_worked_out(victims: Victims) -> None:
    of = figures(victims)
    meetings = drawn(of).meetings
    assert [
        week
        for week, (counts, exact) in enumerate(zip(meetings, weekly(of), strict=True))
        if not close(counts.mean(), exact, counts.std())
    ] == []


def test_nothing_is_left_to_chance_when_nothing_is_uncertain() -> None:
    said = Assumptions(meetings_per_victim=5, convened_within=1, review_from=10, review_to=10)
    found = forecast(
        figures(DERBY, said, pools=(pool(Role.ATTENDING, None, AgencyCategory.HEALTH),))
    )
    assert (found.follow_on, found.in_surge.low, found.in_surge.high) == (1.0, 135, 135)
    every_other = [27.0 if week % 2 == 0 else 0.0 for week in range(WEEKS)]
    assert [week.low for week in found.meetings] == every_other
    assert [week.high for week in found.meetings] == every_other
    asked = [week.asked.high for week in found.roles[0].weeks]
    assert asked == [pytest.approx(27 * 2 / 5) if week % 2 == 0 else 0.0 for week in range(WEEKS)]


def test_who_is_not_yet_known_is_a_poisson_number() -> None:
    found = drawn(figures(UNKNOWN, ONCE)).victims
    assert close(found.mean(), 40, sqrt(40))
    assert found.var() == pytest.approx(40, rel=0.08)


def test_what_is_unsure_of_that_number_widens_it() -> None:
    found = drawn(figures(UNKNOWN, Assumptions(spread=50))).victims
    assert found.var() == pytest.approx(40 + (40 * 0.5) ** 2, rel=0.08)


def test_suspected_victims_are_a_binomial_number() -> None:
    of = figures(Victims(0, 50, 40), Assumptions(suspected_share=80))
    found = drawn(of).victims
    assert close(found.mean(), 40, sqrt(50 * 0.8 * 0.2))
    assert found.var() == pytest.approx(50 * 0.8 * 0.2, rel=0.08)


def test_more_are_suspected_than_the_plan_reckons_with() -> None:
    found = drawn(figures(Victims(10, 80, 20), Assumptions(suspected_share=80))).victims
    assert close(found.mean(), 20, found.std())


def test_conferences_are_a_binomial_share_of_the_victims() -> None:
    found = drawn(figures(assumptions=Assumptions(conference_share=40))).conferences.sum(axis=0)
    assert close(found.mean(), 27 * 0.4, sqrt(27 * 0.4 * 0.6))
    assert found.var() == pytest.approx(27 * 0.4 * 0.6, rel=0.08)


def test_rooms_and_people_are_a_binomial_share_of_the_meetings() -> None:
    said = Assumptions(
        meetings_per_victim=1, convened_within=1, in_person=70, meetings_per_room_day=1,
        meetings_per_attendee=1,
    )  # fmt: skip
    wanted = (pool(Role.ROOMS, None), pool(Role.ATTENDING, None, AgencyCategory.LEGAL))
    rooms, legal = forecast(figures(DERBY, said, pools=wanted)).roles
    assert close(rooms.weeks[0].asked.mean, 27 * 0.7, sqrt(27 * 0.7 * 0.3))
    assert close(legal.weeks[0].asked.mean, 27 * 0.5, sqrt(27 * 0.25))
    assert [rooms.breach, rooms.one_more, rooms.weeks[0].breach] == [None, None, None]


def test_a_breach_is_as_likely_as_poisson_says_and_so_is_what_one_more_chair_buys() -> None:
    chairs = forecast(figures(UNKNOWN, ONCE, pools=(pool(Role.CHAIRS, 2.0),))).roles[0]
    means = weekly(figures(UNKNOWN, ONCE))
    alone = [1 - poisson_upto(10, mean) for mean in means]
    assert [week.breach for week in chairs.weeks] == pytest.approx(alone, abs=0.025)
    for meetings, told in ((10, chairs.breach), (15, chairs.one_more and chairs.one_more.breach)):
        exact = 1 - np.prod([poisson_upto(meetings, mean) for mean in means])
        assert told == pytest.approx(exact, abs=0.025)
    assert chairs.likely is not None
    assert chairs.possible is not None
    assert chairs.possible <= chairs.likely
    assert chairs.enough is not None
    assert chairs.enough.breach <= 0.1


def test_key_workers_keep_their_young_people() -> None:
    wanted = (pool(Role.KEY_WORKERS, 5.0), pool(Role.KEY_WORKERS, 6.0))
    short, enough = forecast(figures(pools=wanted)).roles
    assert {(week.asked.low, week.asked.high) for week in short.weeks} == {(5.4, 5.4)}
    assert (short.breach, short.beyond, short.possible, short.likely) == (1.0, 2.0, 0, 0)
    assert (short.enough and short.enough.more, enough.breach, enough.enough) == (1, 0.0, None)
    assert (enough.possible, enough.likely) == (None, None)


def test_weeks_of_which_nothing_is_known_break_nothing() -> None:
    there = Pool(Role.CHAIRS, (None, *(0.0,) * (WEEKS - 1)))
    chairs = forecast(figures(pools=(there,))).roles[0]
    assert (chairs.weeks[0].breach, chairs.weeks[0].capacity) == (None, None)
    assert chairs.weeks[1].breach == pytest.approx(1, abs=0.01)
    assert chairs.likely == 1


def test_a_week_without_a_working_day_asks_for_nobody() -> None:
    days = (0, 3, *(5,) * (WEEKS - 2))
    wanted = (pool(Role.CHAIRS, 9.0), pool(Role.MINUTE_TAKERS, 9.0))
    chairs, takers = forecast(figures(days=days, pools=wanted)).roles
    assert (chairs.weeks[0].asked.high, takers.weeks[0].asked.high) == (0, 0)
    assert chairs.weeks[1].asked.mean == pytest.approx(27 / 3)
    assert takers.weeks[1].asked.mean == pytest.approx(27 / 2.4)


def test_no_victim_asks_for_nothing() -> None:
    found = forecast(figures(Victims(0, 0, 0), pools=(pool(Role.CHAIRS, 0.0),)))
    assert (found.in_surge.high, found.roles[0].breach, found.roles[0].beyond) == (0, 0, 0)
    assert rhythm_faults(Victims(0, 0, 0), Assumptions(meetings_per_victim=20)) == []


def test_the_same_seed_gives_the_same_forecast() -> None:
    of = figures(UNKNOWN, pools=(pool(Role.CONFERENCES, 3.0),))
    assert forecast(of, seed=5) == forecast(of, seed=5)
    assert forecast(of, seed=5) != forecast(of, seed=6)


def test_meetings_cannot_follow_each_other_sooner_than_was_said() -> None:
    said = Assumptions(meetings_per_victim=5.1, convened_within=1, review_from=10, review_to=10)
    (fault,) = rhythm_faults(DERBY, said)
    assert fault.field == "meetings_per_victim"
    assert "no more than 5 meetings" in fault.message


def test_every_figure_out_of_bounds_is_named() -> None:
    said = Assumptions(meetings_per_victim=0.5, half_life=0, spread=101, in_person=float("nan"))
    assert [fault.field for fault in assumption_faults(said)] == [
        "meetings_per_victim", "spread", "half_life", "in_person",
    ]  # fmt: skip
    (fault,) = assumption_faults(Assumptions(review_from=9, review_to=8))
    assert fault.field == "review_to"
    assert assumption_faults(Assumptions()) == []


def test_the_mean_of_the_surge_is_rounded_up() -> None:
    assert [meetings_forecast(victims) for victims in (0, 1, 27, 34)] == [0, 4, 90, 114]
    assert [meetings_forecast(30, 3.1), meetings_forecast(3, 3.1)] == [93, 10]
