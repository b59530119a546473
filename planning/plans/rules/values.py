"""The values of a section as they are kept, and every fault of what was typed."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import clean, text_faults
from planning.plans.rules.templates import Column, Field, FieldKind, Section

Row = dict[str, str]
Value = str | list[Row]
Content = dict[str, Value]

TEXT_LENGTH = 10_000
ROWS_AT_MOST = 500
NUMBER_AT_MOST = Decimal(10_000_000)
DECIMALS = 2
YEARS = range(2000, 2101)


class Checked(msgspec.Struct, frozen=True):
    """What a section would hold (empty values left out) and what is wrong with the rest."""

    content: Content
    faults: list[Blocker]


def check_section(section: Section, raw: Mapping[str, Any]) -> Checked:
    """Every value of a section in its kept form; faults name field, row and column."""
    known = {field.key: field for field in section.fields}
    faults = [
        Blocker("This section has no such field.", str(key)) for key in raw if key not in known
    ]
    content: Content = {}
    for key, field in known.items():
        value = _value(field, raw.get(key), faults)
        if value:
            content[key] = value
    return Checked(content, faults)


def _value(field: Field, raw: object, faults: list[Blocker]) -> Value:
    if field.columns:
        return _rows(field, raw, faults)
    return read_cell(field, raw, field.key, faults)


def _rows(field: Field, raw: object, faults: list[Blocker]) -> list[Row]:
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        faults.append(Blocker("Give the rows as a list.", field.key))
        return []
    if len(raw) > ROWS_AT_MOST:
        faults.append(Blocker(f"Keep to {ROWS_AT_MOST} rows or fewer.", field.key))
    rows = [_row(field, row, f"{field.key}.{place}", faults) for place, row in enumerate(raw)]
    kept = [row for row in rows if len(row) > 1]
    if len({row["id"] for row in kept}) < len(kept):
        faults.append(Blocker("Two rows have the same id.", field.key))
    return kept


def _row(field: Field, raw: Mapping[str, Any], place: str, faults: list[Blocker]) -> Row:
    known = {column.key: column for column in field.columns}
    faults.extend(
        Blocker("This table has no such column.", f"{place}.{key}")
        for key in raw
        if key not in known and key != "id"
    )
    row = {"id": _identifier(raw.get("id"), f"{place}.id", faults)}
    for key, column in known.items():
        cell = read_cell(column, raw.get(key), f"{place}.{key}", faults)
        if cell:
            row[key] = cell
    return row


def read_cell(part: Field | Column, raw: object, place: str, faults: list[Blocker]) -> str:
    """One value in its kept form, "" for none; faults are added."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        faults.append(Blocker(f"Give “{part.label}” as text.", place))
        return ""
    text = clean(raw)
    if not text:
        return ""
    return _of_kind(part, text, place, faults)


def _of_kind(part: Field | Column, text: str, place: str, faults: list[Blocker]) -> str:
    if part.kind is FieldKind.NUMBER:
        return _number(text, place, faults)
    if part.kind is FieldKind.DATE:
        return _date(text, place, faults)
    if part.kind in {FieldKind.PERSON, FieldKind.AGENCY}:
        return _identifier(text, place, faults)
    if part.kind is FieldKind.CHOICE:
        if text not in part.choices:
            faults.append(Blocker(f"Choose “{part.label}” from the list.", place))
        return text
    faults.extend(
        text_faults(
            text, field=place, what=f"“{part.label}”", limit=TEXT_LENGTH, needed=False
        )
    )  # fmt: skip
    return text


def plain_decimal(number: Decimal) -> str:
    """A number as it is kept and compared: no exponent, no trailing zeros, no minus zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def decimal_faults(number: Decimal, place: str) -> list[Blocker]:
    """A blocker unless the number is from nought to ten million with at most two decimals."""
    if not number.is_finite() or not 0 <= number <= NUMBER_AT_MOST:
        return [Blocker(f"Enter a number from 0 to {NUMBER_AT_MOST:,}.", place)]
    if number != round(number, DECIMALS):
        return [Blocker("Use at most two decimal places.", place)]
    return []


def _number(text: str, place: str, faults: list[Blocker]) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        faults.append(Blocker("Enter a number, such as 12 or 7.5.", place))
        return ""
    found = decimal_faults(number, place)
    faults.extend(found)
    return "" if found else plain_decimal(number)


def _date(text: str, place: str, faults: list[Blocker]) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        faults.append(Blocker("Enter a real date, from 2000 to 2100.", place))
        return ""
    return day.isoformat()


def _identifier(raw: object, place: str, faults: list[Blocker]) -> str:
    try:
        return str(UUID(str(raw)))
    except ValueError:
        faults.append(Blocker("Choose from the list.", place))
        return ""


def identifiers(section: Section, content: Content, kind: FieldKind) -> dict[str, UUID]:
    """The people or agencies that a section names, by the place of the field."""
    found: dict[str, UUID] = {}
    for field in section.fields:
        value = content.get(field.key, "")
        if isinstance(value, list):
            for number, row in enumerate(value):
                found |= {
                    f"{field.key}.{number}.{column.key}": UUID(row[column.key])
                    for column in field.columns
                    if column.kind is kind and column.key in row
                }
        elif field.kind is kind and value:
            found[field.key] = UUID(value)
    return found


def missing(section: Section, content: Content) -> list[Field]:
    """Needed fields that are still empty."""
    return [field for field in section.fields if field.needed and not content.get(field.key)]


def fold(text: str) -> str:
    """Text as fingerprints compare it: NFC, trimmed, all white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())
