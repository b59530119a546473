"""Minutes in words: the joint facts, and each child's part."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.meetings.queries import MinutesSeen
from planning.meetings.rules.minutes import (
    ActionLine,
    ChildMinutes,
    JointMinutes,
    PersonLine,
    RecordLine,
)
from planning.meetings.rules.states import MeetingState
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.meetings import place_words
from service.pages.presenters.moments import last_day, span


@dataclass(frozen=True, slots=True)
class ChildPart:
    """One child: facts for a summary list, and the actions."""

    name: str
    href: str
    rows: list[tuple[str, str]]
    actions: Sequence[ActionLine]


def standing(minutes: MinutesSeen) -> str:
    """A draft, or final since when."""
    if minutes.approved_at is None:
        return "Draft. Only the chair and the minute taker can read it."
    by = f" by {minutes.approved_by_name}" if minutes.approved_by_name else ""
    approved = f"approved on {short_moment(minutes.approved_at)}{by}."
    if minutes.state is MeetingState.FINAL or minutes.corrections_until is None:
        return f"Final, version {minutes.version}, {approved}"
    until = last_day(minutes.corrections_until)
    return f"Version {minutes.version}, in correction until the end of {until}, {approved}"


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
    ]
    return [row for row in rows if row[1]]


def child_part(child: ChildMinutes) -> ChildPart:
    """A child's part, without what was left empty."""
    rows = [
        ("Outcome", child.outcome_words or "None"),
        ("Reason", _no_decision(child)),
        ("Next date", short_day(child.next_on) if child.next_on else ""),
        ("Authorised by", child.authorised_by_name or ""),
        ("Why this is the outcome", child.outcome_reason),
        ("Information from agencies", child.information),
        ("The child’s voice", child.child_voice),
        ("Analysis", child.analysis),
        *record_rows(child.items),
    ]
    return ChildPart(
        name=f"{child.child_name}, {child.reference}",
        href=f"/concerns/{child.concern_id}",
        rows=[row for row in rows if row[1]],
        actions=child.actions,
    )


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
        lines.append(f"{person.name}, {person.agency_name}{said}")
    return "\n".join(lines) or "Nobody"
