"""The counts of one quarter, before anything is hidden: they stay inside this area."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from planning.clock import london_date
from planning.measures.rules.counting import settled
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.measured import USUAL, Measured
from planning.measures.rules.table import band_of


class Dimension(StrEnum):
    """By what counts are told apart. Each but an operation has every count in one row."""

    MONTH = "month"
    TEAM = "team"
    KIND = "kind"
    OPERATION = "operation"


class Sum(NamedTuple):
    """Cells summed: of a quarter, and of one row of a dimension."""

    quarter: date
    dimension: Dimension
    row: str
    measure: Measured
    part: str
    amount: int


class Line:
    """Everything that is counted of one row in one quarter."""

    def __init__(self) -> None:
        self.parts: dict[Measured, Counter[str]] = defaultdict(Counter)
        self.decided: Counter[int] = Counter()
        self.undecided: Counter[int] = Counter()
        self.agency_minutes = Fraction(0)

    def add(self, one: Sum, now: datetime, deadlines: Deadlines) -> None:
        """Add cells, as they count at a moment."""
        if one.measure is Measured.HOURS:
            self.agency_minutes += Fraction(one.amount, int(one.part))
        elif one.measure is Measured.DAYS:
            self._add_days(one, now, deadlines)
        else:
            self.parts[one.measure][settled(one.part, one.measure, now)] += one.amount

    def join(self, other: "Line") -> None:
        """Add all that another counts."""
        for measure, parts in other.parts.items():
            self.parts[measure].update(parts)
        self.decided.update(other.decided)
        self.undecided.update(other.undecided)
        self.agency_minutes += other.agency_minutes

    def complete(self) -> None:
        """Add what is left of all meetings, once everything else is added."""
        meetings = self.parts[Measured.REPEATS].total()
        for measure, part in USUAL.items():
            self.parts[measure][part] = meetings - self.parts[measure].total()

    def _add_days(self, one: Sum, now: datetime, deadlines: Deadlines) -> None:
        said, value = one.part.split(":")
        if said == "decided":
            self.decided[int(value)] += one.amount
            self.parts[Measured.DAYS][band_of(int(value))] += one.amount
        else:
            open_for = deadlines.working_days(date.fromisoformat(value), london_date(now))
            self.undecided[open_for] += one.amount
            self.parts[Measured.DAYS]["undecided"] += one.amount


Quarter = Mapping[Dimension, Mapping[str, Line]]


def counted(
    sums: Iterable[Sum], now: datetime, deadlines: Deadlines
) -> dict[date, dict[Dimension, dict[str, Line]]]:
    """The counts of each quarter by dimension and row."""
    found: dict[date, dict[Dimension, dict[str, Line]]] = {}
    for one in sums:
        rows = found.setdefault(one.quarter, {}).setdefault(one.dimension, {})
        rows.setdefault(one.row, Line()).add(one, now, deadlines)
    for rows in (rows for quarter in found.values() for rows in quarter.values()):
        for line in rows.values():
            line.complete()
    return found


def whole(quarter: Quarter) -> Line:
    """All rows together."""
    line = Line()
    for row in quarter.get(Dimension.TEAM, {}).values():
        line.join(row)
    return line
