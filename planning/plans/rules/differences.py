"""What changed between two versions, in words."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from planning.operations.rules import Tier
from planning.plans.rules.fingerprints import canonical_part, terms
from planning.plans.rules.lines import (
    PHASE_WORDS,
    RESOURCE_TERMS,
    ROLE_TERMS,
    TERM_WORDS,
    Phase,
    ResourceLine,
    RoleLine,
    Schedule,
)
from planning.plans.rules.templates import Column, Field, FieldKind, Section, Template
from planning.plans.rules.values import Content

NAME_LENGTH = 60


class Difference(msgspec.Struct, frozen=True):
    """One change: where, and how it read before and reads now ("" for nothing).

    `signed`: agencies sign this, so that signatures of the earlier version no longer match.
    """

    place: str
    before: str
    after: str
    signed: bool = True

    @property
    def words(self) -> str:
        """The change as a sentence."""
        if not self.before:
            return f"{self.place}: added “{self.after}”."
        if not self.after:
            return f"{self.place}: removed “{self.before}”."
        return f"{self.place}: “{self.before}” became “{self.after}”."


def shared_differences(
    template: Template,
    old: Mapping[str, Content],
    new: Mapping[str, Content],
    names: Mapping[str, str],
    *,
    tier: Tier = Tier.SAFEGUARDING,
    whole: bool = False,
) -> list[Difference]:
    """Changes of what every agency signs, in the template's order; `names` by id, for people.

    `whole`: of what nobody signs too, as all of the police tier is.
    """
    return [
        difference
        for section in template.sections
        if section.tier is tier
        for difference in _of_section(
            section, old.get(section.key, {}), new.get(section.key, {}), names, whole=whole
        )
    ]


def _of_section(
    section: Section, old: Content, new: Content, names: Mapping[str, str], *, whole: bool
) -> list[Difference]:
    fields = [field for field in section.fields if whole or field.material]
    before, after = canonical_part(fields, old), canonical_part(fields, new)
    in_signed_tier = section.tier is Tier.SAFEGUARDING
    return [
        msgspec.structs.replace(difference, signed=field.material and in_signed_tier)
        for field in fields
        if before.get(field.key) != after.get(field.key)
        for difference in _of_field(
            f"{section.title}, {field.label}",
            field,
            (before.get(field.key), after.get(field.key)),
            names,
        )
    ]


def _of_field(
    place: str, field: Field, values: tuple[object, object], names: Mapping[str, str]
) -> list[Difference]:
    if not field.columns:
        before, after = (_said(field, str(value or ""), names) for value in values)
        return [Difference(place, before, after)]
    old, new = (value if isinstance(value, dict) else {} for value in values)
    return [
        difference
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
        for difference in _of_row(place, field, (old.get(key), new.get(key)), names)
    ]


def _of_row(
    place: str,
    field: Field,
    rows: tuple[Mapping[str, str] | None, Mapping[str, str] | None],
    names: Mapping[str, str],
) -> list[Difference]:
    """A row that came or went as a whole; of one that stayed, each cell that changed."""
    old, new = rows
    if old is None or new is None:
        before, after = (_row_words(field, row or {}, names) for row in rows)
        return [Difference(place, before, after)]
    first = field.columns[0]
    name = shorten(_said(first, old.get(first.key, ""), names) or "row without a name")
    return [
        Difference(
            f"{place}, “{name}”, {column.label.lower()}",
            _said(column, old.get(column.key, ""), names),
            _said(column, new.get(column.key, ""), names),
        )
        for column in field.columns
        if old.get(column.key) != new.get(column.key)
    ]


def _row_words(field: Field, row: Mapping[str, str], names: Mapping[str, str]) -> str:
    cells = [_said(column, row[column.key], names) for column in field.columns if column.key in row]
    return "; ".join(cells)


def _said(part: Field | Column, value: str, names: Mapping[str, str]) -> str:
    if part.kind is FieldKind.DATE and value:
        return day_words(date.fromisoformat(value))
    return names.get(value) or part.said(value)


def day_words(day: date) -> str:
    """A day as people write it: 1 March 2026."""
    return f"{day.day} {day:%B} {day.year}"


def shorten(text: str) -> str:
    """Enough of a text to know it by."""
    return text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1].rstrip()}…"


def schedule_differences(old: Schedule, new: Schedule) -> list[Difference]:
    """Changes of one agency's roles and resource lines."""
    return [
        *_of_lines(old.roles, new.roles, ROLE_TERMS),
        *_of_lines(old.resources, new.resources, RESOURCE_TERMS),
    ]


def _of_lines(
    old: Sequence[RoleLine | ResourceLine],
    new: Sequence[RoleLine | ResourceLine],
    names: Sequence[str],
) -> list[Difference]:
    before = {line.id: line for line in old}
    after = {line.id: line for line in new}
    changes: list[Difference] = []
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            changes.append(Difference(_kind(before[key]), _name(before[key]), ""))
        elif key not in before:
            changes.append(Difference(_kind(after[key]), "", _name(after[key])))
        else:
            changes += _of_line(before[key], after[key], names)
    return changes


def _of_line(
    old: RoleLine | ResourceLine,
    new: RoleLine | ResourceLine,
    names: Sequence[str],
) -> list[Difference]:
    before, after = terms(old, names), terms(new, names)
    return [
        Difference(
            f"{_kind(new)} “{_name(new)}”, {TERM_WORDS[name]}",
            _term_words(name, before[name]),
            _term_words(name, after[name]),
        )
        for name in names
        if before[name] != after[name]
    ]


def _term_words(name: str, value: str) -> str:
    if name in {"from_on", "until_on"}:
        return day_words(date.fromisoformat(value))
    return PHASE_WORDS[Phase(value)] if name == "phase" else value


def _kind(line: RoleLine | ResourceLine) -> str:
    return "Role" if isinstance(line, RoleLine) else "Resource"


def _name(line: RoleLine | ResourceLine) -> str:
    return line.title if isinstance(line, RoleLine) else f"{line.kind} ({line.unit})"
