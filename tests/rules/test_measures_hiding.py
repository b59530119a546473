"""Nobody who sees all that is shown of a table can tell a number from 1 to 5."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from planning.measures.rules.hiding import is_few
from planning.measures.rules.shown import Shown
from planning.measures.rules.telling import Told, told_rows, told_whole

Table = dict[str, dict[str, int]]
LARGEST = 14


def tables(rows: int, columns: int) -> st.SearchStrategy[Table]:
    numbers = st.one_of(st.integers(0, 3), st.integers(0, 7), st.sampled_from([5, 6, 12]))
    line = st.lists(numbers, min_size=columns, max_size=columns)
    return st.lists(line, min_size=1, max_size=rows).map(
        lambda lines: {
            f"row {r}": {f"part {c}": count for c, count in enumerate(counts)}
            for r, counts in enumerate(lines)
        }
    )


def sums_of(table: Table) -> dict[str, int]:
    columns = next(iter(table.values()))
    return {column: sum(cells[column] for cells in table.values()) for column in columns}


def allows(shown: Shown, value: int) -> bool:
    if shown.value is not None:
        return value == shown.value
    return is_few(value) if shown.few else True


def agrees(table: Table, whole: Told, rows: Mapping[str, Told]) -> bool:
    """Whether a table could be the true one, by all that is shown of the true one."""
    sums = sums_of(table)
    return (
        allows(whole.total, sum(sums.values()))
        and all(allows(whole.parts[column], count) for column, count in sums.items())
        and all(allows(rows[row].total, sum(cells.values())) for row, cells in table.items())
    )


def possible(told: Told) -> list[Sequence[int]]:
    """What each part of a row can be, by what is shown of it alone."""
    return [
        [shown.value]
        if shown.value is not None
        else list(range(1, 6))
        if shown.few
        else list(range(LARGEST + 1))
        for shown in told.parts.values()
    ]


def moved(table: Table) -> Iterator[Table]:
    """Tables one move away: one more, one fewer, so that what is shown of sums may stay."""
    places = [(row, column) for row, cells in table.items() for column in cells]
    rows, columns = list(table), list(next(iter(table.values())))
    for (row, column), other_row, other_column in product(places, rows, columns):
        for step in (1, -1):
            new = {key: dict(cells) for key, cells in table.items()}
            new[row][column] += step
            new[row][other_column] -= step
            new[other_row][column] -= step
            new[other_row][other_column] += step
            yield new
            new = {key: dict(cells) for key, cells in table.items()}
            new[row][column] += step
            new[row][other_column] -= step
            yield new
            new = {key: dict(cells) for key, cells in table.items()}
            new[row][column] += step
            new[other_row][column] -= step
            yield new
            new = {key: dict(cells) for key, cells in table.items()}
            new[row][column] += step
            yield new


def shown_cells_agree(table: Table, rows: Mapping[str, Told]) -> bool:
    return all(
        count >= 0 and allows(rows[row].parts[column], count)
        for row, cells in table.items()
        for column, count in cells.items()
    )


def alternatives(table: Table, whole: Told, rows: Mapping[str, Told]) -> list[Table]:
    return [
        other
        for other in moved(table)
        if shown_cells_agree(other, rows) and agrees(other, whole, rows)
    ]


@settings(max_examples=100)
@given(tables(4, 4))
@example({"a": {"x": 5, "y": 0}, "b": {"x": 5, "y": 0}})
@example({"a": {"x": 1, "y": 6}, "b": {"x": 6, "y": 0}})
@example({"a": {"x": 5, "y": 5}, "b": {"x": 5, "y": 5}})
def test_each_small_number_can_be_another(table: Table) -> None:
    whole, rows = told_whole(sums_of(table)), told_rows(sums_of(table), table)
    others = alternatives(table, whole, rows)
    for row, cells in table.items():
        for column, count in cells.items():
            if is_few(count):
                assert rows[row].parts[column].value is None
                assert any(other[row][column] != count for other in others)
        if is_few(sum(cells.values())):
            assert rows[row].total.value is None
            assert any(sum(other[row].values()) != sum(cells.values()) for other in others)
    for column, count in sums_of(table).items():
        if is_few(count):
            assert whole.parts[column].value is None
            assert any(sums_of(other)[column] != count for other in others)


@settings(max_examples=25)
@given(tables(2, 2))
def test_going_through_every_table_that_could_be_true_tells_no_small_number(table: Table) -> None:
    """The slow way, by brute force: no reasoning at all is left out."""
    whole, rows = told_whole(sums_of(table)), told_rows(sums_of(table), table)
    found: dict[tuple[str, str], set[int]] = {}
    columns = list(next(iter(table.values())))
    each = [[dict(zip(columns, line, strict=True)) for line in product(*possible(rows[row]))
             if allows(rows[row].total, sum(line))] for row in table]  # fmt: skip
    for lines in product(*each):
        guess = dict(zip(table, lines, strict=True))
        if agrees(guess, whole, rows):
            for row, cells in guess.items():
                for column, count in cells.items():
                    found.setdefault((row, column), set()).add(count)
    for row, cells in table.items():
        for column, count in cells.items():
            if is_few(count):
                assert len(found[row, column]) > 1


@settings(max_examples=100)
@given(tables(4, 4))
def test_what_is_shown_is_true_and_large_or_none(table: Table) -> None:
    whole, rows = told_whole(sums_of(table)), told_rows(sums_of(table), table)
    assert shown_cells_agree(table, rows)
    assert agrees(table, whole, rows)
    for told in (whole, *rows.values()):
        for shown in (told.total, *told.parts.values()):
            assert shown.value is None or not is_few(shown.value)


@settings(max_examples=100)
@given(tables(4, 4), st.sets(st.integers(0, 3), min_size=2))
def test_no_sum_of_parts_is_a_small_number(table: Table, chosen: set[int]) -> None:
    columns = list(next(iter(table.values())))
    keys = tuple(columns[place] for place in chosen if place < len(columns))
    for told in (told_whole(sums_of(table)), *told_rows(sums_of(table), table).values()):
        shown = told.of(keys or columns)
        assert shown.value is None or not is_few(shown.value)
