"""The table on the screen and the list in `build/bench.json`."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.benchmarks.registry import Figure

FILE = Path(__file__).resolve().parents[2] / "build" / "bench.json"
_HEADINGS = ("figure", "value", "unit", "bound", "holds")
_HOLDS = {True: "yes", False: "NO", None: ""}


def table(figures: Sequence[Figure]) -> str:
    """Aligned columns, numbers to the right."""
    rows = [_HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return "\n".join(_line(row, widths) for row in rows)


def write(figures: Sequence[Figure], *, whole: bool) -> None:
    """Write the list; unless this is a `whole` run, figures of other names stay as they were."""
    FILE.parent.mkdir(exist_ok=True)
    known = [] if whole or not FILE.exists() else _known()
    merged = {figure.name: figure for figure in [*known, *figures]}
    encoded = msgspec.json.encode(list(merged.values()))
    FILE.write_bytes(msgspec.json.format(encoded, indent=2) + b"\n")


def _known() -> list[Figure]:
    return msgspec.json.decode(FILE.read_bytes(), type=list[Figure])


def _row(figure: Figure) -> tuple[str, ...]:
    value = f"{figure.value:,.0f}" if figure.value == int(figure.value) else f"{figure.value:,.2f}"
    return (figure.name, value, figure.unit, figure.bound, _HOLDS[figure.holds])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column == 1 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
