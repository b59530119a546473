"""What a signature is of: SHA-256 over canonical material content.

Design: Fine points, Fingerprints. Unicode NFC, trimmed, white space folded, rows by stable id,
plain decimals; every other change counts, and a change taken back matches again.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from planning.operations.rules import Tier
from planning.plans.rules.lines import (
    RESOURCE_TERMS,
    ROLE_TERMS,
    ResourceDraft,
    ResourceLine,
    RoleDraft,
    RoleLine,
)
from planning.plans.rules.templates import Column, Field, FieldKind, Section, Template
from planning.plans.rules.values import Content, Value, fold, plain_decimal


def shared_fingerprint(template: Template, sections: Mapping[str, Content]) -> str:
    """Of the material fields of the safeguarding-tier sections, which every agency signs."""
    material = {
        section.key: material_part(section, sections.get(section.key, {}))
        for section in template.sections
        if section.tier is Tier.SAFEGUARDING
    }
    return _digest({"shared": {key: part for key, part in material.items() if part}})


def schedule_fingerprint(
    agency_id: UUID, roles: Sequence[RoleLine], resources: Sequence[ResourceLine]
) -> str:
    """Of one agency's roles and resource lines; an empty schedule has one too."""
    return _digest(
        {
            "agency": str(agency_id),
            "roles": {str(role.id): terms(role, ROLE_TERMS) for role in roles},
            "resources": {str(line.id): terms(line, RESOURCE_TERMS) for line in resources},
        }
    )


def material_part(section: Section, content: Content) -> dict[str, object]:
    """The material fields of a section in canonical form, empty ones left out."""
    return canonical_part([field for field in section.fields if field.material], content)


def canonical_part(fields: Sequence[Field], content: Content) -> dict[str, object]:
    """These fields in canonical form, empty ones left out."""
    part = {
        field.key: _canonical(field.kind, content[field.key], _numbers(field.columns))
        for field in fields
        if field.key in content
    }
    return {key: value for key, value in part.items() if value}


def terms(line: RoleDraft | ResourceDraft, names: Sequence[str]) -> dict[str, str]:
    """The signed terms of a line in canonical form."""
    return {name: _term(getattr(line, name)) for name in names}


def _term(value: object) -> str:
    return plain_decimal(value) if isinstance(value, Decimal) else fold(str(value))


def _numbers(columns: Sequence[Column]) -> frozenset[str]:
    return frozenset(column.key for column in columns if column.kind is FieldKind.NUMBER)


def _canonical(kind: FieldKind, value: Value, numbers: frozenset[str]) -> object:
    if isinstance(value, list):
        rows = {row["id"]: _row(row, numbers) for row in value}
        return {key: row for key, row in rows.items() if row}
    return _text(value, number=kind is FieldKind.NUMBER)


def _row(row: Mapping[str, str], numbers: frozenset[str]) -> dict[str, str]:
    cells = {key: _text(cell, number=key in numbers) for key, cell in row.items() if key != "id"}
    return {key: cell for key, cell in cells.items() if cell}


def _text(value: str, *, number: bool) -> str:
    folded = fold(value)
    return plain_decimal(Decimal(folded)) if number and folded else folded


def _digest(content: object) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
