"""Reading a template: whatever it holds, every fault is named at once with its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from planning.errors import Blocker, Invalid
from planning.plans.rules.risks import RISK_COLUMNS
from planning.plans.rules.soundness import (
    MOST,
    Fault,
    attribute_faults,
    field_faults,
    order_faults,
    parts_faults,
    section_faults,
    starter_rows,
)
from planning.plans.rules.templates import (
    Column,
    Field,
    FieldKind,
    Section,
    StarterRole,
    Template,
)

Part = TypeVar("Part", bound=msgspec.Struct)


class FaultyTemplate(ValueError):
    """A template that must not be used; `faults` holds every one."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.message}" for fault in faults))
        self.faults = faults


def parse_template(content: str) -> Template:
    """Read TOML; raises `Invalid` with every fault, each with its place."""
    try:
        return read_template(msgspec.toml.decode(content))
    except FaultyTemplate as faulty:
        raise Invalid(
            [Blocker(f"{one.place}: {one.message}", one.place) for one in faulty.faults]
        ) from faulty
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Invalid([Blocker(f"This is not TOML: {error}.", "content")]) from error


def read_template(raw: Mapping[str, Any]) -> Template:
    """Check parsed TOML whole; raises `FaultyTemplate` with every fault and its place."""
    faults: list[Fault] = []
    sections = [
        _section(section, f"sections.{number}", faults)
        for number, section in _tables(raw, "sections", "sections", faults)
    ]
    roles = [
        _part(StarterRole, role, f"roles.{number}", faults)
        for number, role in _tables(raw, "roles", "roles", faults)
    ]
    template = _part(Template, {**raw, "sections": [], "roles": []}, "template", faults)
    kept = [section for section in sections if section]
    faults += parts_faults(_keys(raw, "sections"), [role.title for role in roles if role])
    faults += order_faults(kept, known=_keys(raw, "sections"))
    if faults or template is None:
        raise FaultyTemplate(faults)
    return msgspec.structs.replace(template, sections=kept, roles=[role for role in roles if role])


def _section(raw: Mapping[str, Any], place: str, faults: list[Fault]) -> Section | None:
    place = _named(place, raw)
    fields = [
        _field(field, f"{place}.fields.{number}", faults)
        for number, field in _tables(raw, "fields", place, faults)
    ]
    section = _part(Section, {**raw, "fields": []}, place, faults)
    kept = [field for field in fields if field]
    faults += section_faults(
        section, kept, keys=_keys(raw, "fields"), given=bool(raw.get("fields")), place=place
    )
    return msgspec.structs.replace(section, fields=kept) if section else None


def _field(raw: Mapping[str, Any], place: str, faults: list[Fault]) -> Field | None:
    place = _named(place, raw)
    columns = [
        _part(Column, column, f"{place}.columns.{number}", faults, without=("words",))
        for number, column in _tables(raw, "columns", place, faults)
    ]
    field = _part(Field, {**raw, "columns": []}, place, faults)
    if field is None:
        return None
    kept = [column for column in columns if column]
    if field.kind is FieldKind.RISK:
        if raw.get("columns"):
            faults.append(Fault(place, "The columns of a risk register are given: leave them out."))
        kept = RISK_COLUMNS
    field = msgspec.structs.replace(field, columns=kept)
    faults += field_faults(field, place)
    if None in columns:
        return field
    return msgspec.structs.replace(field, starter=starter_rows(field, place, faults))


def _tables(
    raw: Mapping[str, Any], name: str, place: str, faults: list[Fault]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The tables of a list, numbered from 1; whatever else is there is a fault."""
    given = raw.get(name, [])
    if not isinstance(given, list):
        faults.append(Fault(f"{place}.{name}", "This must be a list of tables."))
        return
    faults += attribute_faults(name, given, place)
    for number, one in enumerate(given[: MOST[name]], start=1):
        if isinstance(one, Mapping):
            yield number, one
        else:
            faults.append(Fault(f"{place}.{name}.{number}", "This must be a table."))


def _named(place: str, raw: Mapping[str, Any]) -> str:
    key = raw.get("key")
    return f"{place} ({key if isinstance(key, str) else 'no key'})"


def _keys(raw: Mapping[str, Any], name: str) -> list[str]:
    given = raw.get(name)
    parts = [part for part in given if isinstance(part, Mapping)] if isinstance(given, list) else []
    return [str(part["key"]) for part in parts if "key" in part]


def _part(
    kind: type[Part],
    raw: Mapping[str, Any],
    place: str,
    faults: list[Fault],
    *,
    without: Sequence[str] = (),
) -> Part | None:
    """One struct, each attribute checked by itself so that no fault hides another."""
    before = len(faults)
    expected = {
        field.name: field for field in msgspec.structs.fields(kind) if field.name not in without
    }
    faults.extend(
        Fault(place, f"“{name}” is not known here.") for name in raw if name not in expected
    )
    values: dict[str, Any] = {}
    for name, field in expected.items():
        if name in raw:
            values[name] = _attribute(raw[name], field, f"{place}.{name}", faults)
        elif field.required:
            faults.append(Fault(place, f"“{name}” is missing."))
    return kind(**values) if len(faults) == before else None


def _attribute(
    raw: object, field: msgspec.structs.FieldInfo, place: str, faults: list[Fault]
) -> object:
    try:
        value = msgspec.convert(raw, field.type)
    except msgspec.ValidationError as error:
        faults.append(Fault(place, f"{error}."))
        return None
    faults += attribute_faults(field.name, value, place)
    return value
