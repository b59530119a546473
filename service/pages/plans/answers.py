"""A section's answers between the form, generated from its template, and what planning keeps."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from planning.plans.rules.templates import Column, Field, FieldKind, Section
from planning.plans.rules.values import DECIMALS, NUMBER_AT_MOST, ROWS_AT_MOST, Content
from service.pages.forms import Form

REMOVE = "_remove"
ROW_ID = "id"
_DATE_PARTS = ("day", "month", "year")


def filled(section: Section, content: Content) -> Form:
    """The form that shows what is kept."""
    values: dict[str, object] = {}
    for field in section.fields:
        value = content.get(field.key, "")
        if isinstance(value, list):
            for number, row in enumerate(value):
                values |= _row_values(field, row, f"{field.key}-{number}-")
        else:
            values[field.key] = _shown(field.kind, value)
    return Form.filled(**values)


def without(section: Section, keys: Collection[str]) -> Section:
    """The section less some of its fields."""
    fields = [field for field in section.fields if field.key not in keys]
    return msgspec.structs.replace(section, fields=fields)


def rows_of(section: Section, form: Form) -> dict[str, list[Form]]:
    """The rows of each table that are kept: neither blank nor ticked for removal."""
    return {
        field.key: [
            row
            for row in form.rows(field.key, at_most=ROWS_AT_MOST)
            if not row.flag(REMOVE) and not row.is_blank(*_inputs(field.columns))
        ]
        for field in section.fields
        if field.columns
    }


def read(section: Section, form: Form, rows: dict[str, list[Form]]) -> dict[str, Any]:
    """What was typed, as planning takes it; faults are noted on the form."""
    return {
        field.key: [_read_row(field, row) for row in rows[field.key]]
        if field.columns
        else _read(field, form)
        for field in section.fields
    }


def _row_values(field: Field, row: dict[str, str], prefix: str) -> dict[str, object]:
    cells: dict[str, object] = {
        f"{prefix}{column.key}": _shown(column.kind, row.get(column.key, ""))
        for column in field.columns
    }
    return {f"{prefix}{ROW_ID}": row[ROW_ID], **cells}


def _shown(kind: FieldKind, value: str) -> object:
    return date.fromisoformat(value) if value and kind is FieldKind.DATE else value


def _inputs(columns: Sequence[Column]) -> list[str]:
    return [
        name
        for column in columns
        for name in (
            [f"{column.key}-{part}" for part in _DATE_PARTS]
            if column.kind is FieldKind.DATE
            else [column.key]
        )
    ]


def _read_row(field: Field, row: Form) -> dict[str, str]:
    cells = {column.key: _read(column, row) for column in field.columns}
    kept = row.value(ROW_ID)
    return {ROW_ID: kept, **cells} if kept else cells


def _read(part: Field | Column, form: Form) -> str:
    match part.kind:
        case FieldKind.DATE:
            day = form.date(part.key, label=part.label)
            return day.isoformat() if day else ""
        case FieldKind.NUMBER:
            number = form.decimal(
                part.key, label=part.label, maximum=Decimal(NUMBER_AT_MOST), places=DECIMALS
            )
            return "" if number is None else str(number)
        case FieldKind.CHOICE:
            return form.choice(part.key, label=part.label, options=part.choices)
        case FieldKind.PERSON | FieldKind.AGENCY:
            chosen = form.uuid(part.key, label=part.label)
            return str(chosen) if chosen else ""
        case _:
            return form.long_text(part.key, label=part.label)
