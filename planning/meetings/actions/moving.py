"""Moving and cancelling a meeting that was convened."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.access.actions import end_invitations, move_invitations
from planning.access.queries import is_in
from planning.diaries.booking import choose_room, free_places, hold_places
from planning.errors import Blocker, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.calendar import Calendar
from planning.meetings.reading import MeetingRow, attendees_of, lock_to_arrange
from planning.meetings.rules.calendars import shown_place, shown_place_faults
from planning.meetings.rules.inviting import invited_until
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes, moments, time_blockers
from planning.meetings.rules.states import Act, MeetingState
from planning.meetings.tables import Attendee, StrategyMeeting
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import transaction

LONGEST_REASON = 2000


async def reschedule(
    *,
    meeting_id: UUID,
    times: LocalTimes,
    version: int,
    ask_although_busy: Sequence[UUID] = (),
    room_id: UUID | msgspec.UnsetType | None = msgspec.UNSET,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Move a meeting; everybody is asked again. Its room stays unless `room_id` is given.

    Raises `NotAllowed` unless the actor is chair, convener or scheduler, `Stale` when `version` is
    not the current one, `Blocked` for impossible times, or when somebody or the room is busy then.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_arrange(meeting_id, Act.RESCHEDULE, actor)
        if meeting.version != version:
            raise Stale
        block_if([*time_blockers(times, now), *_same_time(meeting, times)])
        calendar = _moved(meeting, times)
        if room_id is not msgspec.UNSET:
            calendar = await _elsewhere(meeting, calendar, room_id)
        await StrategyMeeting.update(
            {
                StrategyMeeting.starts_at: calendar.starts_at,
                StrategyMeeting.ends_at: calendar.ends_at,
                StrategyMeeting.calendar_sequence: calendar.sequence,
                StrategyMeeting.version: version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await Attendee.update(
            {
                Attendee.answer: Answer.AWAITED,
                Attendee.answered_at: None,
                Attendee.asked_although_busy: False,
                Attendee.invited_at: now,
            }
        ).where(Attendee.meeting_id == meeting_id, Attendee.removed_at.is_null())
        await hold_places(meeting_id, ask_although_busy=ask_although_busy)
        profile = (await profile_of(meeting.profile_version)).profile
        await move_invitations(
            meeting_compartment_id=meeting.compartment_id,
            until_at=invited_until(profile, calendar.ends_at, now),
        )
        await _record("meeting.rescheduled", meeting, {"was": meeting.starts_at}, actor, now)
        await enqueue(
            [calendar.request(person.place()) for person in await attendees_of(meeting_id)], now=now
        )


async def _elsewhere(meeting: MeetingRow, calendar: Calendar, room_id: UUID | None) -> Calendar:
    place, shown = await choose_room(meeting.id, room_id), meeting.place_in_calendars
    block_if(shown_place_faults(place, shown=shown))
    return msgspec.structs.replace(calendar, place=shown_place(place, shown=shown))


def _same_time(meeting: MeetingRow, times: LocalTimes) -> list[Blocker]:
    if moments(times) != (meeting.starts_at, meeting.ends_at):
        return []
    return [Blocker("The meeting is at that time already. Enter another.", "starts")]


def _moved(meeting: MeetingRow, times: LocalTimes) -> Calendar:
    starts_at, ends_at = moments(times)
    return msgspec.structs.replace(
        meeting.calendar(),
        sequence=meeting.calendar_sequence + 1,
        starts_at=starts_at,
        ends_at=ends_at,
    )


async def cancel(
    *, meeting_id: UUID, reason: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> bool:
    """Cancel a meeting; the reason stays in Accord, the mail gives none.

    Whoever was let in for the invitation alone is let out, but for chair and convener. Returns
    whether the actor still sees the meeting. Raises `NotAllowed` unless the actor is chair,
    convener or scheduler; `Blocked` without reason.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_arrange(meeting_id, Act.CANCEL, actor)
        if not 1 <= len(reason.strip()) <= LONGEST_REASON:
            block_if([Blocker("Say why, in up to 2,000 characters.", "reason")])
        calendar = msgspec.structs.replace(
            meeting.calendar(), sequence=meeting.calendar_sequence + 1
        )
        await StrategyMeeting.update(
            {
                StrategyMeeting.state: MeetingState.CANCELLED,
                StrategyMeeting.cancelled_at: now,
                StrategyMeeting.cancel_reason: reason.strip(),
                StrategyMeeting.calendar_sequence: calendar.sequence,
                StrategyMeeting.version: meeting.version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await free_places(meeting_id)
        await _record("meeting.cancelled", meeting, {"reason": reason.strip()}, actor, now)
        invited = await attendees_of(meeting_id)
        await enqueue([calendar.cancellation(person.place()) for person in invited], now=now)
        stay = {meeting.chair_id, meeting.convened_by}
        await end_invitations(
            meeting_compartment_id=meeting.compartment_id,
            people=dict.fromkeys({person.person_id for person in invited} - stay),
            now=now,
        )
        return await is_in(meeting.compartment_id)


async def _record(
    act: str, meeting: MeetingRow, detail: dict[str, object], actor: Actor, now: datetime
) -> None:
    await record(
        [Event(act, "meeting", meeting.id, meeting.compartment_id, detail)],
        actor_id=actor.person_id,
        now=now,
    )
