"""Changing who is invited, and what the meeting is, after convening and while it runs."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.access.queries import is_in
from planning.errors import Blocker, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.inviting import to_change, write_change
from planning.meetings.reading import MeetingRow, attendees_of, lock_to_arrange
from planning.meetings.rules.calendars import shown_place_faults
from planning.meetings.rules.changing import PeopleChange, Ticked, ToChange, change_blockers
from planning.meetings.rules.scheduling import LONGEST_PLACE, LONGEST_PURPOSE, Mode
from planning.meetings.rules.states import Act
from planning.meetings.tables import StrategyMeeting
from planning.outbox import Enqueue
from planning.people.queries import people_by_id
from planning.people.rules import Actor, Role
from planning.transactions import fetch_value, transaction


class Details(msgspec.Struct, frozen=True):
    """What a meeting is, apart from its time, its people and its children."""

    purpose: str
    mode: Mode
    chair_id: UUID
    minute_taker_id: UUID | None = None
    place: str = ""
    room_id: UUID | None = None
    place_in_calendars: bool = False
    ask_although_busy: list[UUID] = []


_ROOM = "select site || ', ' || name from room where id = $1 and closed_at is null"


async def change_people(
    *,
    meeting_id: UUID,
    change: PeopleChange,
    version: int,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> bool:
    """Add people, take people off and change whom they are there for, in one act.

    To replace somebody is both at once. Whoever is added is invited; whoever is taken off is told
    that the meeting is off for them, sees it no longer and stays on record. Returns whether the
    actor still sees the meeting. Raises `NotAllowed` unless the actor is chair, convener or
    scheduler, `Stale` when `version` is not the current one, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        meeting = await _lock(meeting_id, version, actor)
        there = await to_change(meeting, change)
        block_if(change_blockers(change, there))
        await _new_version(meeting)
        await record([_changed(meeting, change)], actor_id=actor.person_id, now=now)
        await write_change(meeting, change, there, actor=actor, now=now, enqueue=enqueue)
        return await is_in(meeting.compartment_id)


