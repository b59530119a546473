"""What is told of the counts of one quarter, and of several.

Numbers are hidden in each quarter by itself, and a number over several quarters is shown only when
it is shown of each: a longer period never tells more than its quarters do.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from planning.measures.rules.hiding import (
    Table,
    hidden_lines,
    hidden_of,
    is_few,
    shown_cell,
)
from planning.measures.rules.measured import Ratio
from planning.measures.rules.shown import Share, Shown


class Told(NamedTuple):
    """What is shown of one line: its total and its parts."""

    total: Shown
    parts: Mapping[str, Shown]

    def of(self, keys: Collection[str]) -> Shown:
        """Several parts together: when all are shown, or all the others and the total."""
        if len(keys) == 1:
            return self.parts[next(iter(keys))]
        others = [shown for key, shown in self.parts.items() if key not in keys]
        together = added([self.parts[key] for key in keys])
        rest = added(others)
        if together.value is None and None not in (self.total.value, rest.value):
            return Shown((self.total.value or 0) - (rest.value or 0))
        return together

    def shares(self, ratios: Sequence[Ratio]) -> list[Share]:
        """The shares that are told."""
        return [
            Share(ratio.key, ratio.words, self.of(ratio.count), self.of(ratio.of))
            for ratio in ratios
        ]


def told_whole(sums: Mapping[str, int]) -> Told:
    """Of all together in one quarter."""
    total = sum(sums.values())
    if is_few(total):
        return Told(Shown(few=True), dict.fromkeys(sums, Shown()))
    lines = hidden_lines(sums)
    return Told(Shown(total), {key: lines.shown(key, count) for key, count in sums.items()})


def told_rows(sums: Mapping[str, int], table: Table) -> dict[str, Told]:
    """Of every row of a table in one quarter; `sums` are those of its columns."""
    if is_few(sum(sums.values())):
        return {row: Told(Shown(), dict.fromkeys(sums, Shown())) for row in table}
    totals = {row: sum(cells.values()) for row, cells in table.items()}
    lines, hidden = hidden_lines(totals), hidden_of(table, hidden_lines(sums).hidden)
    return {
        row: Told(
            lines.shown(row, totals[row]),
            {key: shown_cell(count, (row, key), hidden) for key, count in cells.items()},
        )
        for row, cells in table.items()
    }


def added(quarters: Sequence[Shown]) -> Shown:
    """Several numbers as one; a single one says what it said."""
    if len(quarters) == 1:
        return quarters[0]
    values = [one.value for one in quarters]
    return Shown() if None in values else Shown(sum(value or 0 for value in values))


def joined(quarters: Sequence[Told]) -> Told:
    """The same line over several quarters."""
    return Told(
        added([one.total for one in quarters]),
        {key: added([one.parts[key] for one in quarters]) for key in quarters[0].parts},
    )
