"""The rows of a new meeting, written in one statement, however many people and children."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.concerns.rules import NewConcern
from planning.concerns.writing import WRITE_CONCERNS
from planning.diaries.booking import JUST_BOOKED, ROOM_JUST_BOOKED
from planning.errors import block_if
from planning.meetings.rules.known import Known, PersonKnown
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Convening, moments, place_of
from planning.meetings.rules.states import MeetingState
from planning.transactions import fetch_one, to_json


class Invited(msgspec.Struct, frozen=True):
    """A new attendee; who is asked although they are busy gets no place."""

    id: UUID
    person_id: UUID
    agency_id: UUID
    organiser_token: str
    asked_although_busy: bool


class ChildThere(msgspec.Struct, frozen=True):
    """A child at the new meeting."""

    id: UUID
    concern_id: UUID
    compartment_id: UUID


class Tick(msgspec.Struct, frozen=True):
    """An attendee who is there for a child."""

    attendee_id: UUID
    compartment_id: UUID
    meeting_child_id: UUID


class _Held(msgspec.Struct, frozen=True):
    people: int
    rooms: int


class NewMeeting(msgspec.Struct, frozen=True):
    """All rows of one convening, with their fresh ids."""

    id: UUID
    compartment_id: UUID
    reference: str
    calendar_uid: str
    people: list[PersonKnown]
    attendees: list[Invited]
    children: list[ChildThere]
    opened: list[NewConcern]
    for_children: dict[UUID, list[UUID]]


_WRITE = f"""
with {WRITE_CONCERNS},
new_meeting as (
    insert into strategy_meeting (
        id, compartment_id, reference, kind, purpose, mode, place, decided_at, starts_at, ends_at,
        profile_version, convened_by, convened_at, chair_id, minute_taker_id, state,
        child_count, room_id, place_in_calendars, calendar_uid, calendar_sequence, version)
    select id, compartment_id, reference, kind, purpose, mode, place, decided_at, starts_at,
           ends_at, profile_version, $2, $3, chair_id, minute_taker_id, '{MeetingState.CONVENED}',
           jsonb_array_length($6::jsonb), room_id, place_in_calendars, calendar_uid, 0, 1
    from jsonb_to_record($4::jsonb) as m (
        id uuid, compartment_id uuid, reference text, kind text, purpose text, mode text,
        place text, decided_at timestamptz, starts_at timestamptz, ends_at timestamptz,
        profile_version integer, chair_id uuid, minute_taker_id uuid, room_id uuid,
        place_in_calendars boolean, calendar_uid text)
    returning id, compartment_id, room_id, tstzrange(starts_at, ends_at) as during),
new_attendees as (
    insert into attendee (
        id, compartment_id, meeting_id, person_id, agency_id, organiser_token, invited_at, answer,
        apology, asked_although_busy, version)
    select a.id, m.compartment_id, m.id, a.person_id, a.agency_id, a.organiser_token, $3,
           '{Answer.AWAITED}', '', a.asked_although_busy, 1
    from new_meeting m, jsonb_to_recordset($5::jsonb) as a (
        id uuid, person_id uuid, agency_id uuid, organiser_token text,
        asked_although_busy boolean)),
held as (
    insert into person_booking (meeting_id, compartment_id, person_id, during)
    select m.id, m.compartment_id, a.person_id, m.during
    from new_meeting m, jsonb_to_recordset($5::jsonb) as a (
        person_id uuid, asked_although_busy boolean)
    where not a.asked_although_busy order by a.person_id
    on conflict do nothing returning person_id),
room_held as (
    insert into room_booking (meeting_id, compartment_id, room_id, during)
    select id, compartment_id, room_id, during from new_meeting where room_id is not null
    on conflict do nothing returning room_id),
new_at_meeting as (
    insert into meeting_child (
        id, compartment_id, concern_id, meeting_compartment_id, meeting_id, outcome_reason,
        version)
    select c.id, c.compartment_id, c.concern_id, m.compartment_id, m.id, '', 1
    from new_meeting m, jsonb_to_recordset($6::jsonb) as c (
        id uuid, compartment_id uuid, concern_id uuid)),
new_ticks as (
    insert into attendee_child (
        attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
    select t.attendee_id, t.compartment_id, t.meeting_child_id, m.compartment_id
    from new_meeting m, jsonb_to_recordset($7::jsonb) as t (
        attendee_id uuid, compartment_id uuid, meeting_child_id uuid))
select (select count(*) from held) as people, (select count(*) from room_held) as rooms
"""


async def write_meeting(
    convening: Convening,
    meeting: NewMeeting,
    known: Known,
    *,
    profile_version: int,
    actor_id: UUID,
    now: datetime,
) -> None:
    """Write everything in one statement. The actor is in every compartment since an earlier one.

    Raises `Blocked` when somebody, or the room, was booked since `known` was read.
    """
    starts_at, ends_at = moments(convening.times)
    row = {
        "id": meeting.id,
        "compartment_id": meeting.compartment_id,
        "reference": meeting.reference,
        "kind": convening.kind,
        "purpose": convening.purpose.strip(),
        "mode": convening.mode,
        "place": place_of(convening, known),
        "place_in_calendars": convening.place_in_calendars,
        "room_id": convening.room_id,
        "decided_at": convening.decided_at,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "profile_version": profile_version,
        "chair_id": convening.chair_id,
        "minute_taker_id": convening.minute_taker_id,
        "calendar_uid": meeting.calendar_uid,
    }
    held = await fetch_one(
        _Held,
        _WRITE,
        to_json(meeting.opened),
        actor_id,
        now,
        to_json(row),
        to_json(meeting.attendees),
        to_json(meeting.children),
        to_json(_ticks(meeting)),
    )
    wanted = sum(not attendee.asked_although_busy for attendee in meeting.attendees)
    block_if(
        [
            *([JUST_BOOKED] if held and held.people < wanted else []),
            *([ROOM_JUST_BOOKED] if held and held.rooms < bool(convening.room_id) else []),
        ]
    )


def _ticks(meeting: NewMeeting) -> list[Tick]:
    by_concern = {child.concern_id: child for child in meeting.children}
    return [
        Tick(attendee.id, by_concern[key].compartment_id, by_concern[key].id)
        for attendee in meeting.attendees
        for key in meeting.for_children[attendee.person_id]
    ]
