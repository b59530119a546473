"""The form of a meeting that follows another: its children and people, its own time and purpose."""

from datetime import datetime
from uuid import UUID

from planning.groups.queries import group_of_meeting
from planning.meetings.queries import MeetingSeen, meeting
from planning.meetings.rules.scheduling import Mode
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind
from service.pages.forms import Form


async def following(meeting_id: UUID, actor: Actor, now: datetime) -> Form:
    """After a phone the full meeting; after any other a review, of a group the same group's."""
    seen = await meeting(meeting_id=meeting_id, actor=actor, now=now)
    group = await group_of_meeting(meeting_id=meeting_id, actor=actor)
    leads = {seen.chair_id, seen.minute_taker_id}
    return Form.filled(
        follows=seen.id,
        concern_ids=[child.concern_id for child in seen.children],
        kind=_kind(seen),
        operation_id=group and group.operation_id,
        management_group=group and group.group,
        decided_at=now,
        minutes=60,
        chair_id=seen.chair_id,
        minute_taker_id=seen.minute_taker_id,
        invitees=[one.person_id for one in seen.attendees if one.person_id not in leads],
    )


def _kind(seen: MeetingSeen) -> MeetingKind:
    if not seen.children:
        return seen.kind
    return MeetingKind.FOLLOW_UP if seen.mode is Mode.PHONE else MeetingKind.REVIEW


def earlier_ticks(seen: MeetingSeen) -> dict[UUID, list[str]]:
    """The children of those who came for some only: they are asked for the same again."""
    return {
        one.person_id: [str(concern_id) for concern_id in one.concern_ids]
        for one in seen.attendees
        if len(one.concern_ids) < len(seen.children)
    }
