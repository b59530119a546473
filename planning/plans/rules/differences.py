"""What changed between two versions for one agency, in words."""

from collections.abc import Mapping, Sequence

import msgspec

from planning.operations.rules import Tier
from planning.plans.rules.fingerprints import material_part, terms
from planning.plans.rules.lines import (
    RESOURCE_TERMS,
    ROLE_TERMS,
    TERM_WORDS,
    ResourceLine,
    RoleLine,
    Schedule,
)
from planning.plans.rules.templates import Field, Section, Template
from planning.plans.rules.values import Content


class Difference(msgspec.Struct, frozen=True):
    """One change: where, and how it read before and reads now ("" for nothing)."""

    place: str
    before: str
    after: str

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
) -> list[Difference]:
    """Changes of what every agency signs, in the template's order; `names` by id, for people."""
    return [
        difference
        for section in template.sections
        if section.tier is Tier.SAFEGUARDING
        for difference in _of_section(
            section, old.get(section.key, {}), new.get(section.key, {}), names
        )
    ]


def _of_section(
    section: Section, old: Content, new: Content, names: Mapping[str, str]
) -> list[Difference]:
    before, after = material_part(section, old), material_part(section, new)
    return [
        difference
        for field in section.fields
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
        before, after = (str(value or "") for value in values)
        return [Difference(place, names.get(before, before), names.get(after, after))]
    old, new = (value if isinstance(value, dict) else {} for value in values)
    return [
        Difference(
            place,
            _row_words(field, old.get(key, {}), names),
            _row_words(field, new.get(key, {}), names),
        )
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def _row_words(field: Field, row: Mapping[str, str], names: Mapping[str, str]) -> str:
    cells = [column.said(row[column.key]) for column in field.columns if column.key in row]
    return "; ".join(names.get(cell, cell) for cell in cells)


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
            before[name],
            after[name],
        )
        for name in names
        if before[name] != after[name]
    ]


def _kind(line: RoleLine | ResourceLine) -> str:
    return "Role" if isinstance(line, RoleLine) else "Resource"


def _name(line: RoleLine | ResourceLine) -> str:
    return line.title if isinstance(line, RoleLine) else f"{line.kind} ({line.unit})"
