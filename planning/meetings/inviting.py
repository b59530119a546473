"""Changing who is invited to a meeting that is there already; inside an open transaction."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.access.actions import end_invitations, let_in
from planning.diaries.booking import hold_places
from planning.meetings.reading import AttendeeRow, MeetingRow, attendees_of, children_of
from planning.meetings.rules.changing import Attending, PeopleChange, ToChange, joining, leaving
from planning.meetings.rules.inviting import invitation_grants, invited_until
from planning.meetings.rules.known import Conflict, PersonKnown
from planning.meetings.rules.quorum import Answer
from planning.outbox import Enqueue, Message
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import execute, fetch_one, to_json


class _Found(msgspec.Struct, frozen=True):
    people: list[PersonKnown]
    conflicts: list[Conflict]


class _Joined(msgspec.Struct, frozen=True):
    id: UUID
    person_id: UUID
    agency_id: UUID
    organiser_token: str
    compartment_ids: list[UUID]


_FIND = """
select
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'name', p.name, 'email', p.email, 'agency_id', p.agency_id,
        'category', a.category, 'decision_authority', p.decision_authority,
        'roles', array(select r.role from person_role r where r.person_id = p.id))), '[]')
     from person p join agency a on a.id = p.agency_id
     where p.id = any($1) and p.closed_at is null and a.closed_at is null) as people,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'person_id', b.person_id, 'compartment_id', b.compartment_id)), '[]')
     from conflict_block b
     where b.person_id = any($1) and b.compartment_id = any($2) and b.lifted_at is null
    ) as conflicts
"""

_JOIN = f"""
with joined as (
    insert into attendee as a (
        id, compartment_id, meeting_id, person_id, agency_id, organiser_token, invited_at, answer,
        apology, version)
    select j.id, $2, $1, j.person_id, j.agency_id, j.organiser_token, $3, '{Answer.AWAITED}', '', 1
    from jsonb_to_recordset($4::jsonb) as j (
        id uuid, person_id uuid, agency_id uuid, organiser_token text)
    on conflict on constraint uq_attendee_person do update set
        agency_id = excluded.agency_id, organiser_token = excluded.organiser_token,
        invited_at = $3, answer = excluded.answer, answered_at = null, present = null,
        apology = '', apology_reason = null, came_by = null, deputy_for_id = null,
        removed_at = null, asked_although_busy = false,
        calendar_ahead = a.calendar_ahead + 1,
        version = a.version + 1
    returning a.id, a.person_id)
