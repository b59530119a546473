"""Tables of a plan whose rows are changed one at a time: registers, and whatever is long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planning.operations.rules import Tier
from planning.plans.queries.plans import PlanSeen, SectionSeen
from planning.plans.rules.sections import SectionState
from planning.plans.rules.templates import Column, Field, FieldKind
from planning.plans.rules.values import Row
from service.pages.presenters.dates import short_day

TOGETHER = 40
"""As many rows as one form holds; a form takes 2,000 inputs at most."""
_SHOWN = 5
_NOTHING = "Nothing yet"
_IN_A_REGISTER = ("trigger", "likelihood", "impact", "lead_agency", "tested_on")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row: the first cell opens it."""

    id: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of some columns, enough to find a row."""

    columns: list[str]
    rows: list[ListedRow]


def listed(section: SectionSeen, names: Mapping[str, str]) -> dict[str, Listed]:
    """The section's tables whose rows have a page each, by the field's key."""
    return {
        field.key: _listed(field, value, names)
        for field in section.section.fields
        if field.columns
        and isinstance(value := section.content.get(field.key, []), list)
        and (field.kind is FieldKind.RISK or len(value) > TOGETHER)
    }


def first_to_complete(seen: PlanSeen, section: SectionSeen) -> list[str]:
    """The titles of sections that are best completed first and are not complete."""
    return [
        one.section.title
        for one in seen.sections
        if one.section.key in section.section.after
        and one.state is not SectionState.COMPLETE
        and one.section.tier is Tier.SAFEGUARDING
    ]


def _listed(field: Field, rows: list[Row], names: Mapping[str, str]) -> Listed:
    columns = _columns(field)
    return Listed(
        [_heading(column) for column in columns],
        [
            ListedRow(row["id"], [_cell(column, row, names) or _NOTHING for column in columns])
            for row in rows
        ],
    )


def _columns(field: Field) -> list[Column]:
    if field.kind is FieldKind.RISK:
        return [column for column in field.columns if column.key in _IN_A_REGISTER]
    return field.columns[:_SHOWN]


def _heading(column: Column) -> str:
    """Figures stand alone in the list; their words are on the row's page."""
    return f"{column.label}, 1 to {len(column.choices)}" if column.words else column.label


def _cell(column: Column, row: Row, names: Mapping[str, str]) -> str:
    value = row.get(column.key, "")
    if value and column.kind is FieldKind.DATE:
        return short_day(date.fromisoformat(value))
    return names.get(value, value)
