"""Convening: one transaction, five statements of its own, however many people and children."""

import secrets
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.access.actions import open_compartments
from planning.access.rules import CompartmentKind, Grant, NewCompartment
from planning.clock import london_date
from planning.concerns.rules import NewConcern, new_concerns
from planning.concerns.writing import (
    OPEN_CONCERNS,
    compartments_of,
    events_of,
    grants_of,
)
from planning.errors import block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.calendar import Calendar, Place
from planning.meetings.rules.inviting import invitation_grants, invited_until
from planning.meetings.rules.known import Known, PersonKnown
from planning.meetings.rules.quorum import Answer, Standing
from planning.meetings.rules.scheduling import (
    Convening,
    children_for,
    convening_blockers,
    moments,
    new_reference,
    people_asked,
    warnings,
)
from planning.meetings.writing import ChildThere, Invited, NewMeeting, write_meeting
from planning.outbox import Enqueue, MeetingInvitation, Recipient
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.transactions import fetch_all, transaction


class Convened(msgspec.Struct, frozen=True):
    """What convening made; `warnings` are sentences on what the meeting still owes."""

    meeting_id: UUID
    reference: str
    opened: list[NewConcern]
    warnings: list[str]


_LOOK = f"""
with seen as materialized (
    select id, compartment_id from concern
    where id = any($1) and closed_at is null for share)
select
    (select coalesce(jsonb_agg(s), '[]') from seen s) as concerns,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'name', p.name, 'email', p.email, 'agency_id', p.agency_id,
        'category', a.category, 'decision_authority', p.decision_authority,
        'roles', array(select r.role from person_role r where r.person_id = p.id))), '[]')
     from person p join agency a on a.id = p.agency_id
     where p.id = any($2) and p.closed_at is null and a.closed_at is null) as people,
    (select coalesce(jsonb_agg(o), '[]')
     from ({OPEN_CONCERNS.format(references="$3")}) o) as already_open,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'person_id', b.person_id, 'compartment_id', b.compartment_id)), '[]')
     from conflict_block b join seen s on s.compartment_id = b.compartment_id
     where b.person_id = any($2) and b.lifted_at is null) as conflicts,
    array(select distinct b.person_id from accord_people_busy($4, w.during, null) b) as busy,
    (select jsonb_build_object(
        'place', r.site || ', ' || r.name, 'capacity', r.capacity,
        'busy', exists (select from accord_rooms_busy(array[r.id], w.during, null)))
     from room r where r.id = $7 and r.closed_at is null) as room
from (select tstzrange(least($5::timestamptz, $6), greatest($5, $6)) as during) w
"""


async def convene(
    *, convening: Convening, actor: Actor, now: datetime, enqueue: Enqueue
) -> Convened:
    """Convene a meeting and invite its people; new children's concerns open in the same act.

    Raises `NotAllowed` without the role of scheduler or chair, `Blocked` with every reason.
    Missing categories are warnings. Each attendee joins the meeting's compartment and those of
    the children they are ticked for.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR)
    async with transaction(actor.person_id):
        procedure = await current_profile(london_date(now))
        known = await _look(convening)
        kind = procedure.profile.kinds[convening.kind]
        block_if(convening_blockers(convening, known, kind, now))
        meeting = _rows(convening, known, london_date(now))
        until_at = invited_until(procedure.profile, moments(convening.times)[1], now)
        await _let_people_in(meeting, until_at, actor, now)
        await write_meeting(
            convening,
            meeting,
            known,
            profile_version=procedure.version,
            actor_id=actor.person_id,
            now=now,
        )
        await record(_events(meeting), actor_id=actor.person_id, now=now)
        await enqueue(_invitations(convening, meeting), now=now)
    return Convened(
        meeting_id=meeting.id,
        reference=meeting.reference,
        opened=meeting.opened,
        warnings=warnings(
            convening,
            procedure.profile,
            [_standing(person, meeting, known) for person in meeting.people],
            [child.concern_id for child in meeting.children],
            known.room,
        ),
    )


async def _look(convening: Convening) -> Known:
    opening = convening.opening
    managers = [opening.senior_manager_id] if opening else []
    references = [child.reference.strip() for child in opening.children] if opening else []
    asked = people_asked(convening)
    starts_at, ends_at = moments(convening.times)
    found = await fetch_all(
        Known, _LOOK, convening.concern_ids, [*asked, *managers], references,
        asked, starts_at, ends_at, convening.room_id,
    )  # fmt: skip
    return found[0]


def _rows(convening: Convening, known: Known, on: date) -> NewMeeting:
    opened = new_concerns(convening.opening, on) if convening.opening else []
    by_id = {person.id: person for person in known.people}
    people = [by_id[person_id] for person_id in people_asked(convening)]
    new_ids = {concern.reference: concern.id for concern in opened}
    return NewMeeting(
        id=uuid4(),
        compartment_id=uuid4(),
        reference=new_reference(),
        calendar_uid=f"{uuid4()}@accord",
        people=people,
        attendees=[
            Invited(
                uuid4(),
                person.id,
                person.agency_id,
                secrets.token_urlsafe(24),
                asked_although_busy=person.id in known.busy,
            )
            for person in people
        ],
        children=[
            *(ChildThere(uuid4(), found.id, found.compartment_id) for found in known.concerns),
            *(ChildThere(uuid4(), new.id, new.compartment_id) for new in opened),
        ],
        opened=opened,
        for_children={person.id: children_for(convening, person.id, new_ids) for person in people},
    )


async def _let_people_in(
    meeting: NewMeeting, until_at: datetime, actor: Actor, now: datetime
) -> None:
    compartment_of = {child.concern_id: child.compartment_id for child in meeting.children}
    await open_compartments(
        compartments=[
            NewCompartment(meeting.compartment_id, CompartmentKind.MEETING),
            *compartments_of(meeting.opened),
        ],
        grants=[
            Grant(meeting.compartment_id, actor.person_id, "Convened the meeting"),
            *grants_of(meeting.opened, actor.person_id),
            *invitation_grants(
                reference=meeting.reference,
                meeting_compartment_id=meeting.compartment_id,
                until_at=until_at,
                children={
                    person_id: [compartment_of[child] for child in children]
                    for person_id, children in meeting.for_children.items()
                },
            ),
        ],
        granted_by=actor.person_id,
        now=now,
    )


def _events(meeting: NewMeeting) -> list[Event]:
    return [
        *events_of(meeting.opened),
        Event(
            "meeting.convened",
            "meeting",
            meeting.id,
            meeting.compartment_id,
            {"invited": [person.id for person in meeting.people]},
        ),
    ]


def _invitations(convening: Convening, meeting: NewMeeting) -> list[MeetingInvitation]:
    starts_at, ends_at = moments(convening.times)
    calendar = Calendar(meeting.id, meeting.reference, meeting.calendar_uid, 0, starts_at, ends_at)
    return [
        calendar.request(Place(Recipient(person.id, person.email), attendee.organiser_token))
        for person, attendee in zip(meeting.people, meeting.attendees, strict=True)
    ]


def _standing(person: PersonKnown, meeting: NewMeeting, known: Known) -> Standing:
    return Standing(
        category=person.category,
        decision_authority=person.decision_authority,
        senior_manager=Role.SENIOR_MANAGER in person.roles,
        answer=Answer.AWAITED,
        present=None,
        children=meeting.for_children[person.id],
        busy=person.id in known.busy,
    )
