"""The plan templates in words: versions, sections, fields."""

import msgspec

from planning.people.rules import CATEGORY_WORDS
from planning.plans.queries.templates import TemplateLine
from planning.plans.rules.reliance import NEED_WORDS
from planning.plans.rules.templates import (
    HOLDS_ROWS,
    PLAN_WORDS,
    Column,
    Field,
    FieldKind,
    Section,
    Template,
)
from service.pages.presenters.dates import short_moment
from service.pages.presenters.tags import Tag

KIND_WORDS = {
    FieldKind.TEXT: "Text",
    FieldKind.CHOICE: "One of several answers",
    FieldKind.DATE: "Date",
    FieldKind.PERSON: "Person",
    FieldKind.AGENCY: "Agency",
    FieldKind.NUMBER: "Number",
    FieldKind.TABLE: "Table",
    FieldKind.RISK: "Contingency register",
}
KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items()]
CELL_KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items() if kind not in HOLDS_ROWS]
NEEDS = [(need.value, words.capitalize()) for need, words in NEED_WORDS.items()]
TIERS = [
    ("safeguarding", "Everybody in the operation"),
    ("police", "Only the police-sensitive tier"),
]
CATEGORIES = [(category.value, words) for category, words in CATEGORY_WORDS.items()]


def title(line: TemplateLine) -> str:
    """What a version is called."""
    return f"Template of the {PLAN_WORDS[line.kind]}, version {line.number}"


def version_tag(line: TemplateLine) -> Tag:
    """Draft, in force, or replaced."""
    if line.draft:
        return Tag("Draft", "grey")
    return Tag("In force", "green") if line.current else Tag("Replaced", "grey")


def made(line: TemplateLine) -> str:
    """Who wrote it and when, and who put it in force."""
    by = f" by {line.made_by_name}" if line.made_by_name else ""
    told = [f"Written {short_moment(line.made_at)}{by}."]
    if line.in_force_at:
        by = f" by {line.in_force_by_name}" if line.in_force_by_name else ""
        told.append(f"In force since {short_moment(line.in_force_at)}{by}.")
    return " ".join(told)


def section_rows(template: Template) -> list[tuple[Section, str, str]]:
    """Each section with how many questions it has, and what is particular about it."""
    return [
        (section, str(len(section.fields)), _particular(section, template))
        for section in template.sections
    ]


def _particular(section: Section, template: Template) -> str:
    told = []
    if section.required_for_gate:
        told.append(f"The gate reads it for {NEED_WORDS[section.required_for_gate]}.")
    if section.tier == "police":
        told.append("Police-sensitive.")
    if section.after:
        told.append(f"After: {', '.join(titles(section, template))}.")
    return " ".join(told)


def titles(section: Section, template: Template) -> list[str]:
    """The titles of the sections that are best completed first."""
    return [one.title for one in template.sections if one.key in section.after]


def about(field: Field) -> str:
    """What a field takes and what hangs on it."""
    told = [KIND_WORDS[field.kind]]
    if field.starter:
        told.append(f"{len(field.starter)} rows to start from")
    told.append("signed: a change sends signatures back" if field.material else "not signed")
    if field.needed:
        told.append("needed before the section is complete")
    return "; ".join(told) + "."


def as_asked(field: Field) -> Field:
    """The field with agencies as choices of their category, as starter rows name them."""
    return msgspec.structs.replace(
        field,
        columns=[_by_category(c) for c in field.columns if c.kind is not FieldKind.PERSON],
    )


def _by_category(column: Column) -> Column:
    if column.kind is not FieldKind.AGENCY:
        return column
    return msgspec.structs.replace(
        column, kind=FieldKind.CHOICE, choices=[words for _, words in CATEGORIES]
    )


def in_words(field: Field, row: dict[str, str]) -> dict[str, str]:
    """A starter row with agencies' categories in words."""
    named = dict(CATEGORIES)
    agencies = {column.key for column in field.columns if column.kind is FieldKind.AGENCY}
    return {key: named[cell] if key in agencies else cell for key, cell in row.items()}


def in_keys(field: Field, row: dict[str, str]) -> dict[str, str]:
    """A starter row as it is kept."""
    keys = {words: value for value, words in CATEGORIES}
    agencies = {column.key for column in field.columns if column.kind is FieldKind.AGENCY}
    return {key: keys.get(cell, cell) if key in agencies else cell for key, cell in row.items()}