insert into attendee_child (attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
select joined.id, mc.compartment_id, mc.id, $2
from joined
join jsonb_to_recordset($4::jsonb) as j (person_id uuid, compartment_ids uuid[])
  on j.person_id = joined.person_id
join meeting_child mc on mc.meeting_id = $1 and mc.compartment_id = any(j.compartment_ids)
"""
"""Whoever was taken off comes back to the same row; its calendar is one change further."""

_TICK = """
insert into attendee_child (attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
select a.id, mc.compartment_id, mc.id, a.compartment_id
from jsonb_to_recordset($2::jsonb) as j (person_id uuid, compartment_ids uuid[])
join attendee a on a.meeting_id = $1 and a.person_id = j.person_id
join meeting_child mc on mc.meeting_id = $1 and mc.compartment_id = any(j.compartment_ids)
on conflict do nothing
"""

_UNTICK = """
delete from attendee_child t
using jsonb_to_recordset($2::jsonb) as j (person_id uuid, compartment_ids uuid[]), attendee a
where a.meeting_id = $1 and a.person_id = j.person_id and t.attendee_id = a.id
  and t.compartment_id = any(j.compartment_ids)
"""

_TAKE_OFF = """
with gone as (
    update attendee set removed_at = $3, calendar_ahead = calendar_ahead + 1, version = version + 1
    where meeting_id = $1 and person_id = any($2) and removed_at is null
    returning id, compartment_id)
select accord_untick(compartment_id, array_agg(id)) from gone group by compartment_id
"""


_ASK_AGAIN = f"""
update attendee set calendar_ahead = calendar_ahead + 1, version = version + 1,
    invited_at = case when answer = '{Answer.DECLINED}' then invited_at else $3 end,
    answered_at = case when answer = '{Answer.DECLINED}' then answered_at end,
    answer = case when answer = '{Answer.DECLINED}' then answer else '{Answer.AWAITED}' end
where meeting_id = $1 and person_id = $2 and removed_at is null
"""


async def to_change(meeting: MeetingRow, change: PeopleChange) -> ToChange:
    """What the rules need to judge a change."""
    attending, children = await attendees_of(meeting.id), await children_of(meeting.id)
    compartments = {child.concern_id: child.compartment_id for child in children}
    found = await fetch_one(
        _Found,
        _FIND,
        [one.person_id for one in (*change.add, *change.ticks)],
        [meeting.compartment_id, *compartments.values()],
    )
    return ToChange(
        attending=[
            Attending(one.id, one.person_id, one.name, one.present, one.children)
            for one in attending
        ],
        everywhere=[one for one in (meeting.chair_id, meeting.minute_taker_id) if one],
        children=compartments,
        people=found.people if found else [],
        conflicts=found.conflicts if found else [],
    )


async def write_change(
    meeting: MeetingRow,
    change: PeopleChange,
    there: ToChange,
    *,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Let in, invite, tick and take off: a statement for each, however many people.

    Letting out comes last, for the actor may take themselves off.
    """
    opened = joining(change, there)
    await _let_in(meeting, opened, actor, now)
    await _join(meeting, change, there, opened, now)
    await _tick(meeting, change, opened, leaving(change, there))
    people = await attendees_of(meeting.id)
    await _take_off(meeting, change, now)
    await hold_places(meeting.id, ask_although_busy=change.ask_although_busy)
    await enqueue(_messages(meeting, change, people), now=now)
    await _let_out(meeting, change, leaving(change, there), now)


async def ask_again(
    meeting: MeetingRow, person_id: UUID, *, now: datetime, enqueue: Enqueue
) -> None:
    """Invite somebody anew to the meeting as it stands; a decline stays theirs.

    To their calendar it is a change, which it takes over what it holds.
    """
    await execute(_ASK_AGAIN, meeting.id, person_id, now)
    asked = [one for one in await attendees_of(meeting.id) if one.person_id == person_id]
    await enqueue([meeting.calendar().request(one.place()) for one in asked], now=now)


async def _let_in(
    meeting: MeetingRow, opened: Mapping[UUID, Sequence[UUID]], actor: Actor, now: datetime
) -> None:
    profile = (await profile_of(meeting.profile_version)).profile
    await let_in(
        grants=invitation_grants(
            reference=meeting.reference,
            meeting_compartment_id=meeting.compartment_id,
            until_at=invited_until(profile, meeting.ends_at, now),
            children=opened,
        ),
        granted_by=actor.person_id,
        now=now,
    )


async def _join(
    meeting: MeetingRow,
    change: PeopleChange,
    there: ToChange,
    opened: Mapping[UUID, Sequence[UUID]],
    now: datetime,
) -> None:
    if not change.add:
        return
    agency_of = {person.id: person.agency_id for person in there.people}
    joined = [
        _Joined(
            uuid4(),
            one.person_id,
            agency_of[one.person_id],
            secrets.token_urlsafe(24),
            list(opened[one.person_id]),
        )
        for one in change.add
    ]
    await execute(_JOIN, meeting.id, meeting.compartment_id, now, to_json(joined))


async def _tick(
    meeting: MeetingRow,
    change: PeopleChange,
    opened: Mapping[UUID, Sequence[UUID]],
    closed: Mapping[UUID, Sequence[UUID]],
) -> None:
    more = {one.person_id: opened[one.person_id] for one in change.ticks}
    for statement, ticks in ((_TICK, more), (_UNTICK, closed)):
        if any(ticks.values()):
            rows = [{"person_id": key, "compartment_ids": theirs} for key, theirs in ticks.items()]
            await execute(statement, meeting.id, to_json(rows))


async def _take_off(meeting: MeetingRow, change: PeopleChange, now: datetime) -> None:
    if change.remove:
        await execute(_TAKE_OFF, meeting.id, change.remove, now)


def _messages(
    meeting: MeetingRow, change: PeopleChange, people: Sequence[AttendeeRow]
) -> list[Message]:
    calendar = meeting.calendar()
    after = msgspec.structs.replace(calendar, sequence=calendar.sequence + 1)
    added = {one.person_id for one in change.add}
    return [
        *(calendar.request(one.place()) for one in people if one.person_id in added),
        *(after.cancellation(one.place()) for one in people if one.person_id in change.remove),
    ]


async def _let_out(
    meeting: MeetingRow, change: PeopleChange, closed: Mapping[UUID, Sequence[UUID]], now: datetime
) -> None:
    gone: dict[UUID, Sequence[UUID] | None] = {**closed, **dict.fromkeys(change.remove)}
    if gone:
        await end_invitations(meeting_compartment_id=meeting.compartment_id, people=gone, now=now)
