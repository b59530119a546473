"""The forecast: many surges drawn at random, and what they ask for."""

import math

import numpy as np

from planning.surge.forecast.assumptions import SEED_MEETINGS, SEED_VICTIMS
from planning.surge.forecast.curve import shape_of
from planning.surge.forecast.draws import draw
from planning.surge.forecast.figures import Figures, Forecast
from planning.surge.forecast.roles import band_of, role_forecast

RUNS = 10_000
SEED = 2009


def forecast(figures: Figures, seed: int = SEED, runs: int = RUNS) -> Forecast:
    """The same figures and seed give the same forecast. Figures must be without faults."""
    rng = np.random.default_rng(seed)
    shape = shape_of(figures)
    drawn = draw(figures, shape, runs, rng)
    return Forecast(
        runs=runs,
        seed=seed,
        follow_on=shape.follow_on,
        victims=band_of(drawn.victims),
        in_surge=band_of(drawn.in_surge),
        meetings=tuple(band_of(week) for week in drawn.meetings),
        roles=tuple(role_forecast(pool, figures, drawn, rng) for pool in figures.pools),
    )


def meetings_forecast(victims: int, meetings_per_victim: float | None = None) -> int:
    """The mean number of meetings in the surge, rounded up; by the review's rate unless told."""
    if meetings_per_victim is None:
        return -(-victims * SEED_MEETINGS // SEED_VICTIMS)
    return math.ceil(victims * meetings_per_victim - 1e-9)
