"""A template as the plan prints before anything is written in it."""

from datetime import datetime

import msgspec

from planning.operations.rules import Tier
from planning.people.rules import CATEGORY_WORDS
from planning.plans.rules.templates import Field, FieldKind, Section, Template
from service.documents.content import Fact, Part, Passage, Plan, Sheet, Table
from service.documents.html import plan_html
from service.documents.plans import rows_table
from service.pages.presenters.dates import short_moment
from service.pages.presenters.templates import in_words

_TO_WRITE = "\N{HORIZONTAL ELLIPSIS}"


def blank_html(template: Template, *, reader: str, now: datetime) -> str:
    """The document, ready for `make_pdf`; it holds nothing of any case."""
    sheet = Sheet(
        title="Plan template",
        version=f"Template version {template.version}",
        reader=reader,
        made_at=short_moment(now),
        marking="OFFICIAL",
    )
    return plan_html(
        Plan(
            sheet=sheet,
            heading=template.title,
            facts=(Fact("Template version", str(template.version)),),
            sections=tuple(_section(section) for section in template.sections),
            schedules=(_roles(template),),
            signatures=Table(
                "Answers to this version", ("Agency", "Answer", "By", "When"), (), "Nobody yet."
            ),
        )
    )


def _section(section: Section) -> Part:
    rows = [field for field in section.fields if field.columns]
    plain = [field for field in section.fields if not field.columns]
    police = " Only for the police-sensitive tier." if section.tier is Tier.POLICE else ""
    return Part(
        heading=section.title,
        facts=tuple(Fact(_label(field), _TO_WRITE) for field in plain if not _is_text(field)),
        passages=(
            *((Passage("About this section", section.guidance + police),)),
            *(Passage(_label(field), _TO_WRITE) for field in plain if _is_text(field)),
        ),
        tables=tuple(
            rows_table(_by_words(field), [in_words(field, row) for row in field.starter], {})
            for field in rows
        ),
    )


def _is_text(field: Field) -> bool:
    return field.kind is FieldKind.TEXT


def _label(field: Field) -> str:
    return f"{field.label} (needed)" if field.needed else field.label


def _by_words(field: Field) -> Field:
    """Agencies of starter rows are words here, not ids."""
    return msgspec.structs.replace(
        field,
        columns=[
            msgspec.structs.replace(column, kind=FieldKind.TEXT)
            if column.kind is FieldKind.AGENCY
            else column
            for column in field.columns
        ],
    )


def _roles(template: Template) -> Part:
    return Part(
        heading="Roles that every plan begins with",
        tables=(
            Table(
                "Roles",
                ("Role", "Agency", "Responsibilities", "Authority limit"),
                tuple(
                    (
                        role.title,
                        CATEGORY_WORDS[role.category],
                        role.responsibilities,
                        role.authority_limit,
                    )
                    for role in template.roles
                ),
                "No roles.",
            ),
        ),
    )
