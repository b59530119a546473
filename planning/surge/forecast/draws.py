"""Drawing surges at random: all runs at once, day by day, as counts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning.surge.forecast.assumptions import SURGE_DAYS, Assumptions
from planning.surge.forecast.curve import Shape, who_comes
from planning.surge.forecast.figures import Figures, Victims

Counts = NDArray[np.int32]
"""A row for each day or week, a column for each run."""


class Drawn(NamedTuple):
    """Of each run: victims and meetings in the surge; by week meetings, first ones, conferences."""

    victims: Counts
    in_surge: Counts
    meetings: Counts
    first: Counts
    conferences: Counts


def draw(figures: Figures, shape: Shape, runs: int, rng: np.random.Generator) -> Drawn:
    """Meetings are counted by the day, for what a day leads to depends on nothing before it."""
    others = _others(figures.victims, figures.assumptions, runs, rng)
    known = np.full(runs, figures.victims.known, dtype=np.int32)
    days = max(sum(figures.days), SURGE_DAYS)
    first = np.zeros((days + 1, runs), dtype=np.int32)
    first[: SURGE_DAYS + 1] = _spread(known, shape.known, rng) + _spread(others, shape.others, rng)
    meetings = _with_following(first, shape, rng)
    weekly = _weeks(meetings, figures.days)
    share = figures.assumptions.conference_share / 100
    return Drawn(
        victims=known + others,
        in_surge=meetings[: SURGE_DAYS + 1].sum(axis=0, dtype=np.int32),
        meetings=weekly,
        first=_weeks(first, figures.days),
        conferences=sum(
            (
                _conferences(thinned(group, share, rng), chances, figures, rng)
                for group, chances in ((known, shape.known), (others, shape.others))
            ),
            start=np.zeros_like(weekly),
        ),
    )


def thinned(counts: Counts, share: float, rng: np.random.Generator) -> Counts:
    """Each one stays with this chance."""
    return rng.binomial(counts, share).astype(np.int32)


def _others(
    victims: Victims, assumptions: Assumptions, runs: int, rng: np.random.Generator
) -> Counts:
    """Suspected ones by chance each; of the unheard of, an uncertain number around what is due."""
    came = who_comes(victims, assumptions)
    spread = (assumptions.spread / 100) ** 2
    around = rng.gamma(1 / spread, spread, runs) if spread else np.ones(runs)
    suspected = rng.binomial(victims.suspected, came.chance, runs)
    return (suspected + rng.poisson(came.further * around)).astype(np.int32)


def _spread(people: Counts, chances: NDArray[np.float64], rng: np.random.Generator) -> Counts:
    """Each on one of the days; the chances sum to one."""
    return rng.multinomial(people, chances / chances.sum()).T.astype(np.int32)


def _with_following(first: Counts, shape: Shape, rng: np.random.Generator) -> Counts:
    days, runs = first.shape
    every = np.zeros((days + shape.gaps.stop, runs), dtype=np.int32)
    every[:days] = first
    for day in range(1, days):
        on = thinned(every[day], shape.follow_on, rng)
        every[day + shape.gaps.start : day + shape.gaps.stop] += _in_gaps(on, shape.gaps, rng)
    return every[:days]


def _in_gaps(meetings: Counts, gaps: range, rng: np.random.Generator) -> Counts:
    """Each after one of the gaps, drawn one by one: quicker than as many binomial draws."""
    runs = meetings.size
    run_of = np.repeat(np.arange(runs), meetings)
    gap_of = rng.integers(len(gaps), size=run_of.size, dtype=np.uint8).astype(np.int64)
    counted = np.bincount(gap_of * runs + run_of, minlength=len(gaps) * runs)
    return counted.reshape(len(gaps), runs).astype(np.int32)


def _conferences(
    people: Counts, chances: NDArray[np.float64], figures: Figures, rng: np.random.Generator
) -> Counts:
    """In the second half of the days allowed; those after the last week are left out."""
    within = figures.assumptions.conference_within
    after = np.zeros(within + 1)
    after[(within + 1) // 2 :] = 1 / (within // 2 + 1)
    by_day = np.zeros(max(sum(figures.days), len(chances) + within) + 1)
    held = np.convolve(chances, after)
    by_day[: len(held)] = held
    weekly = [by_day[days].sum() for days in days_of(figures.days)]
    return _spread(people, np.array([*weekly, max(1 - sum(weekly), 0.0)]), rng)[:-1]


def days_of(weeks: tuple[int, ...]) -> list[slice]:
    """The numbers of each week's working days: day 1 is the first after go-live."""
    ends = np.cumsum(weeks) + 1
    return [slice(int(end) - count, int(end)) for end, count in zip(ends, weeks, strict=True)]


def _weeks(daily: Counts, weeks: tuple[int, ...]) -> Counts:
    return np.stack([daily[days].sum(axis=0, dtype=np.int32) for days in days_of(weeks)])
