"""What meetings ask of each role, week by week, and what one more of it buys."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planning.people.rules import AgencyCategory
from planning.surge.forecast.assumptions import Assumptions
from planning.surge.forecast.draws import Counts, Drawn, thinned
from planning.surge.forecast.figures import Band, Figures, More, Pool, Role, RoleForecast, WeekAsked

FULL_WEEK = 5
ATTENDING = {
    AgencyCategory.SOCIAL_CARE: 2.0,
    AgencyCategory.POLICE: 1.0,
    AgencyCategory.HEALTH: 2.0,
    AgencyCategory.EDUCATION: 1.0,
    AgencyCategory.YOUTH_JUSTICE: 0.5,
    AgencyCategory.PROBATION: 0.25,
    AgencyCategory.VOLUNTARY: 0.5,
    AgencyCategory.LEGAL: 0.5,
    AgencyCategory.PARTNERSHIP: 0.25,
}
"""How many of eight people at a meeting come from each category: Accord's setting."""
POSSIBLE, LIKELY = 0.1, 0.5
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
_HAIR = 1e-9


class _Asked(NamedTuple):
    """How much there is to do, and how much of it one does in each week.

    `stands`: it does not pass with the week, as the young people whom a key worker has.
    """

    counts: Counts
    each: NDArray[np.float64]
    stands: bool = False


def role_forecast(
    pool: Pool, figures: Figures, drawn: Drawn, rng: np.random.Generator
) -> RoleForecast:
    """Bands, breaches, and what more of it buys, of one pool."""
    asked = _asked(pool, figures, drawn, rng)
    known = np.array([capacity is not None for capacity in pool.capacity])
    capacity = np.array([capacity or 0.0 for capacity in pool.capacity])
    needed = _needed(asked)
    over = (needed > capacity[:, None] + _HAIR) & known[:, None]
    weeks = tuple(
        WeekAsked(band, there, float(above.mean()) if there is not None else None)
        for band, there, above in zip(_bands(needed), pool.capacity, over, strict=True)
    )
    if not known.any():
        return RoleForecast(pool.role, pool.category, weeks)
    by_then = np.logical_or.accumulate(over).mean(axis=1)
    there = _There(asked, capacity, known)
    more = max(_more(np.where(known[:, None], needed - capacity[:, None], 0.0)), 1)
    return RoleForecast(
        role=pool.role,
        category=pool.category,
        weeks=weeks,
        breach=float(by_then[-1]),
        beyond=there.beyond(0),
        possible=_first(by_then, POSSIBLE),
        likely=_first(by_then, LIKELY),
        one_more=there.with_more(1),
        enough=there.with_more(more) if by_then[-1] > POSSIBLE else None,
    )


def band_of(counts: Counts) -> Band:
    """Of one number of each run."""
    return _bands(counts[None, :].astype(np.float64))[0]


class _There(NamedTuple):
    asked: _Asked
    capacity: NDArray[np.float64]
    known: NDArray[np.bool_]

    def with_more(self, more: int) -> More:
        over = _needed(self.asked) > (self.capacity + more)[:, None] + _HAIR
        return More(more, float(over[self.known].any(axis=0).mean()), self.beyond(more))

    def beyond(self, more: int) -> float:
        """What cannot be done in its week: all of it, or of what stands the most at a time."""
        done = ((self.capacity + more) * self.asked.each)[:, None]
        undone = np.maximum(self.asked.counts - done, 0.0)[self.known]
        return float((undone.max(axis=0) if self.asked.stands else undone.sum(axis=0)).mean())


def _more(short: NDArray[np.float64]) -> int:
    """How many more are enough in nine runs of ten."""
    worst = np.sort(np.ceil(short.max(axis=0) - _HAIR))
    return int(worst[_rank(HIGH, worst.size)])


def _first(by_then: NDArray[np.float64], share: float) -> int | None:
    found = np.flatnonzero(by_then >= share)
    return int(found[0]) if found.size else None


def _needed(asked: _Asked) -> NDArray[np.float64]:
    """In people, rooms or slots; a week without a working day asks for none."""
    each = np.where(asked.each > 0, asked.each, np.inf)
    needed: NDArray[np.float64] = asked.counts / each[:, None]
    return needed


def _bands(needed: NDArray[np.float64]) -> list[Band]:
    ranks = [_rank(share, needed.shape[1]) for share in (LOW, MIDDLE, HIGH)]
    placed = np.partition(needed, ranks, axis=1)[:, ranks]
    means = needed.mean(axis=1)
    return [
        Band(float(low), float(middle), float(high), float(mean))
        for (low, middle, high), mean in zip(placed, means, strict=True)
    ]


def _rank(share: float, runs: int) -> int:
    """The nearest rank."""
    return max(int(np.ceil(share * runs - _HAIR)) - 1, 0)


def _asked(pool: Pool, figures: Figures, drawn: Drawn, rng: np.random.Generator) -> _Asked:
    said, days = figures.assumptions, np.array(figures.days) / FULL_WEEK
    every_week = np.ones(len(figures.days))
    match pool.role:
        case Role.CHAIRS:
            return _Asked(drawn.meetings, days * said.meetings_per_chair)
        case Role.MINUTE_TAKERS:
            return _Asked(drawn.meetings, days * said.meetings_per_minute_taker)
        case Role.ROOMS:
            held = thinned(drawn.meetings, said.in_person / 100, rng)
            return _Asked(held, every_week * said.meetings_per_room_day)
        case Role.CONFERENCES:
            return _Asked(drawn.conferences, every_week)
        case Role.KEY_WORKERS:
            met = np.cumsum(drawn.first, axis=0, dtype=np.int32)
            return _Asked(met, every_week * said.victims_per_key_worker, stands=True)
    there = _attending(pool.category, said)
    whole, part = int(there), there - int(there)
    held = drawn.meetings * np.int32(whole) + thinned(drawn.meetings, part, rng)
    return _Asked(held, days * said.meetings_per_attendee)


def _attending(category: AgencyCategory | None, said: Assumptions) -> float:
    """How many people of a category come to a meeting."""
    share = ATTENDING[category] if category else 0.0
    return share * said.attendees / sum(ATTENDING.values())
