"""What came of an operation, in words and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from planning.lessons.queries.figures import Afterwards
from planning.lessons.queries.in_force import InForce
from planning.lessons.queries.report import LessonSeen, ReportSeen
from planning.lessons.rules.figures import WeekFigures
from planning.lessons.rules.report import LEADS_PARTS, LESSON_WORDS, PART_WORDS, LessonState, Part
from planning.plans.queries.reviews import ReviewDue
from planning.plans.rules.templates import PLAN_WORDS
from planning.plans.rules.values import plain_decimal
from service.pages.charts.weeks import WeekColumn, weekly
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import Deadline, deadline, month_name, short_day, short_moment
from service.pages.presenters.drift.pictures import Panel, Picture
from service.pages.presenters.tags import Tag
from service.pages.presenters.work import WorkLine

_NONE = "–"
_STATES = {
    LessonState.OPEN: Tag(LESSON_WORDS[LessonState.OPEN], "amber"),
    LessonState.DONE: Tag(LESSON_WORDS[LessonState.DONE], "green"),
    LessonState.DROPPED: Tag(LESSON_WORDS[LessonState.DROPPED], "grey"),
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One plan: which version the operation works by, and whom a newer one awaits."""

    plan_id: UUID
    title: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One plan: when it was last looked at, what was found, and when it is due again."""

    plan_id: UUID
    title: str
    last: str
    due: Deadline


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One part of the report; `change` is where it is written, or ""."""

    heading: str
    content: str
    said: str
    change: str


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a list."""

    href: str
    learned: str
    operation: str
    agency: str
    due: Deadline
    state: Tag
    progress: str


def version_lines(found: Sequence[InForce]) -> list[VersionLine]:
    """Live on version 3, version 4 awaits 2 agencies."""
    return [
        VersionLine(
            plan_id=one.plan_id,
            title=PLAN_WORDS[one.kind].capitalize(),
            words=in_force_words(one),
            tone="green" if one.in_force == one.current else "amber",
        )
        for one in found
    ]


def in_force_words(one: InForce) -> str:
    """Of one plan."""
    now = f"Live on version {one.in_force}" if one.in_force else "Live, with no version signed"
    if one.in_force == one.current:
        return now
    whom = count(len(one.awaits), "agency", "agencies")
    return f"{now}, version {one.current} awaits {whom}"


def awaited(found: Sequence[InForce]) -> list[str]:
    """Which agencies a newer version waits for, by plan."""
    return [
        f"{PLAN_WORDS[one.kind].capitalize()}, version {one.current}: {listed(one.awaits)}"
        for one in found
        if one.in_force != one.current and one.awaits
    ]


def review_lines(found: Sequence[ReviewDue], on: date, closed: frozenset[date]) -> list[ReviewLine]:
    """When each plan is to be reviewed."""
    return [
        ReviewLine(
            plan_id=one.plan_id,
            title=PLAN_WORDS[one.kind].capitalize(),
            last=_last(one),
            due=deadline(one.due_on, on, closed),
        )
        for one in found
    ]


def _last(one: ReviewDue) -> str:
    if one.reviewed_at is None or one.reviewed_at < one.submitted_at:
        return f"Version {one.number} submitted {short_moment(one.submitted_at)}"
    found = "It has to change" if one.changed else "It stays as it is"
    when = short_moment(one.reviewed_at)
    return f"Reviewed {when} by {one.reviewed_by_name}. {found}: {one.note}"


def to_review(one: ReviewDue, on: date, closed: frozenset[date]) -> WorkLine:
    """A plan of a live operation that its lead looks at again."""
    return WorkLine(
        text=f"Review the {PLAN_WORDS[one.kind]}: {one.operation_name}",
        href=f"/plans/{one.plan_id}/review",
        about=f"Version {one.number}",
        due=deadline(one.due_on, on, closed),
    )


def pictures(found: Afterwards) -> list[Picture]:
    """Meetings and contacts by week, what was forecast or promised as a line across them."""
    meetings = _picture(
        "meetings", "Strategy meetings by week", _meetings_sentence(found),
        ("Week beginning", "Forecast", "Held"),
        [(one, one.meetings_forecast, one.meetings) for one in found.weeks],
    )  # fmt: skip
    if not any(one.children for one in found.weeks):
        return [meetings]
    contacts = _picture(
        "contacts", "Contacts with young people by week", _contacts_sentence(found),
        ("Week beginning", "Promised", "Made"),
        [(one, one.promised, one.contacts) for one in found.weeks],
    )  # fmt: skip
    return [meetings, contacts]


def _picture(
    key: str,
    title: str,
    sentence: str,
    columns: tuple[str, ...],
    weeks: Sequence[tuple[WeekFigures, int | None, int | None]],
) -> Picture:
    panel = Panel(
        id=f"{key}-drawing",
        heading="Since go-live",
        drawing=weekly(_columns(weeks)),
        description=f"{sentence} The dashed line is what was {columns[1].lower()}.",
    )
    return Picture(
        key=key,
        title=title,
        sentence=f"{sentence} The dashed line is what was {columns[1].lower()}.",
        panels=(panel,),
        columns=columns,
        rows=tuple(
            (short_day(week.week_on), _number(line), _number(bar)) for week, line, bar in weeks
        ),
    )


def _columns(
    weeks: Sequence[tuple[WeekFigures, int | None, int | None]],
) -> list[WeekColumn]:
    found, month = [], ""
    for week, line, bar in weeks:
        name = month_name(week.week_on)[:3]
        found.append(
            WeekColumn(
                name="" if name == month else name,
                here=float(bar or 0),
                others=0.0,
                declared=None if line is None else float(line),
            )
        )
        month = name
    return found


def _number(value: int | None) -> str:
    return _NONE if value is None else f"{value:,}"


def _meetings_sentence(found: Afterwards) -> str:
    held = count(found.meetings, "strategy meeting")
    return (
        f"{held} since go-live about the operation’s children and of its groups;"
        f" {found.forecast_by_now:,} were forecast by {short_day(found.until_on)}."
    )


def _contacts_sentence(found: Afterwards) -> str:
    judged = [one for one in found.weeks if one.promised is not None]
    made = sum(one.contacts or 0 for one in judged)
    owed = sum(one.promised or 0 for one in judged)
    if not judged:
        return "No full week has passed for which contact was promised."
    met = sum(one.children_met or 0 for one in judged)
    whole = sum(one.children or 0 for one in judged)
    return (
        f"{made:,} contacts in {count(len(judged), 'full week')} that promised {owed:,};"
        f" the minimum was met {met:,} of {whole:,} times."
    )


def resource_rows(found: Afterwards) -> list[tuple[str, str, str, str]]:
    """Agency, what, committed, used."""
    return [
        (one.agency_name, f"{one.kind} ({one.unit})",
         plain_decimal(one.committed), plain_decimal(one.used))
        for one in found.resources
    ]  # fmt: skip


def report_lines(seen: ReportSeen, agency_id: UUID | None) -> list[ReportLine]:
    """The parts in their order, what each agency would change one by one."""
    here = f"/operations/{seen.operation_id}/report"
    lines = [
        _line(seen, part, None, PART_WORDS[part], f"{here}/{part}" if seen.is_lead else "")
        for part in LEADS_PARTS
    ]
    agencies = {
        **{one.agency_id: one.agency_name for one in seen.required},
        **{one.agency_id: one.agency_name or "" for one in seen.texts if one.agency_id},
    }
    return lines + [
        _line(
            seen, Part.CHANGES, one, f"What {name} would change",
            f"{here}/{Part.CHANGES}" if one == agency_id else "",
        )
        for one, name in agencies.items()
    ]  # fmt: skip


def _line(
    seen: ReportSeen, part: Part, agency_id: UUID | None, heading: str, change: str
) -> ReportLine:
    said = seen.text(part, agency_id)
    return ReportLine(
        heading=heading,
        content=said.content if said else "",
        said=f"{said.written_by_name}, {short_moment(said.written_at)}" if said else "",
        change=change if seen.open else "",
    )


def lesson_line(found: LessonSeen, on: date, closed: frozenset[date]) -> LessonLine:
    """A lesson, by when, and how far it is."""
    return LessonLine(
        href=f"/lessons/{found.id}",
        learned=found.learned,
        operation=found.operation_name,
        agency=found.agency_name,
        due=deadline(found.due_on, on, closed),
        state=_STATES[found.state],
        progress=found.progress,
    )
