"""Moving and cancelling a meeting that was convened."""

from datetime import datetime
from uuid import UUID

from planning.errors import Blocker, NotAllowed, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import MeetingRow, attendees_of, lock_meeting
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes, moments, time_blockers
from planning.meetings.rules.states import Act, MeetingState
from planning.meetings.tables import Attendee, StrategyMeeting
from planning.outbox import Enqueue, MeetingCancellation, MeetingInvitation
from planning.people.rules import Actor
from planning.transactions import transaction

LONGEST_REASON = 2000


async def reschedule(
    *,
    meeting_id: UUID,
    times: LocalTimes,
    version: int,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Move a meeting; everybody is asked again.

    Raises `NotAllowed` unless the actor is chair, convener or scheduler, `Stale` when `version` is
    not the current one, `Blocked` for impossible times.
    """
    async with transaction(actor.person_id):
        meeting = await _lock_to_arrange(meeting_id, Act.RESCHEDULE, actor)
        if meeting.version != version:
            raise Stale
        block_if(time_blockers(times, now))
        starts_at, ends_at = moments(times)
        await StrategyMeeting.update(
            {
                StrategyMeeting.starts_at: starts_at,
                StrategyMeeting.ends_at: ends_at,
                StrategyMeeting.calendar_sequence: meeting.calendar_sequence + 1,
                StrategyMeeting.version: version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await Attendee.update({Attendee.answer: Answer.AWAITED, Attendee.answered_at: None}).where(
            Attendee.meeting_id == meeting_id
        )
        await _record("meeting.rescheduled", meeting, {"was": meeting.starts_at}, actor, now)
        await enqueue(
            [
                MeetingInvitation(
                    meeting_id=meeting_id,
                    recipient=attendee.recipient(),
                    reference=meeting.reference,
                    uid=meeting.calendar_uid,
                    organiser_token=attendee.organiser_token,
                    sequence=meeting.calendar_sequence + 1,
                    starts_at=starts_at,
                    ends_at=ends_at,
                )
                for attendee in await attendees_of(meeting_id)
            ],
            now=now,
        )


async def cancel(
    *, meeting_id: UUID, reason: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Cancel a meeting; the reason stays in Accord, the mail gives none.

    Raises `NotAllowed` unless the actor is chair, convener or scheduler; `Blocked` without reason.
    """
    async with transaction(actor.person_id):
        meeting = await _lock_to_arrange(meeting_id, Act.CANCEL, actor)
        if not 1 <= len(reason.strip()) <= LONGEST_REASON:
            block_if([Blocker("Say why, in up to 2,000 characters.", "reason")])
        await StrategyMeeting.update(
            {
                StrategyMeeting.state: MeetingState.CANCELLED,
                StrategyMeeting.cancelled_at: now,
                StrategyMeeting.cancel_reason: reason.strip(),
                StrategyMeeting.calendar_sequence: meeting.calendar_sequence + 1,
                StrategyMeeting.version: meeting.version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await _record("meeting.cancelled", meeting, {"reason": reason.strip()}, actor, now)
        await enqueue(
            [
                MeetingCancellation(
                    meeting_id=meeting_id,
                    recipient=attendee.recipient(),
                    reference=meeting.reference,
                    uid=meeting.calendar_uid,
                    organiser_token=attendee.organiser_token,
                    sequence=meeting.calendar_sequence + 1,
                    starts_at=meeting.starts_at,
                    ends_at=meeting.ends_at,
                )
                for attendee in await attendees_of(meeting_id)
            ],
            now=now,
        )


async def _lock_to_arrange(meeting_id: UUID, act: Act, actor: Actor) -> MeetingRow:
    meeting = await lock_meeting(meeting_id, act)
    if not meeting.is_arranged_by(actor):
        raise NotAllowed("Only the chair, the convener or a scheduler can do this.")
    return meeting


async def _record(
    act: str, meeting: MeetingRow, detail: dict[str, object], actor: Actor, now: datetime
) -> None:
    await record(
        [Event(act, "meeting", meeting.id, meeting.compartment_id, detail)],
        actor_id=actor.person_id,
        now=now,
    )
