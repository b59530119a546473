"""One version of a plan in the words of a document, as far as its reader’s tiers go."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.operations.rules import Tier
from planning.plans.queries.versions import ScheduleSeen, VersionSeen
from planning.plans.rules.lines import PHASE_WORDS, STATUS_WORDS, ResourceLine, RoleLine
from planning.plans.rules.templates import Column, Field, FieldKind, Section
from planning.plans.rules.values import Content, Row, identifiers, plain_decimal
from planning.sign_offs.queries.evidence import AnswerSeen
from planning.sign_offs.rules import ANSWER_WORDS
from planning.surge.queries.figures import Inputs
from planning.transactions import fetch_all
from service.documents import forecasts
from service.documents.content import Fact, Part, Passage, Plan, Sheet, Table
from service.pages.presenters.dates import moment, short_day, short_moment

Names = Mapping[UUID, str]
MOST_COLUMNS = 5
"""As many as an upright page holds beside each other."""
_SHARES = {FieldKind.TEXT: 3}


class _Name(msgspec.Struct, frozen=True):
    id: UUID
    name: str


async def names_in(
    version: VersionSeen, schedules: Sequence[ScheduleSeen], answers: Sequence[AnswerSeen]
) -> Names:
    """Names of the operation, people and agencies of a version; inside an open transaction."""
    mentioned = {version.operation_id} | {
        one
        for section in version.template.sections
        for kind in (FieldKind.PERSON, FieldKind.AGENCY)
        for one in identifiers(section, version.says(section.key), kind).values()
    }
    roles = [role for schedule in schedules for role in schedule.content.roles]
    mentioned |= {one for role in roles for one in (role.holder_id, role.deputy_id) if one}
    mentioned |= {answer.agency_id for answer in answers}
    found = await fetch_all(
        _Name,
        "select id, name from person where id = any($1)"
        " union all select id, name from agency where id = any($1)"
        " union all select id, name from operation where id = any($1)",
        list(mentioned),
    )
    return {one.id: one.name for one in found}


def plan_content(
    version: VersionSeen,
    schedules: Sequence[ScheduleSeen],
    answers: Sequence[AnswerSeen],
    names: Names,
    sheet: Sheet,
    *,
    forecast: Inputs | None = None,
) -> Plan:
    """A submitted version, ready to be set; the forecast follows its section."""
    return Plan(
        sheet=sheet,
        heading=version.template.title,
        facts=(
            Fact("Operation", names[version.operation_id]),
            Fact("Version", str(version.number)),
            Fact("Submitted", moment(version.submitted_at)),
            Fact("Submitted by", version.submitted_by_name),
        ),
        sections=tuple(
            part
            for section in version.template.sections
            if section.tier is Tier.SAFEGUARDING or version.police
            for part in _parts(section, version, names, forecast)
        ),
        schedules=tuple(_schedule(schedule, names) for schedule in schedules),
        signatures=_signatures(answers, names),
    )


def _parts(
    section: Section, version: VersionSeen, names: Names, forecast: Inputs | None
) -> list[Part]:
    own = _section(section, version.says(section.key), names)
    if forecast is None or section.key != forecasts.SECTION:
        return [own]
    return [own, forecasts.forecast_part(forecast)]


def _section(section: Section, content: Content, names: Names) -> Part:
    written = [(field, content[field.key]) for field in section.fields if content.get(field.key)]
    texts = [(field, value) for field, value in written if isinstance(value, str)]
    return Part(
        heading=_heading(section),
        facts=tuple(
            Fact(field.label, _words(field, value, names))
            for field, value in texts
            if field.kind is not FieldKind.TEXT
        )
        or (() if written else (Fact("This section", "Nothing is written yet."),)),
        passages=tuple(
            Passage(field.label, value) for field, value in texts if field.kind is FieldKind.TEXT
        ),
        tables=tuple(
            rows_table(field, value, names) for field, value in written if isinstance(value, list)
        ),
    )


def _heading(section: Section) -> str:
    if section.tier is Tier.SAFEGUARDING:
        return section.title
    return f"{section.title}: only for the police-sensitive tier"


def rows_table(field: Field, rows: Sequence[Row], names: Names) -> Table:
    """The columns that say something; more than a page holds stand under each other."""
    used = [column for column in field.columns if any(row.get(column.key) for row in rows)]
    if len(used) > MOST_COLUMNS:
        return _stacked(field, used, rows, names)
    return Table(
        field.label,
        tuple(column.label for column in used),
        tuple(
            tuple(_words(column, row.get(column.key, ""), names) for column in used) for row in rows
        ),
        "No rows.",
        widths=_widths(used),
    )


def _widths(used: Sequence[Column]) -> tuple[int, ...]:
    """Text takes the room that figures, dates and choices leave."""
    shares = [_SHARES.get(column.kind, 2) for column in used]
    return tuple(100 * share // sum(shares) for share in shares)


def _stacked(field: Field, used: Sequence[Column], rows: Sequence[Row], names: Names) -> Table:
    """On the left what a row is called and its short answers, on the right its texts."""
    first, rest = used[0], used[1:]
    long = [column for column in rest if column.kind is FieldKind.TEXT] or rest
    short = [column for column in rest if column not in long]
    return Table(
        field.label,
        (first.label, ", ".join([long[0].label, *(one.label.lower() for one in long[1:])])),
        tuple(
            (
                "\n".join(
                    [_words(first, row.get(first.key, ""), names), *_lines(short, row, names)]
                ),
                "\n".join(_lines(long, row, names)),
            )
            for row in rows
        ),
        "No rows.",
        widths=(36, 64),
    )


def _lines(columns: Sequence[Column], row: Row, names: Names) -> list[str]:
    return [
        f"{column.label}: {_words(column, row[column.key], names)}"
        for column in columns
        if row.get(column.key)
    ]


def _words(part: Field | Column, value: str, names: Names) -> str:
    if part.kind in {FieldKind.PERSON, FieldKind.AGENCY} and value:
        return names.get(UUID(value), "Somebody who is not in the directory")
    if part.kind is FieldKind.DATE and value:
        return short_day(date.fromisoformat(value))
    return part.said(value)


def _schedule(schedule: ScheduleSeen, names: Names) -> Part:
    return Part(
        heading=f"What {schedule.agency_name} commits",
        tables=(
            Table(
                "Roles",
                ("Role", "Held by", "Responsibilities", "May decide alone", "From and until"),
                tuple(_role(role, names) for role in schedule.content.roles),
                "No roles.",
                widths=(18, 20, 28, 18, 16),
            ),
            Table(
                "Resources",
                ("Resource", "When", "Asked for", "Committed", "Gap"),
                tuple(_resource(line) for line in schedule.content.resources),
                "No resources.",
                figures=(2, 3, 4),
                widths=(28, 38, 12, 12, 10),
            ),
        ),
    )


def _role(role: RoleLine, names: Names) -> tuple[str, ...]:
    return (
        role.title,
        _held(role, names),
        role.responsibilities,
        role.authority_limit,
        _period(role),
    )


def _period(line: RoleLine | ResourceLine) -> str:
    return f"{short_day(line.from_on)} to {short_day(line.until_on)}"


def _held(role: RoleLine, names: Names) -> str:
    if role.holder_id is None:
        return "Nobody yet"
    deputy = f"deputy {names.get(role.deputy_id, '')}" if role.deputy_id else "no deputy"
    contact = f"; at any hour {role.contact_24h}" if role.contact_24h else ""
    return f"{names.get(role.holder_id, '')}; {deputy}{contact}"


def _resource(line: ResourceLine) -> tuple[str, ...]:
    gap = max(line.requested - line.committed, line.requested * 0)
    return (
        f"{line.kind} ({line.unit})",
        _resource_terms(line),
        *(plain_decimal(number) for number in (line.requested, line.committed, gap)),
    )


def _signatures(answers: Sequence[AnswerSeen], names: Names) -> Table:
    return Table(
        "Answers to this version",
        ("Agency", "Answer", "By", "When"),
        tuple(
            (
                names[answer.agency_id],
                ANSWER_WORDS[answer.answer] + (", withdrawn since" if answer.withdrawn else ""),
                answer.person_name,
                short_moment(answer.answered_at),
            )
            for answer in answers
        ),
        "Nobody has answered yet.",
    )


def _resource_terms(line: ResourceLine) -> str:
    parts = [
        f"{short_day(line.from_on)} to {short_day(line.until_on)}, {PHASE_WORDS[line.phase]}",
        STATUS_WORDS[line.status] if line.status else "",
        f"Funding: {line.funding}" if line.funding else "",
        f"Stops elsewhere: {line.backfill}" if line.backfill else "",
    ]
    return ". ".join(part for part in parts if part) + "."
