"""The figures of a period, put together from the counts of its quarters."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from planning.measures.rules.counts import Dimension, Line, Quarter, whole
from planning.measures.rules.measured import Measure, Measured, Part
from planning.measures.rules.shown import Cell, Figure, Row, Shown
from planning.measures.rules.spread import distribution
from planning.measures.rules.table import BY_KEY, MEASURES
from planning.measures.rules.telling import Told, joined, told_rows, told_whole

REST = ""
"""Of a table of one operation, the row of all who are not in it."""
_REASONS = BY_KEY[Measured.REASONS]
_ADJOURNED = _REASONS.ratios[0].count
_MINUTES = 60


class Words(msgspec.Struct, frozen=True):
    """What is told by its name: agencies, types, and operations that the reader sees."""

    agencies: Mapping[str, str]
    kinds: Mapping[str, str]
    operations: Mapping[str, str]

    def of(self, dimension: Dimension, row: str) -> str:
        """The name of a row."""
        if dimension is Dimension.MONTH:
            return f"{date.fromisoformat(row):%B %Y}"
        names = {Dimension.KIND: self.kinds, Dimension.OPERATION: self.operations}
        return names.get(dimension, {}).get(row, row) or "No team"


class Counted:
    """The counts of the quarters of a period; a quarter without any is an empty mapping."""

    def __init__(self, quarters: Sequence[Quarter], words: Words) -> None:
        self._quarters, self._words = quarters, words
        self._wholes = [whole(quarter) for quarter in quarters]

    def figures(self) -> list[Figure]:
        """Of everything together."""
        line = _together(self._wholes)
        adjourned = self._whole(_REASONS).of(_ADJOURNED)
        return [
            self._figure(measure, self._whole(measure), line, adjourned) for measure in MEASURES
        ]

    def figures_of(self, dimension: Dimension, row: str) -> list[Figure]:
        """Of one row: what a filter shows."""
        line = self._line(dimension, row)
        adjourned = self._told(_REASONS, dimension, row)[row].of(_ADJOURNED)
        return [
            self._figure(measure, self._told(measure, dimension, row)[row], line, adjourned)
            for measure in MEASURES
        ]

    def with_rows(self) -> list[Figure]:
        """Of everything together, and told apart by month, team, type and operation."""
        reasons = {dimension: self._told(_REASONS, dimension) for dimension in Dimension}
        return [
            msgspec.structs.replace(
                figure,
                **{
                    f"by_{dimension}": self._rows(figure.measure, dimension, reasons[dimension])
                    for dimension in Dimension
                },
            )
            for figure in self.figures()
        ]

    def _figure(self, measure: Measure, told: Told, line: Line, adjourned: Shown) -> Figure:
        return Figure(
            measure=measure,
            total=told.total,
            shares=told.shares(measure.ratios),
            parts=self._cells(measure, told),
            hours=_hours(line, adjourned) if measure.key is Measured.HOURS else None,
            distribution=distribution(line, told) if measure.key is Measured.DAYS else None,
        )

    def _rows(
        self, measure: Measure, dimension: Dimension, reasons: Mapping[str, Told]
    ) -> list[Row]:
        hours = measure.key is Measured.HOURS
        return [
            Row(
                key=row,
                words=self._words.of(dimension, row),
                total=told.total,
                shares=told.shares(measure.ratios),
                parts=self._cells(measure, told),
                hours=(
                    _hours(self._line(dimension, row), reasons[row].of(_ADJOURNED))
                    if hours
                    else None
                ),
            )
            for row, told in sorted(self._told(measure, dimension).items())
        ]

    def _cells(self, measure: Measure, told: Told) -> list[Cell]:
        return [Cell(part.key, part.words, told.parts[part.key]) for part in self._parts(measure)]

    def _parts(self, measure: Measure) -> Sequence[Part]:
        if measure.key is not Measured.ABSENT:
            return measure.parts
        found = {part for line in self._wholes for part in line.parts[Measured.ABSENT]}
        names = self._words.agencies
        return [Part(key, names[key]) for key in sorted(found, key=lambda one: (names[one], one))]

    def _whole(self, measure: Measure) -> Told:
        parts = self._parts(measure)
        return joined([told_whole(_counts(line, measure, parts)) for line in self._wholes])

    def _told(
        self, measure: Measure, dimension: Dimension, asked: str | None = None
    ) -> dict[str, Told]:
        """Every row of a dimension; `asked` too when nothing counts there."""
        parts = self._parts(measure)
        rows = {row for quarter in self._quarters for row in quarter.get(dimension, {})}
        if asked is not None:
            rows.add(asked)
        told = [
            self._told_quarter(measure, parts, dimension, place, rows)
            for place in range(len(self._quarters))
        ]
        if dimension is Dimension.MONTH:
            return {row: one for quarter in told for row, one in quarter.items()}
        return {row: joined([quarter[row] for quarter in told]) for row in sorted(rows)}

    def _told_quarter(
        self,
        measure: Measure,
        parts: Sequence[Part],
        dimension: Dimension,
        place: int,
        rows: set[str],
    ) -> dict[str, Told]:
        lines = self._quarters[place].get(dimension, {})
        sums = _counts(self._wholes[place], measure, parts)
        of_quarter = lines if dimension is Dimension.MONTH else sorted(rows)
        table = {row: _counts(lines.get(row, Line()), measure, parts) for row in of_quarter}
        if dimension is not Dimension.OPERATION:
            return told_rows(sums, table)
        return {
            row: told_rows(sums, {row: own, REST: {key: sums[key] - own[key] for key in own}})[row]
            for row, own in table.items()
        }

    def _line(self, dimension: Dimension, row: str) -> Line:
        return _together(
            [quarter.get(dimension, {}).get(row, Line()) for quarter in self._quarters]
        )


def _counts(line: Line, measure: Measure, parts: Sequence[Part]) -> dict[str, int]:
    counts = line.parts[measure.key]
    return {part.key: counts[part.key] for part in parts}


def _together(lines: Sequence[Line]) -> Line:
    line = Line()
    for one in lines:
        line.join(one)
    return line


def _hours(line: Line, adjourned: Shown) -> Shown:
    """Whole hours, when it is shown how many meetings they are of; halves are rounded to even."""
    if adjourned.value is None:
        return Shown()
    return Shown(round(line.agency_minutes / _MINUTES))
