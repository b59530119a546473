"""Sending somebody in one's place."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.access.actions import end_invitations, let_in
from planning.access.queries import is_in
from planning.diaries.booking import free_own_place, hold_own_place
from planning.errors import Blocked, NotAllowed, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.calendar import Place
from planning.meetings.reading import (
    AttendeeRow,
    ChildRow,
    MeetingRow,
    attendees_of,
    children_of,
    lock_meeting,
)
from planning.meetings.rules.deputies import Deputy, Seat, deputy_blockers, deputy_warnings
from planning.meetings.rules.inviting import invitation_grants, invited_until
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import Act
from planning.meetings.tables import Attendee
from planning.outbox import Enqueue, Recipient
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.procedures.rules import Profile
from planning.transactions import execute, fetch_one, transaction


class DeputySent(msgspec.Struct, frozen=True):
    """Who comes; `warnings`: no authority, booked elsewhere. `sees_meeting`: the actor still."""

    person_id: UUID
    name: str
    warnings: list[str]
    sees_meeting: bool


class _Coming(msgspec.Struct, frozen=True):
    """A new attendee in the place of `seat`, for these children."""

    id: UUID
    token: str
    deputy: Deputy
    seat: AttendeeRow
    children: list[ChildRow]


_DEPUTY = """
select p.id, p.name, p.email, p.agency_id, p.decision_authority,
       exists (select from person_role r
               where r.person_id = p.id and r.role = 'senior_manager') as senior_manager,
       a.id is not null and a.removed_at is null as is_invited,
       a.removed_at is not null as was_invited,
       exists (select from attendee d where d.compartment_id = a.compartment_id
                 and d.deputy_for_id = a.id) as sent_deputy,
       exists (select from conflict_block b where b.person_id = p.id and b.lifted_at is null
                 and b.compartment_id = any($4::uuid[])) as in_conflict
from person p
join agency g on g.id = p.agency_id
left join attendee a on a.compartment_id = $2 and a.meeting_id = $3 and a.person_id = p.id
where p.id = $1 and p.closed_at is null and g.closed_at is null
"""

_WRITE = f"""
with gone as (
    update attendee set removed_at = $3, calendar_ahead = calendar_ahead + 1, version = version + 1
    where id = $1
    returning id, compartment_id),
coming as (
    insert into attendee (
        id, compartment_id, meeting_id, person_id, agency_id, organiser_token, invited_at, answer,
        apology, version, deputy_for_id)
    select $2, compartment_id, meeting_id, $4, agency_id, $5, $3, '{Answer.AWAITED}', '', 1, id
    from attendee where id = $1
    returning id, compartment_id),
ticked as (
    insert into attendee_child (
        attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
    select coming.id, child.compartment_id, child.id, coming.compartment_id
    from coming, unnest($6::uuid[], $7::uuid[]) as child (id, compartment_id))
select accord_untick(compartment_id, array[id]) from gone
"""


async def send_deputy(
    *,
    meeting_id: UUID,
    person_id: UUID,
    instead_of_id: UUID | None = None,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> DeputySent:
    """Let `person_id` attend in an attendee's place, for the same children; without one, in one's
    own.

    Authority is not inherited. Whoever is replaced leaves the meeting at once. Raises `NotFound`,
    `NotAllowed` for all but the attendee, chair, convener and scheduler, `Blocked` with every
    reason.
    """
    async with transaction(actor.person_id):
        meeting = await lock_meeting(meeting_id, Act.ANSWER)
        seat = await _seat(meeting, instead_of_id or actor.person_id, actor)
        children = await children_of(meeting_id)
        theirs = [child for child in children if child.concern_id in seat.children]
        whole = actor.person_id == seat.person_id or len(children) == meeting.child_count
        deputy = _checked(_judged(seat, sees_all=whole), await _look(meeting, person_id, theirs))
        coming = _Coming(uuid4(), secrets.token_urlsafe(24), deputy, seat, theirs)
        profile = (await profile_of(meeting.profile_version)).profile
        await _write(meeting, coming, profile, actor, now)
        has_place = await _pass_place(meeting, coming)
        await _tell(meeting, coming, actor, now, enqueue)
        sees = await is_in(meeting.compartment_id)
    senior = profile.kinds[meeting.kind].senior_managers
    told = deputy_warnings(deputy, needs_senior=senior, has_place=has_place)
    return DeputySent(deputy.id, deputy.name, told, sees)


async def _seat(meeting: MeetingRow, person_id: UUID, actor: Actor) -> AttendeeRow:
    found = next(
        (one for one in await attendees_of(meeting.id) if one.person_id == person_id), None
    )
    if found is None:
        raise NotFound
    if actor.person_id != person_id and not meeting.is_arranged_by(actor):
        raise NotAllowed("Only the person, the chair, the convener or a scheduler can do this.")
    return found


def _checked(seat: Seat, deputy: Deputy | None) -> Deputy:
    if deputy is None:
        raise Blocked(deputy_blockers(seat, None))
    block_if(deputy_blockers(seat, deputy))
    return deputy


def _judged(seat: AttendeeRow, *, sees_all: bool) -> Seat:
    return Seat(
        person_id=seat.person_id,
        name=seat.name,
        agency_id=seat.agency_id,
        agency_name=seat.agency_name,
        runs=seat.runs,
        is_present=bool(seat.present),
        sees_all=sees_all,
    )


async def _look(
    meeting: MeetingRow, person_id: UUID, children: Sequence[ChildRow]
) -> Deputy | None:
    compartments = [meeting.compartment_id, *(child.compartment_id for child in children)]
    return await fetch_one(
        Deputy, _DEPUTY, person_id, meeting.compartment_id, meeting.id, compartments
    )


async def _write(
    meeting: MeetingRow, coming: _Coming, profile: Profile, actor: Actor, now: datetime
) -> None:
    compartments = [child.compartment_id for child in coming.children]
    await let_in(
        grants=invitation_grants(
            reference=meeting.reference,
            meeting_compartment_id=meeting.compartment_id,
            until_at=invited_until(profile, meeting.ends_at, now),
            children={coming.deputy.id: compartments},
        ),
        granted_by=actor.person_id,
        now=now,
    )
    await execute(
        _WRITE,
        coming.seat.id,
        coming.id,
        now,
        coming.deputy.id,
        coming.token,
        [child.id for child in coming.children],
        compartments,
    )


async def _pass_place(meeting: MeetingRow, coming: _Coming) -> bool:
    """Whether the deputy is free then; who is not is asked all the same."""
    await free_own_place(meeting.id, coming.seat.person_id)
    held = await hold_own_place(meeting.id, coming.deputy.id)
    if not held:
        await Attendee.update({Attendee.asked_although_busy: True}).where(Attendee.id == coming.id)
    return held


async def _tell(
    meeting: MeetingRow, coming: _Coming, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Tell both; letting the seat's holder out comes last, for it may be the actor."""
    seat, deputy = coming.seat, coming.deputy
    detail: dict[str, object] = {"deputy": deputy.id, "instead_of": seat.person_id}
    await record(
        [Event("meeting.deputy_sent", "meeting", meeting.id, meeting.compartment_id, detail)],
        actor_id=actor.person_id,
        now=now,
    )
    calendar = meeting.calendar()
    gone = Place(seat.recipient(), seat.organiser_token, seat.calendar_ahead + 1)
    come = Place(Recipient(deputy.id, deputy.email), coming.token)
    await enqueue([calendar.cancellation(gone), calendar.request(come)], now=now)
    await end_invitations(
        meeting_compartment_id=meeting.compartment_id, people={seat.person_id: None}, now=now
    )
