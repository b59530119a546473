"""Convening: one transaction, five statements of its own, however many people and children."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.concerns.rules import NewConcern
from planning.concerns.writing import (
    events_of,
)
from planning.errors import block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.calendar import Calendar, Place
from planning.meetings.founding import founded, let_people_in, look
from planning.meetings.rules.calendars import shown_place
from planning.meetings.rules.inviting import invited_until
from planning.meetings.rules.known import Known, PersonKnown
from planning.meetings.rules.quorum import Answer, Standing
from planning.meetings.rules.scheduling import (
    Convening,
    convening_blockers,
    moments,
    place_of,
    warnings,
)
from planning.meetings.writing import NewMeeting, write_meeting
from planning.outbox import Enqueue, MeetingInvitation, Recipient
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.procedures.rules import retired_kind_blockers
from planning.transactions import transaction


class Convened(msgspec.Struct, frozen=True):
    """What convening made; `warnings` are sentences on what the meeting still owes."""

    meeting_id: UUID
    reference: str
    opened: list[NewConcern]
    warnings: list[str]


async def convene(
    *, convening: Convening, actor: Actor, now: datetime, enqueue: Enqueue
) -> Convened:
    """Convene a meeting and invite its people; new children's concerns open in the same act.

    Raises `NotAllowed` without the role of scheduler or chair, `Blocked` with every reason.
    Missing categories are warnings. Each attendee joins the meeting's compartment and those of
    the children they are ticked for.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR)
    return await convene_as_allowed(convening=convening, actor=actor, now=now, enqueue=enqueue)


async def convene_as_allowed(
    *, convening: Convening, actor: Actor, now: datetime, enqueue: Enqueue
) -> Convened:
    """The same, for acts that have decided whether the actor may convene this meeting."""
    async with transaction(actor.person_id):
        procedure = await current_profile(london_date(now))
        known = await look(convening)
        kind = procedure.profile.kinds[convening.kind]
        block_if(
            [
                *convening_blockers(convening, known, kind, now),
                *retired_kind_blockers(procedure.profile, convening.kind),
            ]
        )
        meeting = founded(convening, known, london_date(now))
        until_at = invited_until(procedure.profile, moments(convening.times)[1], now)
        await let_people_in(meeting, until_at, actor, now)
        await write_meeting(
            convening,
            meeting,
            known,
            profile_version=procedure.version,
            actor_id=actor.person_id,
            now=now,
        )
        await record(_events(meeting), actor_id=actor.person_id, now=now)
        await enqueue(_invitations(convening, meeting, place_of(convening, known)), now=now)
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


def _invitations(convening: Convening, meeting: NewMeeting, place: str) -> list[MeetingInvitation]:
    starts_at, ends_at = moments(convening.times)
    calendar = Calendar(
        meeting.id,
        meeting.reference,
        meeting.calendar_uid,
        0,
        starts_at,
        ends_at,
        shown_place(place, shown=convening.place_in_calendars),
    )
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
