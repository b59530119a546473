"""What makes a template unsound: texts, keys, choices, columns, starter rows, order."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

import msgspec

from planning.errors import Blocker
from planning.operations.rules import Tier, clean, text_faults
from planning.people.rules import AgencyCategory
from planning.plans.rules.templates import HOLDS_ROWS, Column, Field, FieldKind, Section
from planning.plans.rules.values import ROWS_AT_MOST, Row, read_cell

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
ROW_ID = "id"
LONGEST = {
    "title": 200,
    "label": 200,
    "guidance": 2000,
    "source": 200,
    "hint": 500,
    "responsibilities": 4000,
    "authority_limit": 500,
}
_MAY_BE_EMPTY = frozenset({"guidance", "source", "hint", "responsibilities", "authority_limit"})
LONGEST_CHOICE = 200
MOST = {
    "sections": 60,
    "roles": 60,
    "fields": 60,
    "columns": 20,
    "choices": 60,
    "after": 60,
    "starter": ROWS_AT_MOST,
}


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a template, and where."""

    place: str
    message: str


def attribute_faults(name: str, value: object, place: str) -> list[Fault]:
    """What is wrong with one attribute of the right type."""
    if isinstance(value, list) and len(value) > MOST.get(name, len(value)):
        return [Fault(place, f"There are more than {MOST[name]}.")]
    if not isinstance(value, str):
        return []
    if name == "key":
        return _key_faults(value, place)
    if name not in LONGEST:
        return []
    return _text(value, name, place, LONGEST[name], needed=name not in _MAY_BE_EMPTY)


def _key_faults(key: str, place: str) -> list[Fault]:
    if KEY.fullmatch(key) and key != ROW_ID:
        return []
    return [
        Fault(
            place,
            "A key has up to 40 small letters, digits and underscores, begins with a letter and"
            " is not “id”.",
        )
    ]


def _text(text: str, name: str, place: str, limit: int, *, needed: bool) -> list[Fault]:
    found = text_faults(clean(text), field=place, what=f"“{name}”", limit=limit, needed=needed)
    return _as_faults(found)


def _as_faults(blockers: Iterable[Blocker]) -> list[Fault]:
    return [Fault(blocker.field, blocker.message) for blocker in blockers]


def parts_faults(keys: Iterable[str], roles: Iterable[str]) -> list[Fault]:
    """Whether there is a section, and no section or role is there twice."""
    keys = list(keys)
    none = [] if keys else [Fault("sections", "There is no section.")]
    return [*none, *_twice(keys, "sections"), *_twice(roles, "roles")]


def section_faults(
    section: Section | None,
    fields: Sequence[Field],
    *,
    keys: Sequence[str],
    given: bool,
    place: str,
) -> list[Fault]:
    """Faults of a section as a whole; `section` is `None` when it cannot be read."""
    faults = [] if given else [Fault(place, "There is no field.")]
    faults += _twice(keys, place)
    if section is None or section.required_for_gate is None:
        return faults
    if section.tier is Tier.POLICE:
        faults.append(Fault(place, "The gate cannot read a police-sensitive section."))
    if not any(field.needed for field in fields):
        faults.append(Fault(place, "The gate reads this section, so a field must be needed."))
    return faults


def field_faults(field: Field, place: str) -> list[Fault]:
    """Faults of a field with its columns; its starter rows are read by `starter_rows`."""
    faults = _twice([column.key for column in field.columns], place)
    if (field.kind in HOLDS_ROWS) != bool(field.columns):
        faults.append(Fault(place, "A table has columns, and nothing else has."))
    parts: list[Field | Column] = [field, *field.columns]
    for part in parts:
        faults += _choice_faults(part, f"{place}.{part.key}")
    if any(column.kind in HOLDS_ROWS for column in field.columns):
        faults.append(Fault(place, "A table holds no tables."))
    return faults


def _choice_faults(part: Field | Column, place: str) -> list[Fault]:
    if (part.kind is FieldKind.CHOICE) != bool(part.choices):
        return [Fault(place, "A choice has choices, nothing else has.")]
    faults = _twice(part.choices, place)
    for choice in part.choices:
        faults += _text(choice, "choices", place, LONGEST_CHOICE, needed=True)
    return faults


def starter_rows(field: Field, place: str, faults: list[Fault]) -> list[Row]:
    """The starter rows as a plan keeps them, agencies by their category; faults are added."""
    known = {column.key: column for column in field.columns}
    strange = sorted({key for row in field.starter for key in row} - known.keys())
    faults.extend(Fault(f"{place}.starter", f"There is no column “{key}”.") for key in strange)
    return [
        row
        for number, raw in enumerate(field.starter, start=1)
        if (row := _starter_row(known, raw, f"{place}.starter.{number}", faults))
    ]


def _starter_row(known: Mapping[str, Column], raw: Row, place: str, faults: list[Fault]) -> Row:
    cells = {
        key: _starter_cell(known[key], text, f"{place}.{key}", faults)
        for key, text in raw.items()
        if key in known
    }
    return {key: cell for key, cell in cells.items() if cell}


def _starter_cell(column: Column, text: str, place: str, faults: list[Fault]) -> str:
    if column.kind is FieldKind.PERSON and text:
        faults.append(Fault(place, "A template names no person."))
        return ""
    if column.kind is FieldKind.AGENCY:
        if text and text not in set(AgencyCategory):
            wanted = ", ".join(AgencyCategory)
            faults.append(Fault(place, f"Name a kind of agency: {wanted}."))
        return text
    found: list[Blocker] = []
    cell = read_cell(column, text, place, found)
    faults += _as_faults(found)
    return cell


def order_faults(sections: Sequence[Section], *, known: Sequence[str]) -> list[Fault]:
    """What is wrong with the order in which sections ask to be completed."""
    by_key = {section.key: section for section in sections}
    faults: list[Fault] = []
    for number, section in enumerate(sections, start=1):
        place = f"sections.{number} ({section.key}).after"
        faults += _twice(section.after, place)
        for key in dict.fromkeys(section.after):
            faults += _after_faults(section, key, by_key.get(key), place, known=key in known)
    return [*faults, *_cycles(by_key)]


def _after_faults(
    section: Section, key: str, first: Section | None, place: str, *, known: bool
) -> list[Fault]:
    if not known:
        return [Fault(place, f"There is no section “{key}”.")]
    if first and first.tier is Tier.POLICE and section.tier is not Tier.POLICE:
        return [Fault(place, f"“{key}” is police-sensitive: who writes this may not know of it.")]
    return []


def _cycles(by_key: Mapping[str, Section]) -> list[Fault]:
    graph = {
        key: {one for one in section.after if one in by_key} for key, section in by_key.items()
    }
    faults: list[Fault] = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            graph[circle[1]].discard(circle[0])
            told = " → ".join(reversed(circle))
            faults.append(Fault("sections", f"These sections wait for each other: {told}."))
        else:
            return faults


def _twice(keys: Iterable[str], place: str) -> list[Fault]:
    return [
        Fault(place, f"“{key}” is there more than once.")
        for key, times in Counter(keys).items()
        if times > 1
    ]
