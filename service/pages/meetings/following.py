"""The form of a meeting that follows another: its children and people, its own time and purpose."""

from datetime import datetime
from uuid import UUID

from planning.meetings.queries import MeetingSeen
from planning.meetings.rules.scheduling import Mode
from planning.procedures.rules import MeetingKind
from service.pages.forms import Form


def following(seen: MeetingSeen, now: datetime) -> Form:
    """After a phone the full meeting; after any other a review."""
    leads = {seen.chair_id, seen.minute_taker_id}
    by_phone = seen.mode is Mode.PHONE
    return Form.filled(
        follows=seen.id,
        concern_ids=[child.concern_id for child in seen.children],
        kind=MeetingKind.FOLLOW_UP if by_phone else MeetingKind.REVIEW,
        decided_at=now,
        minutes=60,
        chair_id=seen.chair_id,
        minute_taker_id=seen.minute_taker_id,
        invitees=[one.person_id for one in seen.attendees if one.person_id not in leads],
    )


def earlier_ticks(seen: MeetingSeen) -> dict[UUID, list[str]]:
    """The children of those who came for some only: they are asked for the same again."""
    return {
        one.person_id: [str(concern_id) for concern_id in one.concern_ids]
        for one in seen.attendees
        if len(one.concern_ids) < len(seen.children)
    }
