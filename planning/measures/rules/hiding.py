"""Which numbers of a table are hidden, so that none from 1 to 5 can be told from the others.

A table is of one quarter and one measure: rows are teams (or types, months, or being in an
operation or not), columns the parts of the measure. Its sums are told too: of each column, which
all tables of that measure share, and of each row, which other measures may tell as well. So for
every small number that is hidden there is another table with the same sums and the same numbers
shown, in which that number is another: one more here, one fewer beside it, one fewer below it,
and one more across. Nobody who sees all that is shown, of every filter, can tell which is true.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planning.measures.rules.shown import FEW, Shown

Table = Mapping[str, Mapping[str, int]]
Place = tuple[str, str]


class Hidden(NamedTuple):
    """What of a table is hidden: whole rows, whole columns, and single numbers.

    Of `few` it is told that they are from 1 to 5, of the others nothing.
    """

    rows: frozenset[str]
    columns: frozenset[str]
    cells: frozenset[Place]
    few: frozenset[Place]


def is_few(count: int) -> bool:
    """Whether a count is never shown."""
    return 1 <= count <= FEW


class Lines(NamedTuple):
    """Which sums are hidden; of `few` it is told that they are from 1 to 5."""

    hidden: frozenset[str]
    few: frozenset[str]

    def shown(self, key: str, count: int) -> Shown:
        """What is told of one sum."""
        return Shown(few=key in self.few) if key in self.hidden else Shown(count)


def hidden_lines(sums: Mapping[str, int]) -> Lines:
    """Small sums, and the smallest that is larger, so that the total does not tell them.

    Where none is larger all are hidden, and nothing is told of any: two of 5 would be told by 10.
    """
    small = frozenset(key for key, count in sums.items() if is_few(count))
    larger = [(count, key) for key, count in sums.items() if count > FEW]
    if not small:
        return Lines(frozenset(), frozenset())
    if not larger:
        return Lines(frozenset(sums), frozenset())
    return Lines(small | {min(larger)[1]}, small)


def hidden_of(table: Table, columns: frozenset[str]) -> Hidden:
    """All that is hidden of a table whose columns `columns` are hidden already."""
    rows = hidden_lines({row: sum(cells.values()) for row, cells in table.items()})
    return _Search(table, rows.hidden, columns).found()


def shown_cell(count: int, place: Place, hidden: Hidden) -> Shown:
    """What is told of one number."""
    row, column = place
    if row in hidden.rows or column in hidden.columns:
        return Shown()
    if place in hidden.cells:
        return Shown(few=place in hidden.few)
    return Shown(count)


class _Search:
    """Hides, beside each small number, three more: with it they can move by one."""

    def __init__(self, table: Table, rows: frozenset[str], columns: frozenset[str]) -> None:
        self._table = table
        self._rows, self._columns = rows, columns
        self._cells: set[Place] = set()
        self._moves: list[tuple[Place, Place, Place, Place]] = []

    def found(self) -> Hidden:
        small = [place for place in self._visible() if is_few(self._count(place))]
        self._cells.update(small)
        for place in small:
            self._hide_beside(place)
        for row in self._table:
            if row not in self._rows and is_few(self._hidden_of(row)):
                self._hide_more(row)
        few = {place for place in self._cells if is_few(self._count(place))}
        few -= {place for move in self._moves for place in self._leaving(move)}
        return Hidden(self._rows, self._columns, frozenset(self._cells), frozenset(few))

    def _visible(self) -> Iterator[Place]:
        for row, cells in self._table.items():
            if row not in self._rows:
                yield from ((row, column) for column in cells if column not in self._columns)

    def _count(self, place: Place) -> int:
        return self._table[place[0]][place[1]]

    def _is_hidden(self, place: Place) -> bool:
        return place in self._cells or place[0] in self._rows or place[1] in self._columns

    def _hide_beside(self, place: Place) -> None:
        row, column = place
        beside = self._cheapest([(row, other) for other in self._table[row] if other != column])
        below = self._cheapest([(other, column) for other in self._table if other != row])
        across = (below[0], beside[1])
        self._cells.update(one for one in (beside, below, across) if not self._is_hidden(one))
        self._moves.append((place, across, beside, below))

    def _hidden_of(self, row: str) -> int:
        return sum(
            count for column, count in self._table[row].items() if self._is_hidden((row, column))
        )

    def _hide_more(self, row: str) -> None:
        """Where whole columns hide but few of a row, which its own sum would tell together."""
        cells = self._table[row].items()
        _, column = min((count, column) for column, count in cells if count > FEW)
        lent = max((column for column in self._columns), key=lambda key: self._table[row][key])
        partner = min(
            (one for one in self._table if one != row),
            key=lambda one: (
                not (self._table[one][column] or self._hidden_of(one)),
                self._cost((one, column)),
            ),
        )
        self._cells.update({(row, column), (partner, column)})
        self._moves.append(((row, column), (partner, lent), (row, lent), (partner, column)))

    def _cheapest(self, places: Sequence[Place]) -> Place:
        """One that can be one fewer: rather more than 5, rather hidden already, rather small.

        With one of more than 5 among them, what is hidden of a line is more than 5 together, so
        that no sum of parts is a small number that the line's own sum tells.
        """
        able = [place for place in places if self._count(place) > 0]
        return min(able, key=self._cost)

    def _cost(self, place: Place) -> tuple[bool, bool, int, Place]:
        count = self._count(place)
        return is_few(count), not self._is_hidden(place), count, place

    def _leaving(self, move: tuple[Place, Place, Place, Place]) -> Iterator[Place]:
        """Those that would no longer be from 1 to 5, were it told of them that they are."""
        *more, beside, below = move
        yield from (place for place in more if self._count(place) == FEW)
        yield from (place for place in (beside, below) if self._count(place) == 1)
