"""A plan in words: its sections' states, its versions, its roles and resource lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planning.clock import london_date
from planning.operations.queries import MemberSeen, OperationSeen
from planning.operations.rules import ended
from planning.people.queries import AgencySeen, PersonSeen
from planning.people.rules import Actor
from planning.plans.queries.comments import SpokenOf
from planning.plans.queries.plans import PlanRow, PlanSeen, RoleSeen, SectionSeen
from planning.plans.rules.sections import SectionState
from planning.plans.rules.templates import Field, FieldKind, Section
from planning.plans.rules.values import Content
from service.pages.presenters.comments import hint
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.directory import PersonOption
from service.pages.presenters.plan_rows import first_to_complete
from service.pages.presenters.tags import Tag

FINISHED = [("yes", "Yes, it is complete"), ("no", "No, somebody comes back to it")]
_STATES = {
    SectionState.NOT_STARTED: Tag("Not started", "grey"),
    SectionState.IN_PROGRESS: Tag("In progress", "amber"),
    SectionState.COMPLETE: Tag("Complete", "green"),
}
Task = tuple[str, str, Tag, str]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in its operation's page."""

    href: str
    title: str
    version: Tag
    submitted: str


@dataclass(frozen=True, slots=True)
class RoleLineShown:
    """A role of the working plan; `accept`, `brief`, `change` are addresses, or ""."""

    title: str
    agency: str
    holder: str
    contact: str
    limit: str
    state: Tag
    briefed: Tag
    dates: str
    accept: str
    brief: str
    change: str


def row(plan: PlanRow) -> PlanLine:
    """A plan, and whether its current version is behind the working text."""
    return PlanLine(
        href=f"/plans/{plan.id}",
        title=plan.title,
        version=version_tag(plan.number, changed_since=plan.changed_since),
        submitted=short_moment(plan.submitted_at) if plan.submitted_at else "Not yet",
    )


def version_tag(number: int | None, *, changed_since: bool) -> Tag:
    """Draft, or the version that is out for signing."""
    if number is None:
        return Tag("Draft", "grey")
    if changed_since:
        return Tag(f"Version {number}, changed since", "amber")
    return Tag(f"Version {number}", "blue")


def tasks(seen: PlanSeen) -> list[Task]:
    """The sections as a task list."""
    return [
        (
            one.section.title,
            f"/plans/{seen.id}/sections/{one.section.key}",
            section_tag(one),
            _task_hint(one, seen),
        )
        for one in seen.sections
    ]


def section_tag(seen: SectionSeen) -> Tag:
    """What its writers say of it."""
    return _STATES[seen.state]


def _task_hint(seen: SectionSeen, plan: PlanSeen) -> str:
    parts = []
    if seen.still_needed:
        parts.append(f"Still needed: {', '.join(seen.still_needed)}.")
    if seen.gate_line:
        parts.append("The gate reads this section.")
    if seen.edited_at:
        parts.append(f"Edited by {seen.edited_by_name}, {short_moment(seen.edited_at)}.")
    first = first_to_complete(plan, seen)
    if first:
        parts.append(f"Best completed after {listed(first)}.")
    spoken_of = spoken(plan, seen)
    if spoken_of:
        parts.append(hint(spoken_of))
    return " ".join(parts)


def spoken(plan: PlanSeen, seen: SectionSeen) -> SpokenOf | None:
    """What was said about a section, if anything."""
    key = seen.section.key
    return next((one for one in plan.spoken_of if one.section_key == key), None)


def may_edit(seen: OperationSeen) -> bool:
    """Whether the operation still takes changes."""
    return not ended(seen.state)


def roles(seen: PlanSeen, operation: OperationSeen, actor: Actor) -> list[RoleLineShown]:
    """The plan's roles, with what this person may do to each."""
    return [_role(one, seen, operation, actor) for one in seen.roles]


def _role(one: RoleSeen, seen: PlanSeen, operation: OperationSeen, actor: Actor) -> RoleLineShown:
    here = f"/plans/{seen.id}/roles/{one.id}"
    speaks = speaks_for(one.agency_id, operation, actor)
    waits = one.holder_id == actor.person_id and one.accepted_at is None
    deputy = f", deputy {one.deputy_name}" if one.deputy_name else ", no deputy"
    return RoleLineShown(
        title=one.title,
        agency=one.agency_name,
        holder=f"{one.holder_name}{deputy}" if one.holder_name else "Nobody",
        contact=one.contact_24h or "Not given",
        limit=one.authority_limit or "Not set",
        state=_role_tag(one),
        briefed=_briefed_tag(one),
        dates=period(one.from_on, one.until_on),
        accept=f"{here}/accept" if waits and may_edit(operation) else "",
        brief=f"{here}/brief-in" if speaks and one.holder_id and not one.briefed_in_at else "",
        change=here if speaks else "",
    )


def _briefed_tag(one: RoleSeen) -> Tag:
    if one.briefed_in_at is None:
        return Tag("Not briefed in", "amber" if one.holder_id else "grey")
    return Tag(f"Briefed in {short_day(london_date(one.briefed_in_at))}", "green")


def _role_tag(one: RoleSeen) -> Tag:
    if one.holder_id is None:
        return Tag("Nobody holds it", "red" if one.mandatory else "grey")
    if one.accepted_at is None:
        return Tag("Not accepted yet", "amber")
    return Tag("Accepted", "green")


def speaks_for(agency_id: object, operation: OperationSeen, actor: Actor) -> bool:
    """Whether this person may change what the agency commits: the lead, or one of its people."""
    leads = operation.lead_id == actor.person_id
    return may_edit(operation) and (leads or agency_id == actor.agency_id)


def period(first: date, last: date) -> str:
    """Both dates are included."""
    return f"{short_day(first)} to {short_day(last)}"


def members_by_agency(members: Sequence[MemberSeen]) -> list[tuple[str, list[PersonOption]]]:
    """Who is in the operation, under the name of each agency."""
    names = sorted({one.agency_name for one in members})
    return [
        (name, [(str(one.person_id), one.name, name) for one in members if one.agency_name == name])
        for name in names
    ]


def names_of(people: Sequence[PersonSeen], agencies: Sequence[AgencySeen]) -> dict[str, str]:
    """Names by id, for values that point at people and agencies."""
    return {str(one.id): one.name for one in people} | {str(one.id): one.name for one in agencies}


def read_out(
    section: Section, content: Content, names: Mapping[str, str], *, material: bool = False
) -> list[tuple[str, str]]:
    """What a section says, label by label; only what is signed when `material`."""
    return [
        (field.label, _value(field, value, names))
        for field in section.fields
        if (value := content.get(field.key)) and (field.material or not material)
    ]


def _value(field: Field, value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        rows = [
            [column.said(row[column.key]) for column in field.columns if column.key in row]
            for row in value
        ]
        return "\n".join("; ".join(names.get(cell, cell) for cell in cells) for cells in rows)
    text = str(value)
    if field.kind is FieldKind.DATE:
        return short_day(date.fromisoformat(text))
    return names.get(text, text)
