"""Corrections, addenda and readers of minutes in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.meetings.queries import AddendumSeen, CorrectionSeen, MinutesSeen, ReaderSeen
from planning.meetings.rules.corrections import ANYTHING_ELSE, sections_of
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes
from planning.meetings.rules.states import MeetingState
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.moments import limit
from service.pages.presenters.tags import Tag

JOINT, PAIR = "Joint part", 2
_WORDS = {
    "purpose": "Purpose",
    "record": "Joint record",
    "no_quorum_reason": "Why it went on without quorum",
    "information": "Information from agencies",
    "child_voice": "The child’s voice",
    "analysis": "Analysis",
    "outcome_reason": "Why this is the outcome",
    ANYTHING_ELSE: "Anything else: who was there, an action, a date, something left out",
}


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction: who asked, about what, and the answer."""

    id: UUID
    agency: str
    about: str
    wrong: str
    should_say: str
    asked: str
    tag: Tag
    answer: str
    waits: bool


@dataclass(frozen=True, slots=True)
class AddendumLine:
    """What was added, why, by whom and when."""

    text: str
    reason: str
    signed: str


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One attendee: what they read, whether they have."""

    person_id: UUID
    name: str
    agency: str
    reads: str
    read: str
    tag: Tag
    may_preview: bool


def section_options(part: JointMinutes | ChildMinutes) -> list[tuple[str, str]]:
    """Every text of a part that can be corrected."""
    return [(key, section_words(part, key)) for key in sections_of(part)]


def section_words(part: JointMinutes | ChildMinutes, key: str) -> str:
    """A text by the heading under which it is read."""
    *path, last = key.split(".")
    place: Any = msgspec.to_builtins(part)
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if not path:
        return _WORDS[last]
    return ", ".join(filter(None, (place.get("heading", ""), place.get("agency_name", ""))))


def part_of(minutes: MinutesSeen, concern_id: UUID | None) -> JointMinutes | ChildMinutes | None:
    """A child's part, or the joint one; `None` when the reader does not read it."""
    if concern_id is None:
        return minutes.joint
    return next((child for child in minutes.children if child.concern_id == concern_id), None)


def part_name(part: JointMinutes | ChildMinutes) -> str:
    """How a part is called."""
    return JOINT if isinstance(part, JointMinutes) else f"{part.child_name}, {part.reference}"


def correction_lines(minutes: MinutesSeen) -> list[CorrectionLine]:
    """The oldest first; of parts that are shown."""
    return [
        _correction(one, part)
        for one in minutes.corrections
        if (part := part_of(minutes, one.concern_id)) is not None
    ]


def addendum_lines(addenda: Sequence[AddendumSeen], concern_id: UUID | None) -> list[AddendumLine]:
    """What was added to one part."""
    return [
        AddendumLine(one.text, one.reason, f"{one.written_by_name}, {short_moment(one.written_at)}")
        for one in addenda
        if one.concern_id == concern_id
    ]


def window_words(minutes: MinutesSeen, now: datetime, closed: frozenset[date]) -> str:
    """Until when corrections can be asked for, or that answers are owed."""
    if minutes.state is not MeetingState.IN_CORRECTION or minutes.corrections_until is None:
        return ""
    due = limit(minutes.corrections_until, now, closed)
    if due.late:
        return (
            f"The time for corrections ended on {due.date}, {due.rest}."
            " The minutes become final once the chair has answered each correction."
        )
    return (
        f"Corrections can be asked for until the end of {due.date} ({due.rest})."
        " After that the text is final."
    )


def reader_lines(
    readers: Sequence[ReaderSeen], children: Mapping[UUID, str], *, whole: bool
) -> list[ReaderLine]:
    """Everybody invited; `whole`: the chair, who sees every child, may look as they do."""
    return [
        ReaderLine(
            person_id=one.person_id,
            name=one.name,
            agency=one.agency_name,
            reads=_reads(one, children),
            read=short_moment(one.last_read_at) if one.last_read_at else "Not yet",
            tag=_confirmed(one),
            may_preview=whole and one.reads and not one.is_chair,
        )
        for one in readers
    ]


def _correction(one: CorrectionSeen, part: JointMinutes | ChildMinutes) -> CorrectionLine:
    return CorrectionLine(
        id=one.id,
        agency=one.agency_name,
        about=f"{part_name(part)}: {_section(part, one.section)}",
        wrong=one.wrong,
        should_say=one.should_say,
        asked=short_moment(one.asked_at),
        tag=_answer_tag(one),
        answer=one.reason or "",
        waits=one.answered_at is None,
    )


def _section(part: JointMinutes | ChildMinutes, key: str) -> str:
    return section_words(part, key).partition(":")[0]


def _answer_tag(one: CorrectionSeen) -> Tag:
    if one.answered_at is None:
        return Tag("Waits for the chair", "blue")
    if one.made_version is None:
        return Tag(f"Declined {short_day(london_date(one.answered_at))}", "grey")
    return Tag(f"Corrected in version {one.made_version} of this part", "green")


def _reads(one: ReaderSeen, children: Mapping[UUID, str]) -> str:
    if not one.reads:
        return "Nothing: in conflict, or their time is over"
    names = [name for concern_id, name in children.items() if concern_id in one.concern_ids]
    if len(names) == len(children) and len(names) > 1:
        all_of_them = "both" if len(names) == PAIR else f"all {len(names)}"
        return f"Joint part and {all_of_them} children"
    return ", ".join([JOINT, *names])


def _confirmed(one: ReaderSeen) -> Tag:
    if one.is_chair:
        return Tag("Chair", "grey")
    if one.acknowledged_at:
        return Tag(f"Confirmed {short_day(london_date(one.acknowledged_at))}", "green")
    return Tag("Not confirmed", "blue")
