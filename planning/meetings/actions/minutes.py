"""Approving minutes: attendees read them and may ask for corrections from then on."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.clock import end_of_day
from planning.errors import Blocker, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.drafting import draft_minutes
from planning.meetings.minuting import NewPart, only_chair, write_parts
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
from planning.procedures.rules import corrections_until
from planning.transactions import transaction

FIRST_VERSION = 1


async def approve_minutes(
    *, meeting_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Make the first version of every part and tell every attendee; only the chair may.

    Raises `NotAllowed` for others, `Blocked` before closing, a second time, or when the chair
    cannot see every child.
    """
    async with transaction(actor.person_id):
        meeting = await lock_meeting(meeting_id, Act.APPROVE)
        only_chair(meeting, actor, "approve the minutes")
        profile = (await profile_of(meeting.profile_version)).profile
        attendees, children = await attendees_of(meeting_id), await children_of(meeting_id)
        if len(children) != meeting.child_count:
            block_if([Blocker("You cannot see every child of this meeting.")])
        minutes = await draft_minutes(meeting, attendees, children, profile)
        await write_parts(meeting, _parts(meeting, children, minutes), actor=actor, now=now)
        await StrategyMeeting.update(
            {
                StrategyMeeting.state: MeetingState.IN_CORRECTION,
                StrategyMeeting.approved_at: now,
                StrategyMeeting.corrections_until: end_of_day(corrections_until(profile, now)),
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


def _parts(meeting: MeetingRow, children: list[ChildRow], minutes: Minutes) -> list[NewPart]:
    return [
        NewPart(uuid4(), meeting.compartment_id, None, FIRST_VERSION, minutes.joint),
        *(
            NewPart(uuid4(), child.compartment_id, child.id, FIRST_VERSION, part)
            for child, part in zip(children, minutes.children, strict=True)
        ),
    ]
