"""How long chains take: percentiles over those decided, survival with those that are not yet."""

from collections.abc import Iterator, Mapping
from math import ceil

Days = Mapping[int, int]
"""How many chains took so many working days, or are undecided since so many."""


def percentile(decided: Days, per_cent: int) -> int:
    """The nearest rank: the least number of days that so many per cent of some took at most."""
    rank = ceil(per_cent * sum(decided.values()) / 100)
    in_order = [days for days in sorted(decided) for _ in range(decided[days])]
    return in_order[rank - 1]


def survival(decided: Days, undecided: Days) -> Iterator[tuple[int, float]]:
    """The share still undecided after each day of a decision (Kaplan and Meier).

    An undecided chain counts as at risk up to and on the day that it is undecided since.
    """
    share = 1.0
    at_risk = sum(decided.values()) + sum(undecided.values())
    open_days = sorted(undecided.items())
    for day in sorted(decided):
        while open_days and open_days[0][0] < day:
            at_risk -= open_days.pop(0)[1]
        share *= 1 - decided[day] / at_risk
        at_risk -= decided[day]
        yield day, share
