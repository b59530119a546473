"""What Accord itself reads of a plan: a template without it must not be put in force."""

from typing import NamedTuple

from planning.errors import Blocker
from planning.plans.rules.templates import FieldKind, GateNeed, PlanKind, Template

NEED_WORDS = {
    GateNeed.INFORMATION_SHARING: "information sharing",
    GateNeed.RISK_APPROACH: "the agreed approach to risk",
    GateNeed.PROTECTION_RULE: "the protection-versus-prosecution rule",
    GateNeed.MEDIA_LINES: "media lines",
    GateNeed.STAFF_WELFARE: "staff welfare",
    GateNeed.OUT_OF_HOURS: "cover out of hours",
}
NEEDED_BY = {
    PlanKind.CONTINGENCY: tuple(GateNeed),
    PlanKind.VICTIM_SUPPORT: (GateNeed.OUT_OF_HOURS,),
}


class _Read(NamedTuple):
    kind: PlanKind
    section: str
    field: str
    held: FieldKind
    columns: frozenset[str] = frozenset()


_READ = (
    _Read(PlanKind.CONTINGENCY, "register", "contingencies", FieldKind.RISK),
    _Read(PlanKind.VICTIM_SUPPORT, "key_workers", "ratio", FieldKind.NUMBER),
    _Read(
        PlanKind.VICTIM_SUPPORT,
        "minimum_contact",
        "phases",
        FieldKind.TABLE,
        frozenset({"phase", "contacts_a_week"}),
    ),
)


def reliance_faults(template: Template) -> list[Blocker]:
    """What is missing of all that the gate and the pages of an operation read."""
    read = {section.required_for_gate for section in template.sections}
    return [
        *(
            Blocker(f"Say which section the gate reads for {NEED_WORDS[need]}.", need)
            for need in NEEDED_BY[template.kind]
            if need not in read
        ),
        *(
            Blocker(
                f"Keep the field “{one.field}” of the section “{one.section}” as it was:"
                " Accord reads it.",
                f"{one.section}.{one.field}",
            )
            for one in _READ
            if one.kind is template.kind and not _is_there(template, one)
        ),
    ]


def _is_there(template: Template, wanted: _Read) -> bool:
    section = template.section(wanted.section)
    return any(
        field.key == wanted.field
        and field.kind is wanted.held
        and wanted.columns <= {column.key for column in field.columns}
        for field in (section.fields if section else ())
    )
