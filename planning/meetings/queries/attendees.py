"""Who is invited to a meeting, as those in it see them."""

from uuid import UUID

import msgspec

from planning.meetings.reading import AttendeeRow, MeetingRow
from planning.meetings.rules.presence import Span
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Mode
from planning.people.rules import AgencyCategory
from planning.procedures.rules import ApologyReason, Profile


class AttendeeSeen(msgspec.Struct, frozen=True):
    """An attendee; `concern_ids` are those of their children that the reader can see."""

    person_id: UUID
    name: str
    job_title: str
    agency_id: UUID
    agency_name: str
    category: AgencyCategory
    answer: Answer
    present: bool | None
    came_by: Mode | None
    spans: list[Span]
    apology: str
    apology_reason: ApologyReason | None
    apology_words: str | None
    deputy_for: str | None
    is_chair: bool
    runs: bool
    asked_although_busy: bool
    concern_ids: list[UUID]


def attendee_seen(attendee: AttendeeRow, row: MeetingRow, profile: Profile) -> AttendeeSeen:
    """The attendee, their apology in the words of the rules the meeting is held under."""
    reason = attendee.apology_reason
    return AttendeeSeen(
        person_id=attendee.person_id,
        name=attendee.name,
        job_title=attendee.job_title,
        agency_id=attendee.agency_id,
        agency_name=attendee.agency_name,
        category=attendee.category,
        answer=attendee.answer,
        present=attendee.present,
        came_by=attendee.came_by,
        spans=attendee.spans,
        apology=attendee.apology,
        apology_reason=reason,
        apology_words=profile.apology_reasons[reason] if reason else None,
        deputy_for=attendee.deputy_for,
        is_chair=attendee.person_id == row.chair_id,
        runs=attendee.runs,
        asked_although_busy=attendee.asked_although_busy,
        concern_ids=attendee.children,
    )
