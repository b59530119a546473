"""What is told of durations: percentiles of enough chains, survival where every band is shown."""

from planning.measures.rules.counts import Line
from planning.measures.rules.measured import Measured
from planning.measures.rules.shown import FEW, Distribution, Point
from planning.measures.rules.survival import percentile, survival
from planning.measures.rules.table import BY_KEY, DAY_BANDS, band_key
from planning.measures.rules.telling import Told

MEDIAN, NINETIETH = 50, 90
_DECIDED = tuple(part.key for part in BY_KEY[Measured.DAYS].parts if part.key != "undecided")


def distribution(line: Line, told: Told) -> Distribution:
    """Of chains: no percentile of 5 or fewer, nor of a number that is hidden."""
    decided = told.of(_DECIDED)
    enough = decided.value is not None and decided.value > FEW
    return Distribution(
        decided=decided,
        median=percentile(line.decided, MEDIAN) if enough else None,
        ninetieth=percentile(line.decided, NINETIETH) if enough else None,
        survival=_points(line, told) if enough else [],
    )


def _points(line: Line, told: Told) -> list[Point]:
    """In whole per cent at the end of each band, as far as no band is hidden."""
    steps = list(survival(line.decided, line.undecided))
    points = []
    for last in DAY_BANDS:
        if told.parts[band_key(last)].value is None:
            break
        share = next((share for day, share in reversed(steps) if day <= last), 1.0)
        points.append(Point(last, round(100 * share)))
    return points
