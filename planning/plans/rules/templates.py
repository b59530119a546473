"""The shape of a plan template, and every fault of one with its place."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from planning.operations.rules import Tier
from planning.people.rules import AgencyCategory

Part = TypeVar("Part", bound=msgspec.Struct)


class PlanKind(StrEnum):
    """The two plans that an operation needs."""

    CONTINGENCY = "contingency"
    VICTIM_SUPPORT = "victim_support"


PLAN_WORDS = {
    PlanKind.CONTINGENCY: "contingency plan",
    PlanKind.VICTIM_SUPPORT: "victim-support strategy",
}


class FieldKind(StrEnum):
    """What a field holds; a table holds rows of the other kinds."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    PERSON = "person"
    AGENCY = "agency"
    NUMBER = "number"
    TABLE = "table"


class GateNeed(StrEnum):
    """The gate's lines that read a section of a plan."""

    INFORMATION_SHARING = "information_sharing"
    RISK_APPROACH = "risk_approach"
    PROTECTION_RULE = "protection_rule"
    MEDIA_LINES = "media_lines"
    STAFF_WELFARE = "staff_welfare"
    OUT_OF_HOURS = "out_of_hours"


class Column(msgspec.Struct, frozen=True):
    """One column of a table field."""

    key: str
    label: str
    kind: FieldKind
    choices: list[str] = []


class Field(msgspec.Struct, frozen=True):
    """One question of a section. `material`: a change of it sends sign-offs back.

    `needed`: the section is not complete without it; the gate asks for complete sections.
    """

    key: str
    label: str
    kind: FieldKind
    material: bool
    needed: bool = False
    hint: str = ""
    choices: list[str] = []
    columns: list[Column] = []
    starter: list[dict[str, str]] = []


class Section(msgspec.Struct, frozen=True):
    """One section; `source` names the paragraphs of the review that it answers."""

    key: str
    title: str
    guidance: str
    source: str
    tier: Tier
    fields: list[Field]
    required_for_gate: GateNeed | None = None


class StarterRole(msgspec.Struct, frozen=True):
    """A mandatory role, given to the first required agency of its category."""

    title: str
    category: AgencyCategory
    responsibilities: str
    authority_limit: str


class Template(msgspec.Struct, frozen=True):
    """A plan template; a plan keeps the version that it was started from."""

    kind: PlanKind
    version: int
    title: str
    sections: list[Section]
    roles: list[StarterRole]

    def section(self, key: str) -> Section | None:
        """The section of that key."""
        return next((section for section in self.sections if section.key == key), None)


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a template, and where."""

    place: str
    message: str


class FaultyTemplate(ValueError):
    """A template that must not be used; `faults` holds every one."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.message}" for fault in faults))
        self.faults = faults


def read_template(raw: Mapping[str, Any]) -> Template:
    """Check parsed TOML whole; raises `FaultyTemplate` with every fault and its place."""
    faults: list[Fault] = []
    sections = [
        _section(section, f"sections.{number}", faults)
        for number, section in enumerate(raw.get("sections", []), start=1)
    ]
    roles = [
        _part(StarterRole, role, f"roles.{number}", faults)
        for number, role in enumerate(raw.get("roles", []), start=1)
    ]
    head = {**raw, "sections": [], "roles": []}
    template = _part(Template, head, "template", faults)
    if not sections:
        faults.append(Fault("sections", "There is no section."))
    _twice(_keys(raw.get("sections", [])), "sections", faults)
    _twice([role.title for role in roles if role], "roles", faults)
    if faults or template is None:
        raise FaultyTemplate(faults)
    return msgspec.structs.replace(
        template,
        sections=[section for section in sections if section],
        roles=[role for role in roles if role],
    )


def _section(raw: Mapping[str, Any], place: str, faults: list[Fault]) -> Section | None:
    place = f"{place} ({raw.get('key', 'no key')})"
    fields = [
        _field(field, f"{place}.fields.{number}", faults)
        for number, field in enumerate(raw.get("fields", []), start=1)
    ]
    section = _part(Section, {**raw, "fields": []}, place, faults)
    if not fields:
        faults.append(Fault(place, "There is no field."))
    _twice(_keys(raw.get("fields", [])), place, faults)
    if section is None:
        return None
    if section.required_for_gate and section.tier is Tier.POLICE:
        faults.append(Fault(place, "The gate cannot read a police-sensitive section."))
    if section.required_for_gate and not any(field.needed for field in fields if field):
        faults.append(Fault(place, "The gate reads this section, so a field must be needed."))
    return msgspec.structs.replace(section, fields=[field for field in fields if field])


def _field(raw: Mapping[str, Any], place: str, faults: list[Fault]) -> Field | None:
    place = f"{place} ({raw.get('key', 'no key')})"
    columns = [
        _part(Column, column, f"{place}.columns.{number}", faults)
        for number, column in enumerate(raw.get("columns", []), start=1)
    ]
    field = _part(Field, {**raw, "columns": []}, place, faults)
    if field is None:
        return None
    field = msgspec.structs.replace(field, columns=[column for column in columns if column])
    _field_faults(field, place, faults)
    return field


def _field_faults(field: Field, place: str, faults: list[Fault]) -> None:
    _twice([column.key for column in field.columns], place, faults)
    if (field.kind is FieldKind.TABLE) != bool(field.columns):
        faults.append(Fault(place, "A table has columns, and nothing else has."))
    parts: list[Field | Column] = [field, *field.columns]
    faults.extend(
        Fault(f"{place}.{part.key}", "A choice has choices, nothing else has.")
        for part in parts
        if (part.kind is FieldKind.CHOICE) != bool(part.choices)
    )
    if any(column.kind is FieldKind.TABLE for column in field.columns):
        faults.append(Fault(place, "A table holds no tables."))
    known = {column.key for column in field.columns}
    strange = sorted({key for row in field.starter for key in row} - known)
    faults.extend(Fault(f"{place}.starter", f"There is no column “{key}”.") for key in strange)


def _keys(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(part["key"]) for part in parts if "key" in part]


def _twice(keys: Iterable[str], place: str, faults: list[Fault]) -> None:
    faults.extend(
        Fault(place, f"“{key}” is there more than once.")
        for key, times in Counter(keys).items()
        if times > 1
    )


def _part(kind: type[Part], raw: Mapping[str, Any], place: str, faults: list[Fault]) -> Part | None:
    """One struct, each attribute checked by itself so that no fault hides another."""
    before = len(faults)
    expected = {field.name: field for field in msgspec.structs.fields(kind)}
    faults.extend(
        Fault(place, f"“{name}” is not known here.") for name in raw if name not in expected
    )
    values: dict[str, Any] = {}
    for name, field in expected.items():
        if name in raw:
            values[name] = _attribute(raw[name], field.type, f"{place}.{name}", faults)
        elif field.required:
            faults.append(Fault(place, f"“{name}” is missing."))
    return kind(**values) if len(faults) == before else None


def _attribute(value: object, kind: object, place: str, faults: list[Fault]) -> object:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        faults.append(Fault(place, f"{error}."))
        return None