async def change_details(
    *,
    meeting_id: UUID,
    details: Details,
    version: int,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Change purpose, place, how people meet, chair and minute taker.

    A new chair or minute taker is invited if need be and is there for every child; who had the
    part stays invited. When calendars show another place now, everybody's is updated, and answers
    stand. Refused as `change_people` is.
    """
    async with transaction(actor.person_id):
        meeting = await _lock(meeting_id, version, actor)
        change = _for_all(meeting, details, await to_change(meeting, PeopleChange()))
        there = await to_change(meeting, change)
        room = await fetch_value(_ROOM, details.room_id)
        place = _place(meeting, details, room)
        block_if(
            [
                *await _details_faults(meeting, details, there),
                *_people_faults(change, there),
                *_room_faults(details, room),
                *shown_place_faults(place, shown=details.place_in_calendars),
            ]
        )
        after = _after(meeting, details, place)
        await StrategyMeeting.update(
            {
                StrategyMeeting.purpose: details.purpose.strip(),
                StrategyMeeting.mode: details.mode,
                StrategyMeeting.place: place,
                StrategyMeeting.place_in_calendars: details.place_in_calendars,
                StrategyMeeting.calendar_sequence: after.calendar_sequence,
                StrategyMeeting.chair_id: details.chair_id,
                StrategyMeeting.minute_taker_id: details.minute_taker_id,
                StrategyMeeting.room_id: details.room_id,
                StrategyMeeting.version: version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await record(
            [
                Event(
                    "meeting.details_changed",
                    "meeting",
                    meeting_id,
                    meeting.compartment_id,
                    {"was": _details_of(meeting)},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        await write_change(after, change, there, actor=actor, now=now, enqueue=enqueue)
        if after.calendar_sequence != meeting.calendar_sequence:
            await _update_calendars(after, change, now, enqueue)


def _after(meeting: MeetingRow, details: Details, place: str) -> MeetingRow:
    """The row as calendars will know it; the sequence goes up only when they show another place."""
    after = msgspec.structs.replace(
        meeting, place=place, place_in_calendars=details.place_in_calendars
    )
    moved = after.calendar().place != meeting.calendar().place
    return msgspec.structs.replace(after, calendar_sequence=meeting.calendar_sequence + moved)


async def _update_calendars(
    meeting: MeetingRow, change: PeopleChange, now: datetime, enqueue: Enqueue
) -> None:
    """Whoever is new has just been invited to the place as it is now."""
    calendar, new = meeting.calendar(), {one.person_id for one in change.add}
    there = await attendees_of(meeting.id)
    updates = [calendar.request(one.place(), asks=False) for one in there]
    await enqueue([one for one in updates if one.recipient.person_id not in new], now=now)


def _place(meeting: MeetingRow, details: Details, room: str | None) -> str:
    """Another room brings its own place, unless another place is given."""
    moved = details.room_id != meeting.room_id and details.place.strip() == meeting.place
    return (not moved and details.place.strip()) or room or ""


async def _lock(meeting_id: UUID, version: int, actor: Actor) -> MeetingRow:
    meeting = await lock_to_arrange(meeting_id, Act.ARRANGE, actor)
    if meeting.version != version:
        raise Stale
    return meeting


async def _new_version(meeting: MeetingRow) -> None:
    await StrategyMeeting.update({StrategyMeeting.version: meeting.version + 1}).where(
        StrategyMeeting.id == meeting.id
    )


def _changed(meeting: MeetingRow, change: PeopleChange) -> Event:
    return Event(
        "meeting.people_changed",
        "meeting",
        meeting.id,
        meeting.compartment_id,
        {
            "added": [one.person_id for one in change.add],
            "removed": change.remove,
            "ticked": [one.person_id for one in change.ticks],
        },
    )


def _for_all(meeting: MeetingRow, details: Details, there: ToChange) -> PeopleChange:
    """Chair and minute taker, where they are new, are there for every child."""
    attending = {one.person_id for one in there.attending}
    before = {meeting.chair_id, meeting.minute_taker_id}
    new = [
        one
        for one in dict.fromkeys((details.chair_id, details.minute_taker_id))
        if one and one not in before
    ]
    return PeopleChange(
        add=[Ticked(one) for one in new if one not in attending],
        ticks=[Ticked(one) for one in new if one in attending],
        ask_although_busy=details.ask_although_busy,
    )


def _people_faults(change: PeopleChange, there: ToChange) -> list[Blocker]:
    if not (change.add or change.ticks):
        return []
    return [Blocker(fault.message, "chair_id") for fault in change_blockers(change, there)]


def _room_faults(details: Details, room: str | None) -> list[Blocker]:
    if details.room_id is None or room is not None:
        return []
    return [Blocker("Choose a room from the list.", "room_id")]


async def _details_faults(meeting: MeetingRow, details: Details, there: ToChange) -> list[Blocker]:
    faults = []
    if not 1 <= len(details.purpose.strip()) <= LONGEST_PURPOSE:
        faults.append(Blocker("Say what the meeting is for, in up to 4,000 characters.", "purpose"))
    if len(details.place.strip()) > LONGEST_PLACE:
        faults.append(Blocker("Shorten the place to 500 characters.", "place"))
    if details.chair_id != meeting.chair_id:
        chair = await people_by_id([details.chair_id])
        if not chair or Role.CHAIR not in chair[0].roles:
            faults.append(Blocker("Choose a chair from the list of chairs.", "chair_id"))
    handed_on = {details.chair_id, details.minute_taker_id} - set(there.everywhere) - {None}
    if handed_on and len(there.children) != meeting.child_count:
        faults.append(
            Blocker(
                "You cannot see every child of this meeting. Ask the chair to hand it on.",
                "chair_id",
            )
        )
    return faults


def _details_of(meeting: MeetingRow) -> dict[str, object]:
    return {
        "purpose": meeting.purpose,
        "mode": meeting.mode,
        "place": meeting.place,
        "place_in_calendars": meeting.place_in_calendars,
        "room_id": meeting.room_id,
        "chair_id": meeting.chair_id,
        "minute_taker_id": meeting.minute_taker_id,
    }
