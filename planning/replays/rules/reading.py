"""A file of past meetings, line by line: its rows, and every fault with the line it stands on."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from planning.procedures.rules import Profile
from planning.replays.rules.columns import Header, read_header
from planning.replays.rules.rows import Fault, PastMeeting, read_row
from planning.replays.rules.words import vocabulary

if TYPE_CHECKING:
    import _csv

MOST_ROWS = 500_000
LONGEST_LINE = 200_000
_SEPARATORS = ",;\t"
_NOT_TEXT = (
    "This is not text in UTF-8. In Excel choose “Save as” and “CSV UTF-8 (comma delimited)”."
)
_NOT_CSV = "From here on this is no CSV: a quotation mark stands without its other."
_TOO_WIDE = "has more cells than there are headings. Put text with a separator in quotation marks."
_TOO_MANY = f"More than {MOST_ROWS:,} rows. Split the file by the first meeting of each child."


def read_lines(
    lines: Iterable[bytes], profile: Profile, today: date
) -> Iterator[PastMeeting | Fault]:
    """Each row or its faults, in the order of the file.

    A fault that spoils the rest (unreadable bytes, a quotation mark without its other) is the last.
    """
    text = _Text(lines)
    records = _records(text)
    head = next(records, None)
    if head is None:
        yield text.fault or Fault(0, "The file is empty.")
        return
    if isinstance(head, Fault):
        yield head
        return
    header = read_header(head.cells)
    if header.faults:
        yield from (Fault(head.line, fault.message) for fault in header.faults)
        return
    yield from _rows(records, header, profile, today)
    if text.fault:
        yield text.fault


def _rows(
    records: Iterator["Record | Fault"], header: Header, profile: Profile, today: date
) -> Iterator[PastMeeting | Fault]:
    words, width = vocabulary(profile), header.width
    for number, record in enumerate(records):
        if isinstance(record, Fault):
            yield record
        elif number >= MOST_ROWS:
            yield Fault(record.line, _TOO_MANY)
            return
        elif any(cell.strip() for cell in record.cells[width:]):
            yield Fault(record.line, f"The row {_TOO_WIDE}")
        else:
            found = read_row(record.line, record.cells, header, words, today)
            if isinstance(found, list):
                yield from found
            else:
                yield found


class Record(NamedTuple):
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: list[str]


def _records(text: "_Text") -> Iterator[Record | Fault]:
    """Rows that say something; a row that cannot be told from the next is a fault and the last."""
    rows, before = _reader(text)
    while True:
        line = before + rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Fault(line, _NOT_CSV)
            return
        if any(cell.strip() for cell in cells):
            yield Record(line, cells)


def _reader(text: "_Text") -> "tuple[_csv.Reader, int]":
    """By the separator that the first line says (Excel's “sep=;”) or that its headings use."""
    first = next(text, "")
    said = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    separator = said[1] if said else max(_SEPARATORS, key=first.count)
    lines = text if said else chain([first], text)
    return csv.reader(lines, delimiter=separator, strict=True), int(bool(said))


class _Text:
    """The file's lines as text; it ends at bytes that are none, and keeps why."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._number = 0
        self.fault: Fault | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._number += 1
        try:
            text = line.decode("utf-8-sig" if self._number == 1 else "utf-8")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            return self._end(_NOT_TEXT)
        if len(line) > LONGEST_LINE:
            return self._end("The line is too long. Leave columns with long texts out.")
        return text

    def _end(self, why: str) -> str:
        self.fault = Fault(self._number, why)
        self._lines = iter(())
        raise StopIteration
