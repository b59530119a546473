"""What is measured, of when, and what of it may be shown."""

from planning.measures.rules.measured import Measure, Measured, Part, Ratio
from planning.measures.rules.period import (
    MOST_QUARTERS,
    Period,
    last_whole_quarter,
    period_blockers,
    quarter_of,
    quarters,
)
from planning.measures.rules.shown import (
    FEW,
    Cell,
    Dashboard,
    Distribution,
    Figure,
    Filters,
    Point,
    Row,
    Share,
    Shown,
)
from planning.measures.rules.table import MEASURES

__all__ = [
    "FEW",
    "MEASURES",
    "MOST_QUARTERS",
    "Cell",
    "Dashboard",
    "Distribution",
    "Figure",
    "Filters",
    "Measure",
    "Measured",
    "Part",
    "Period",
    "Point",
    "Ratio",
    "Row",
    "Share",
    "Shown",
    "last_whole_quarter",
    "period_blockers",
    "quarter_of",
    "quarters",
]
