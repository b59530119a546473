"""Attendance in words: who was there when and how, why not, and what no quorum owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from planning.clock import LONDON, today
from planning.meetings.contributions import Contribution
from planning.meetings.queries import AttendeeSeen, FollowUp, MeetingSeen
from planning.meetings.rules.presence import Span
from planning.meetings.rules.record import Nature
from planning.meetings.rules.scheduling import Mode
from service.pages.presenters.dates import clock_time, day, deadline
from service.pages.presenters.tags import Tag

HOW_WORDS = {Mode.ROOM: "In the room", Mode.VIDEO: "By video", Mode.PHONE: "By phone"}
NATURE_WORDS = {Nature.FACT: "Fact", Nature.OPINION: "Opinion"}


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One person on the page of who comes and goes."""

    person_id: UUID
    name: str
    agency: str
    tag: Tag
    details: str
    is_there: bool


def follow_up_hint(meeting: MeetingSeen) -> str:
    """By when the procedures expect a meeting without quorum to be followed up."""
    return f"Expected by {day(meeting.follow_up_expected)}. For example, 27 3 2026"


def follow_up_words(found: FollowUp, now: datetime, closed: frozenset[date]) -> str:
    """By when it is owed and for whom, or that it was held."""
    due = deadline(found.on or found.expected_on, today(now), closed)
    if not found.is_owed:
        return f"Due by {due.date}. Nothing that you see is owed any more."
    whom = f" for {', '.join(found.owed_for)}" if found.owed_for else ""
    late = (
        f" The procedures expect it by {day(found.expected_on)}."
        if found.is_later_than_expected
        else ""
    )
    return f"Owed{whom} by {due.date}, {due.rest}.{late}"


def attendance_details(found: AttendeeSeen) -> str:
    """By phone. 10am to 10:30am. Or: On leave. Back on Monday."""
    if found.present:
        how = HOW_WORDS[found.came_by] if found.came_by else ""
        times = ", ".join(_span_words(span) for span in found.spans)
        return ". ".join(filter(None, [how, times]))
    return "\n".join(filter(None, [found.apology_words, found.apology]))


def attendance_lines(attendees: Sequence[AttendeeSeen]) -> list[AttendanceLine]:
    """Everybody invited, and whether they are there now."""
    return [
        AttendanceLine(
            person_id=found.person_id,
            name=found.name,
            agency=found.agency_name,
            tag=_attendance_tag(found),
            details=attendance_details(found),
            is_there=_is_there(found),
        )
        for found in attendees
    ]


def by_child(found: Sequence[Contribution]) -> list[tuple[str, list[Contribution]]]:
    """What was sent about all, then about each child, in the order given."""
    groups: dict[str, list[Contribution]] = {}
    for one in found:
        groups.setdefault(one.child_name or "About the whole meeting", []).append(one)
    return list(groups.items())


def _attendance_tag(found: AttendeeSeen) -> Tag:
    if _is_there(found):
        return Tag("Present", "green")
    if found.present:
        return Tag("Has left", "amber")
    return Tag("Not there", "grey")


def _is_there(found: AttendeeSeen) -> bool:
    return bool(found.present) and (
        not found.spans or any(span.left_at is None for span in found.spans)
    )


def _span_words(span: Span) -> str:
    joined = clock_time(span.joined_at.astimezone(LONDON).time())
    if span.left_at is None:
        return f"from {joined}"
    return f"{joined} to {clock_time(span.left_at.astimezone(LONDON).time())}"
