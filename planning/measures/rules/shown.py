"""What may be shown: figures whose small numbers are hidden already. No others leave the area."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.measures.rules.measured import Measure, Measured
from planning.measures.rules.period import Period
from planning.procedures.rules import MeetingKind

FEW = 5
"""Counts from 1 to this are never shown."""


class Filters(msgspec.Struct, frozen=True):
    """At most one may be chosen: figures of two at once would tell of few children."""

    team: str | None = None
    kind: MeetingKind | None = None
    operation_id: UUID | None = None


class Shown(msgspec.Struct, frozen=True):
    """A number, or that it is hidden: `few` says that it is 5 or fewer, but not 0.

    Hidden and not `few`, it may be any number, and is hidden so that it does not tell another.
    """

    value: int | None = None
    few: bool = False


class Share(msgspec.Struct, frozen=True):
    """So many of so many."""

    key: str
    words: str
    count: Shown
    of: Shown

    @property
    def per_cent(self) -> float | None:
        """In per cent to one decimal; `None` when a number is hidden, or there are none."""
        if self.count.value is None or not self.of.value:
            return None
        return round(100 * self.count.value / self.of.value, 1)


class Cell(msgspec.Struct, frozen=True):
    """One part of what a measure counts."""

    key: str
    words: str
    count: Shown


class Row(msgspec.Struct, frozen=True):
    """A measure for one month, team, type or operation: `total` is all that counts there."""

    key: str
    words: str
    total: Shown
    shares: list[Share]
    parts: list[Cell]
    hours: Shown | None = None


class Point(msgspec.Struct, frozen=True):
    """The share of chains, in whole per cent, that were undecided still after so many days."""

    day: int
    per_cent: int


class Distribution(msgspec.Struct, frozen=True):
    """Working days: percentiles over decided chains (`decided`), survival with open ones.

    Percentiles over fewer than 6 are `None`.
    """

    decided: Shown
    median: int | None
    ninetieth: int | None
    survival: list[Point]


class Figure(msgspec.Struct, frozen=True):
    """All that is shown of a measure. With a filter there are no rows: only the whole has them."""

    measure: Measure
    total: Shown
    shares: list[Share]
    parts: list[Cell]
    hours: Shown | None = None
    distribution: Distribution | None = None
    by_month: list[Row] = []
    by_team: list[Row] = []
    by_kind: list[Row] = []
    by_operation: list[Row] = []


class Dashboard(msgspec.Struct, frozen=True):
    """The figures of a period and of the one before it, which are complete until `as_of`."""

    period: Period
    previous: Period
    filters: Filters
    as_of: datetime
    today: date
    figures: list[Figure]
    figures_before: list[Figure]

    def figure(self, key: Measured) -> Figure:
        """One measure's figure."""
        return next(one for one in self.figures if one.measure.key is key)

    def before(self, key: Measured) -> Figure:
        """The same of the period before."""
        return next(one for one in self.figures_before if one.measure.key is key)
