"""What a meeting begins with, convened or held already: its rows, and who is let in."""

import secrets
from datetime import date, datetime
from uuid import uuid4

from planning.access.actions import open_compartments
from planning.access.rules import CompartmentKind, Grant, NewCompartment
from planning.concerns.rules import new_concerns
from planning.concerns.writing import OPEN_CONCERNS, compartments_of, grants_of
from planning.meetings.rules.inviting import invitation_grants
from planning.meetings.rules.known import Known
from planning.meetings.rules.scheduling import (
    Convening,
    children_for,
    moments,
    new_reference,
    people_asked,
)
from planning.meetings.writing import ChildThere, Invited, NewMeeting
from planning.people.rules import Actor
from planning.transactions import fetch_all

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


async def look(convening: Convening) -> Known:
    """What the database says of everybody and everything that was named; one query."""
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


def founded(convening: Convening, known: Known, on: date) -> NewMeeting:
    """All rows with fresh ids, for what the rules have found to be there."""
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


async def let_people_in(
    meeting: NewMeeting, until_at: datetime, actor: Actor, now: datetime
) -> None:
    """Open the compartments that are new and let everybody in; one statement."""
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
