"""A contingency register as a picture of likelihood and impact, with its table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from msgspec import Struct

from planning.plans.queries.plans import PlanSeen
from planning.plans.rules.registers import (
    HIGH,
    IMPACT,
    LIKELIHOOD,
    Placed,
    is_register,
    placed,
    scale,
)
from planning.plans.rules.templates import Column, Field, Section
from service.pages.charts.grid import grid
from service.pages.charts.marks import Drawing
from service.pages.presenters.dates import short_day
from service.pages.presenters.tags import Tag


class RegisterRow(Struct, frozen=True):
    """One contingency."""

    trigger: str
    rating: str
    tag: Tag
    lead: str
    hours: str
    tested: str


class RegisterShown(Struct, frozen=True):
    """A register of a plan; `href` leads to the section that holds it."""

    key: str
    heading: str
    href: str
    sentence: str
    description: str
    drawing: Drawing
    rows: tuple[RegisterRow, ...]


def registers(seen: PlanSeen, names: Mapping[str, str]) -> list[RegisterShown]:
    """Every register that the reader sees in a plan."""
    return [
        _register(seen, one.section, field, placed(field, rows), names)
        for one in seen.sections
        for field in one.section.fields
        if is_register(field) and isinstance(rows := one.content.get(field.key, []), list)
    ]


def _register(
    seen: PlanSeen,
    section: Section,
    field: Field,
    rows: Sequence[Placed],
    names: Mapping[str, str],
) -> RegisterShown:
    columns = scale(field, LIKELIHOOD), scale(field, IMPACT)
    return RegisterShown(
        key=field.key,
        heading=field.label,
        href=f"/plans/{seen.id}/sections/{section.key}",
        sentence=_sentence(rows),
        description=_description(rows, columns),
        drawing=_drawing(rows, columns),
        rows=tuple(_row(one, columns, names) for one in rows),
    )


def _drawing(rows: Sequence[Placed], columns: tuple[Column, Column]) -> Drawing:
    across, up = columns
    counts = Counter((one.likelihood, one.impact) for one in rows if one.score is not None)
    highest = len(across.choices) * len(up.choices)
    high = frozenset(
        (x, y)
        for x, y in product(range(1, len(across.choices) + 1), range(1, len(up.choices) + 1))
        if x * y >= HIGH * highest
    )
    return grid(
        {(x, y): count for (x, y), count in counts.items() if x and y},
        high,
        across=[across.said(level) for level in across.choices],
        up=[up.said(level) for level in up.choices],
        titles=(f"{across.label} →", f"{up.label} ↑"),
    )


def _sentence(rows: Sequence[Placed]) -> str:
    high = sum(one.high for one in rows)
    unrated = sum(one.score is None for one in rows)
    untested = sum("tested_on" not in one.row for one in rows if one.high)
    said = f"{high} of {len(rows)} contingencies are high: they stand in the bordered cells."
    if untested:
        said += f" {untested} of the high ones have never been tested."
    if unrated:
        said += f" {unrated} not rated yet, and not in the picture."
    return said


def _description(rows: Sequence[Placed], columns: tuple[Column, Column]) -> str:
    across, up = columns
    counts = Counter((one.likelihood, one.impact) for one in rows if one.score is not None)
    parts = [
        f"{count} with likelihood {across.said(across.choices[x - 1])}"
        f" and impact {up.said(up.choices[y - 1])}"
        for (x, y), count in sorted(counts.items(), key=str)
        if x and y
    ]
    return "; ".join(parts) or "Nothing is rated."


def _row(one: Placed, columns: tuple[Column, Column], names: Mapping[str, str]) -> RegisterRow:
    row = one.row
    agency = names.get(row.get("lead_agency", ""), "")
    lead = ", ".join(part for part in (agency, row.get("lead_role", "")) if part)
    return RegisterRow(
        trigger=row.get("trigger", "Not named"),
        rating=" × ".join(_level(column, row) for column in columns),
        tag=_tag(one),
        lead=lead or "Nobody yet",
        hours=row.get("hours_to_respond", "Not said"),
        tested=short_day(date.fromisoformat(row["tested_on"])) if "tested_on" in row else "Never",
    )


def _level(column: Column, row: Mapping[str, str]) -> str:
    return column.said(row[column.key]) if column.key in row else "Not rated"


def _tag(one: Placed) -> Tag:
    if one.score is None:
        return Tag("Not rated", "grey")
    return Tag(f"High, {one.score}", "red") if one.high else Tag(str(one.score), "grey")
