"""When meetings are expected: exact, by working day, where a forecast draws at random.

Working day 1 is the first after go-live. Known victims are met in the first days; the others
disclose, fewer each day, and all of them early enough to be met within the surge. Each meeting
leads to another with the same chance, which is set so that the meetings within the surge are as
many as was assumed for each victim.
"""

import math
from typing import NamedTuple

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from planning.errors import Blocker
from planning.surge.forecast.assumptions import SURGE_DAYS, Assumptions
from planning.surge.forecast.figures import Figures, Victims

Days = NDArray[np.float64]
_HALVINGS = 60
_HAIR = 1e-9


class Shape(NamedTuple):
    """Chances of a first meeting by working day, from 0, and of each gap until the next one."""

    known: Days
    others: Days
    gaps: range
    follow_on: float


class Came(NamedTuple):
    """Who is expected beside the known: each of the suspected by chance, and others unheard of."""

    chance: float
    further: float


def who_comes(victims: Victims, assumptions: Assumptions) -> Came:
    """Together they are the number to plan for."""
    others = victims.planning - victims.known
    chance = assumptions.suspected_share / 100
    if victims.suspected:
        chance = min(chance, others / victims.suspected)
    return Came(chance, others - victims.suspected * chance)


def shape_of(figures: Figures) -> Shape:
    """When first meetings are held and how often another follows."""
    said = figures.assumptions
    shape = Shape(_known(said), _others(said), range(said.review_from, said.review_to + 1), 1.0)
    wanted = figures.victims.planning * said.meetings_per_victim
    return shape._replace(follow_on=_follow_on(_first(figures.victims, shape), shape.gaps, wanted))


def expected_by_day(figures: Figures, shape: Shape, days: int) -> Days:
    """Mean number of meetings on each working day, from day 0 to the last."""
    first = np.zeros(max(days, SURGE_DAYS) + 1)
    first[: SURGE_DAYS + 1] = _first(figures.victims, shape)
    return _with_following(first, shape.gaps, shape.follow_on)[: days + 1]


def rhythm_faults(victims: Victims, assumptions: Assumptions) -> list[Blocker]:
    """Whether so many meetings can follow each other at all; of assumptions without a fault."""
    most = most_meetings(victims, assumptions)
    if assumptions.meetings_per_victim <= most:
        return []
    words = (
        f"With {assumptions.review_from} to {assumptions.review_to} working days from one meeting"
        f" to the next, no more than {int(most * 10) / 10:g} meetings for each victim fit into"
        f" {SURGE_DAYS} working days. Enter fewer, or let the next meeting follow sooner."
    )
    return [Blocker(words, "meetings_per_victim")]


def most_meetings(victims: Victims, assumptions: Assumptions) -> float:
    """For each victim in the surge, if every meeting led to another."""
    if not victims.planning:
        return math.inf
    gaps = range(assumptions.review_from, assumptions.review_to + 1)
    first = _first(victims, Shape(_known(assumptions), _others(assumptions), gaps, 1.0))
    return float(_with_following(first, gaps, 1.0).sum()) / victims.planning + _HAIR


def fitted(victims: Victims, assumptions: Assumptions) -> Assumptions:
    """With meetings following each other as soon as their number asks for."""
    while assumptions.review_to > 1 and rhythm_faults(victims, assumptions):
        assumptions = structs.replace(
            assumptions,
            review_from=max(assumptions.review_from - 1, 1),
            review_to=assumptions.review_to - 1,
        )
    return assumptions


def _known(said: Assumptions) -> Days:
    chances = np.zeros(SURGE_DAYS + 1)
    chances[1 : said.convened_within + 1] = 1 / said.convened_within
    return chances


def _others(said: Assumptions) -> Days:
    """Disclosures from the day of go-live on, each met within the days in which one convenes."""
    days = np.arange(SURGE_DAYS + 1 - said.convened_within)
    weights = 0.5 ** (days / said.half_life)
    met = np.convolve(weights / weights.sum(), _known(said))
    return met[: SURGE_DAYS + 1]


def _first(victims: Victims, shape: Shape) -> Days:
    """Expected first meetings by day."""
    return victims.known * shape.known + (victims.planning - victims.known) * shape.others


def _with_following(first: Days, gaps: range, chance: float) -> Days:
    every = first.copy()
    for day in range(1, len(every)):
        before = every[max(day - gaps.stop + 1, 0) : max(day - gaps.start + 1, 0)]
        every[day] += chance * before.sum() / len(gaps)
    return every


def _follow_on(first: Days, gaps: range, wanted: float) -> float:
    """By halving: more meetings follow, the greater the chance."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _with_following(first, gaps, middle).sum() < wanted:
            low = middle
        else:
            high = middle
    return high
