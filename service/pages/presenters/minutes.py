"""Minutes in words: the joint facts, and each child's part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from planning.meetings.queries import MinutesSeen, ReaderSeen
from planning.meetings.rules.minutes import (
    ChildMinutes,
    JointMinutes,
    PersonLine,
    RecordLine,
)
from planning.meetings.rules.states import MeetingState
from service.pages.presenters.actions import WrittenAction, written
from service.pages.presenters.amendments import JOINT, AddendumLine, addendum_lines, part_name
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.meetings import place_words
from service.pages.presenters.moments import span
from service.pages.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class PartShown:
    """The joint part or a child: facts for a summary list, actions, what was added.

    `query` names the part in addresses. `version` is told once it was corrected.
    """

    name: str
    href: str
    query: str
    version: str
    rows: list[tuple[str, str]]
    actions: Sequence[WrittenAction]
    addenda: list[AddendumLine]


@dataclass(frozen=True, slots=True)
class Acts:
    """What this reader can do now."""

    approve: bool
    ask: bool
    answer: bool
    confirm: bool
    finish: bool
    add: bool
    print: bool


def tag(minutes: MinutesSeen) -> Tag:
    """Where these minutes stand for this reader."""
    if not minutes.version:
        return Tag("Draft", "grey")
    if minutes.state is MeetingState.FINAL:
        return Tag("Final", "green")
    return Tag("In correction", "blue")


def standing(minutes: MinutesSeen) -> str:
    """A draft, or which version, approved when and by whom."""
    if minutes.approved_at is None:
        return "Only the chair and the minute taker can read it."
    by = f" by {minutes.approved_by_name}" if minutes.approved_by_name else ""
    return f"Version {minutes.version}, approved on {short_moment(minutes.approved_at)}{by}."


def acts(minutes: MinutesSeen, me: UUID, readers: Sequence[ReaderSeen], now: datetime) -> Acts:
    """What this reader can do now with the version that they see."""
    latest = minutes.version == minutes.versions
    chairs = minutes.chair_id == me
    correcting = minutes.state is MeetingState.IN_CORRECTION and latest
    waits = any(one.answered_at is None for one in minutes.corrections)
    others = [one for one in readers if not one.is_chair]
    until = minutes.corrections_until
    return Acts(
        approve=chairs and minutes.state is MeetingState.CLOSED,
        ask=correcting and until is not None and now < until,
        answer=chairs and correcting,
        confirm=bool(minutes.version) and latest and not chairs and not minutes.acknowledged,
        finish=chairs and correcting and not waits and all(one.acknowledged_at for one in others),
        add=chairs and latest and minutes.state is MeetingState.FINAL,
        print=bool(minutes.version) and latest,
    )


def parts(minutes: MinutesSeen) -> list[PartShown]:
    """The joint part and the children, each with what was added to it."""
    numbers = {part.concern_id: part.version for part in minutes.parts}
    return [
        PartShown(
            name=JOINT,
            href="",
            query="",
            version=_version(numbers.get(None, 0)),
            rows=joint_rows(minutes.joint),
            actions=[written(action) for action in minutes.joint.actions],
            addenda=addendum_lines(minutes.addenda, None),
        ),
        *(
            PartShown(
                name=part_name(child),
                href=f"/concerns/{child.concern_id}",
                query=f"?about={child.concern_id}",
                version=_version(numbers.get(child.concern_id, 0)),
                rows=child_rows(child),
                actions=[written(action) for action in child.actions],
                addenda=addendum_lines(minutes.addenda, child.concern_id),
            )
            for child in minutes.children
        ),
    ]


def children(minutes: MinutesSeen) -> dict[UUID, str]:
    """The names of the children that are shown."""
    return {child.concern_id: child.child_name for child in minutes.children}


def _version(number: int) -> str:
    return f"Corrected: version {number} of this part." if number > 1 else ""


def joint_rows(joint: JointMinutes) -> list[tuple[str, str]]:
    """What everybody at the meeting reads."""
    rows = [
        ("When", span(joint.starts_at, joint.ends_at)),
        ("Where", place_words(joint.mode, joint.place)),
        ("Type", joint.kind_words),
        ("Purpose", joint.purpose),
        ("Chair", joint.chair_name),
        ("Minute taker", joint.minute_taker_name or "The chair"),
        ("Present", _people(joint.present)),
        ("Absent", _people(joint.absent)),
        ("Quorum", "Quorate" if joint.quorate else "Not quorate"),
        ("Why it went on without quorum", joint.no_quorum_reason or ""),
        ("Joint record", joint.record),
        *record_rows(joint.items),
        ("Corrected", joint.corrected),
    ]
    return [row for row in rows if row[1]]


def child_rows(child: ChildMinutes) -> list[tuple[str, str]]:
    """A child's part, without what was left empty."""
    rows = [
        ("Outcome", child.outcome_words or "None"),
        ("Reason", _no_decision(child)),
        ("Next date", short_day(child.next_on) if child.next_on else ""),
        ("Authorised by", child.authorised_by_name or ""),
        ("Handed over to", child.handed_to),
        ("Why this is the outcome", child.outcome_reason),
        ("Information from agencies", child.information),
        ("The child’s voice", child.child_voice),
        ("Analysis", child.analysis),
        *record_rows(child.items),
        ("Corrected", child.corrected),
    ]
    return [row for row in rows if row[1]]


def record_rows(items: Sequence[RecordLine]) -> list[tuple[str, str]]:
    """The record under its headings; pieces of information each with whose it is."""
    rows: dict[str, list[str]] = {}
    for item in items:
        rows.setdefault(item.heading, []).append(record_words(item))
    return [(heading, "\n\n".join(texts)) for heading, texts in rows.items()]


def record_words(item: RecordLine) -> str:
    """One item in words: who said it and what it is, what was ticked, the text."""
    whose = ", ".join(filter(None, [item.agency_name, item.source]))
    nature = f" ({item.nature})" if item.nature else ""
    lead = f"{whose}{nature}" if whose else nature.strip(" ()").capitalize()
    said = f"{lead}: {item.body}" if lead else item.body
    return "\n".join(filter(None, [item.choice, said]))


def _no_decision(child: ChildMinutes) -> str:
    if not child.no_decision_words:
        return ""
    owed = f", owed by {child.reason_agency_name}" if child.reason_agency_name else ""
    return f"{child.no_decision_words}{owed}"


def _people(people: Sequence[PersonLine]) -> str:
    lines = []
    for person in people:
        said = f": {person.apology}" if person.apology else ""
        who = ", ".join(filter(None, [person.name, person.job_title, person.agency_name]))
        lines.append(f"{who}{said}")
    return "\n".join(lines) or "Nobody"
