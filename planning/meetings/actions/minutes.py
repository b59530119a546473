"""Approving minutes: the text is final from then on."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker, NotAllowed, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.drafting import draft_minutes
from planning.meetings.reading import (
    ChildRow,
    MeetingRow,
    attendees_of,
    children_of,
    lock_meeting,
)
from planning.meetings.rules.minutes import Minutes
from planning.meetings.rules.states import Act, MeetingState
from planning.meetings.tables import Attendee, StrategyMeeting
from planning.outbox import Enqueue, Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import execute, to_json, transaction

FIRST_VERSION = 1


class _Part(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID
    meeting_child_id: UUID | None
    content: msgspec.Struct


_WRITE = """
insert into minutes_part (
    id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id, version, content,
    approved_by, approved_at)
select id, compartment_id, $2, $3, meeting_child_id, $4, content, $5, $6
from jsonb_to_recordset($1::jsonb) as p (
    id uuid, compartment_id uuid, meeting_child_id uuid, content jsonb)
"""


async def approve_minutes(
    *, meeting_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Make the minutes final and tell every attendee; only the chair may.

    Raises `NotAllowed` for others, `Blocked` before closing, a second time, or when the chair
    cannot see every child.
    """
    async with transaction(actor.person_id):
        meeting = await lock_meeting(meeting_id, Act.APPROVE)
        if actor.person_id != meeting.chair_id:
            raise NotAllowed("Only the chair can approve the minutes.")
        profile = (await profile_of(meeting.profile_version)).profile
        attendees, children = await attendees_of(meeting_id), await children_of(meeting_id)
        if len(children) != meeting.child_count:
            block_if([Blocker("You cannot see every child of this meeting.")])
        minutes = await draft_minutes(meeting, attendees, children, profile)
        await execute(
            _WRITE,
            to_json(_parts(meeting, children, minutes)),
            meeting.compartment_id,
            meeting_id,
            FIRST_VERSION,
            actor.person_id,
            now,
        )
        await StrategyMeeting.update(
            {
                StrategyMeeting.state: MeetingState.MINUTES_APPROVED,
                StrategyMeeting.version: meeting.version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await Attendee.update({Attendee.minutes_ready_at: now}).where(
            Attendee.meeting_id == meeting_id,
            Attendee.removed_at.is_null(),
            Attendee.person_id != actor.person_id,
        )
        await record(
            [Event("meeting.minutes_approved", "meeting", meeting_id, meeting.compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )
        await enqueue(
            [
                Notice(NoticeKind.MINUTES_READY, meeting_id, attendee.recipient())
                for attendee in attendees
            ],
            now=now,
        )


def _parts(meeting: MeetingRow, children: list[ChildRow], minutes: Minutes) -> list[_Part]:
    return [
        _Part(uuid4(), meeting.compartment_id, None, minutes.joint),
        *(
            _Part(uuid4(), child.compartment_id, child.id, part)
            for child, part in zip(children, minutes.children, strict=True)
        ),
    ]
