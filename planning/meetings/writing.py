"""The rows of a new meeting, written in one statement, however many people and children."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.concerns.rules import NewConcern
from planning.concerns.writing import WRITE_CONCERNS
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Convening, PersonKnown, moments
from planning.meetings.rules.states import MeetingState
from planning.transactions import execute, to_json


class Invited(msgspec.Struct, frozen=True):
    """A new attendee."""

    id: UUID
    person_id: UUID
    agency_id: UUID
    organiser_token: str


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
        profile_version, convened_by, convened_at, chair_id, minute_taker_id, state, joint_record,
        child_count, calendar_uid, calendar_sequence, version)
    select id, compartment_id, reference, kind, purpose, mode, place, decided_at, starts_at,
           ends_at, profile_version, $2, $3, chair_id, minute_taker_id, '{MeetingState.CONVENED}',
           '', jsonb_array_length($6::jsonb), calendar_uid, 0, 1
    from jsonb_to_record($4::jsonb) as m (
        id uuid, compartment_id uuid, reference text, kind text, purpose text, mode text,
        place text, decided_at timestamptz, starts_at timestamptz, ends_at timestamptz,
        profile_version integer, chair_id uuid, minute_taker_id uuid, calendar_uid text)
    returning id, compartment_id),
new_attendees as (
    insert into attendee (
        id, compartment_id, meeting_id, person_id, agency_id, organiser_token, invited_at, answer,
        apology, version)
    select a.id, m.compartment_id, m.id, a.person_id, a.agency_id, a.organiser_token, $3,
           '{Answer.AWAITED}', '', 1
    from new_meeting m, jsonb_to_recordset($5::jsonb) as a (
        id uuid, person_id uuid, agency_id uuid, organiser_token text)),
new_at_meeting as (
    insert into meeting_child (
        id, compartment_id, concern_id, meeting_compartment_id, meeting_id, information,
        child_voice, analysis, outcome_reason, version)
    select c.id, c.compartment_id, c.concern_id, m.compartment_id, m.id, '', '', '', '', 1
    from new_meeting m, jsonb_to_recordset($6::jsonb) as c (
        id uuid, compartment_id uuid, concern_id uuid))
insert into attendee_child (
    attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
select t.attendee_id, t.compartment_id, t.meeting_child_id, m.compartment_id
from new_meeting m, jsonb_to_recordset($7::jsonb) as t (
    attendee_id uuid, compartment_id uuid, meeting_child_id uuid)
"""


async def write_meeting(
    convening: Convening,
    meeting: NewMeeting,
    *,
    profile_version: int,
    actor_id: UUID,
    now: datetime,
) -> None:
    """Write everything in one statement. The actor is in every compartment since an earlier one."""
    starts_at, ends_at = moments(convening.times)
    row = {
        "id": meeting.id,
        "compartment_id": meeting.compartment_id,
        "reference": meeting.reference,
        "kind": convening.kind,
        "purpose": convening.purpose.strip(),
        "mode": convening.mode,
        "place": convening.place.strip(),
        "decided_at": convening.decided_at,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "profile_version": profile_version,
        "chair_id": convening.chair_id,
        "minute_taker_id": convening.minute_taker_id,
        "calendar_uid": meeting.calendar_uid,
    }
    await execute(
        _WRITE,
        to_json(meeting.opened),
        actor_id,
        now,
        to_json(row),
        to_json(meeting.attendees),
        to_json(meeting.children),
        to_json(_ticks(meeting)),
    )


def _ticks(meeting: NewMeeting) -> list[Tick]:
    by_concern = {child.concern_id: child for child in meeting.children}
    return [
        Tick(attendee.id, by_concern[key].compartment_id, by_concern[key].id)
        for attendee in meeting.attendees
        for key in meeting.for_children[attendee.person_id]
    ]
