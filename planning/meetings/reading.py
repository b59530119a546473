"""Rows of a meeting as acts and views read them; all inside an open transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.queries import entries_of
from planning.errors import NotAllowed, NotFound, block_if
from planning.meetings.calendar import Calendar, Place
from planning.meetings.rules.calendars import shown_place
from planning.meetings.rules.closing import ChildDraft, ChildToClose, ToClose
from planning.meetings.rules.corrections import state_at
from planning.meetings.rules.presence import Span
from planning.meetings.rules.quorum import Answer, CategoryResult, Standing
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import Act, MeetingState, state_blockers
from planning.outbox import Recipient
from planning.people.rules import Actor, AgencyCategory, Role
from planning.procedures.rules import ApologyReason, MeetingKind
from planning.transactions import fetch_all, fetch_one


class MeetingRow(msgspec.Struct, frozen=True):
    """A meeting's own row, with names."""

    id: UUID
    compartment_id: UUID
    reference: str
    kind: MeetingKind
    purpose: str
    mode: Mode
    place: str
    decided_at: datetime
    starts_at: datetime
    ends_at: datetime
    profile_version: int
    convened_by: UUID
    convened_by_name: str
    chair_id: UUID
    chair_name: str
    minute_taker_id: UUID | None
    minute_taker_name: str | None
    state: MeetingState
    no_quorum_reason: str | None
    quorate: bool | None
    follow_up_on: date | None
    cancel_reason: str | None
    child_count: int
    calendar_uid: str
    calendar_sequence: int
    place_in_calendars: bool
    room_id: UUID | None
    version: int
    approved_at: datetime | None
    corrections_until: datetime | None
    final_at: datetime | None
    open_corrections: int
    entered_at: datetime | None
    emergency_reason: str | None
    quorum: list[CategoryResult] | None

    def state_at(self, now: datetime) -> MeetingState:
        """Where it stands for this reader, the clock considered."""
        return state_at(self.state, self.corrections_until, self.open_corrections, now)

    def calendar(self) -> Calendar:
        """What its invitations say."""
        place = shown_place(self.place, shown=self.place_in_calendars)
        return Calendar(
            self.id, self.reference, self.calendar_uid, self.calendar_sequence,
            self.starts_at, self.ends_at, place,
        )  # fmt: skip

    def is_run_by(self, actor: Actor) -> bool:
        """Whether the actor is chair or minute taker, who alone see drafts."""
        return actor.person_id in {self.chair_id, self.minute_taker_id}

    def is_arranged_by(self, actor: Actor) -> bool:
        """Whether the actor may move or cancel the meeting."""
        people = {self.chair_id, self.convened_by}
        return actor.person_id in people or actor.has(Role.SCHEDULER)


class AttendeeRow(msgspec.Struct, frozen=True):
    """An attendee; `children` are those concerns of theirs that the reader can see.

    `spans` are empty for who was there throughout; `deputy_for` names whose place they took.
    """

    id: UUID
    meeting_id: UUID
    person_id: UUID
    name: str
    email: str
    job_title: str
    agency_id: UUID
    agency_name: str
    category: AgencyCategory
    decision_authority: bool
    senior_manager: bool
    answer: Answer
    present: bool | None
    came_by: Mode | None
    apology: str
    apology_reason: ApologyReason | None
    spans: list[Span]
    deputy_for: str | None
    runs: bool
    undelivered: bool
    organiser_token: str
    calendar_ahead: int
    asked_although_busy: bool
    children: list[UUID]

    def standing(self) -> Standing:
        """The attendee as quorum sees them."""
        return Standing(
            category=self.category,
            decision_authority=self.decision_authority,
            senior_manager=self.senior_manager,
            answer=self.answer,
            present=self.present,
            children=self.children,
            spans=self.spans,
            name=self.name,
            runs=self.runs,
            undelivered=self.undelivered,
            busy=self.asked_although_busy,
        )

    def recipient(self) -> Recipient:
        """Where messages go."""
        return Recipient(self.person_id, self.email)

    def place(self) -> Place:
        """Where their calendar stands."""
        return Place(self.recipient(), self.organiser_token, self.calendar_ahead)


class ChildRow(ChildDraft, frozen=True, kw_only=True):
    """A child at a meeting with its draft, which only chair and minute taker may be shown."""

    id: UUID
    compartment_id: UUID
    concern_id: UUID
    reference: str
    name: str
    reason_agency_name: str | None
    authorised_by_name: str | None
    disposition_recorded_at: datetime | None
    version: int
    quorum: list[CategoryResult] | None


OPEN_CORRECTIONS = f"""
case when m.state = '{MeetingState.IN_CORRECTION}' then (
    select count(*) from minutes_correction c
    left join minutes_correction_answer w on w.correction_id = c.id
    where c.meeting_id = m.id and w.correction_id is null) else 0 end as open_corrections
"""
"""Of meeting `m`: the corrections that wait for an answer, as far as the reader knows them."""

_MEETING = f"""
select m.id, m.compartment_id, m.reference, m.kind, m.purpose, m.mode, m.place, m.decided_at,
       m.starts_at, m.ends_at, m.profile_version, m.convened_by, v.name as convened_by_name,
       m.chair_id, c.name as chair_name, m.minute_taker_id, t.name as minute_taker_name, m.state,
       m.no_quorum_reason, m.quorate, m.follow_up_on, m.cancel_reason,
       m.child_count, m.calendar_uid, m.calendar_sequence, m.place_in_calendars,
       m.room_id, m.version, m.approved_at, m.corrections_until, m.final_at,
       m.entered_at, m.emergency_reason, m.quorum,
       {OPEN_CORRECTIONS}
from strategy_meeting m
join person v on v.id = m.convened_by
join person c on c.id = m.chair_id
left join person t on t.id = m.minute_taker_id
where m.id = $1
"""

ATTENDEES = """
with asked as materialized (
    select id, accord_undelivered(id) as undelivered from unnest($1::uuid[]) as meeting (id))
select a.id, a.meeting_id, a.person_id, p.name, p.email, p.job_title, a.agency_id,
       g.name as agency_name, g.category, p.decision_authority,
       exists (select from person_role r
               where r.person_id = p.id and r.role = 'senior_manager') as senior_manager,
       a.answer, a.present, a.came_by, a.apology, a.apology_reason, a.organiser_token,
       a.calendar_ahead, a.asked_although_busy, w.name as deputy_for,
       a.person_id in (m.chair_id, m.minute_taker_id) is true as runs,
       a.person_id = any (asked.undelivered) as undelivered,
       (select coalesce(jsonb_agg(jsonb_build_object('joined_at', s.joined_at, 'left_at', s.left_at)
                                  order by s.joined_at), '[]')
        from attendance_span s where s.attendee_id = a.id) as spans,
       array(select mc.concern_id from attendee_child t
             join meeting_child mc on mc.id = t.meeting_child_id
             where t.attendee_id = a.id order by mc.concern_id) as children
from asked
join attendee a on a.meeting_id = asked.id
join strategy_meeting m on m.compartment_id = a.compartment_id and m.id = a.meeting_id
join person p on p.id = a.person_id
join agency g on g.id = a.agency_id
left join attendee d on d.compartment_id = a.compartment_id and d.id = a.deputy_for_id
left join person w on w.id = d.person_id
where a.removed_at is null
order by g.name, p.name, a.id
"""

_CHILDREN = """
select mc.id, mc.compartment_id, mc.concern_id, c.reference, c.name, mc.outcome,
       mc.outcome_reason, mc.no_decision_reason, mc.reason_agency_id, mc.quorum,
       a.name as reason_agency_name, mc.next_on, mc.authorised_by,
       coalesce(mc.handed_to, '') as handed_to,
       p.name as authorised_by_name, mc.disposition_recorded_at, mc.version
from meeting_child mc
join concern k on k.compartment_id = mc.compartment_id and k.id = mc.concern_id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
left join agency a on a.id = mc.reason_agency_id
left join person p on p.id = mc.authorised_by
where mc.meeting_id = $1
order by c.name, mc.id
"""


async def find_meeting(meeting_id: UUID) -> MeetingRow:
    """The meeting; raises `NotFound`."""
    return _found(await fetch_one(MeetingRow, _MEETING, meeting_id))


async def lock_row(meeting_id: UUID) -> MeetingRow:
    """The meeting, locked, whatever its state; raises `NotFound`."""
    return _found(await fetch_one(MeetingRow, _MEETING + "for update of m", meeting_id))


async def lock_meeting(meeting_id: UUID, act: Act) -> MeetingRow:
    """The meeting, locked; raises `NotFound`, or `Blocked` by its state."""
    meeting = await lock_row(meeting_id)
    block_if(state_blockers(meeting.state, act))
    return meeting


async def lock_to_run(meeting_id: UUID, act: Act, actor: Actor) -> MeetingRow:
    """The same for chair and minute taker; others get `NotAllowed`."""
    meeting = await lock_meeting(meeting_id, act)
    if not meeting.is_run_by(actor):
        raise NotAllowed("Only the chair or the minute taker can do this.")
    return meeting


async def lock_to_arrange(meeting_id: UUID, act: Act, actor: Actor) -> MeetingRow:
    """The same for chair, convener and schedulers."""
    meeting = await lock_meeting(meeting_id, act)
    if not meeting.is_arranged_by(actor):
        raise NotAllowed("Only the chair, the convener or a scheduler can do this.")
    return meeting


async def attendees_of(meeting_id: UUID) -> list[AttendeeRow]:
    """Everybody invited who was not removed, by agency and name."""
    return await fetch_all(AttendeeRow, ATTENDEES, [meeting_id])


async def children_of(meeting_id: UUID) -> list[ChildRow]:
    """The children that the reader can see, by name."""
    return await fetch_all(ChildRow, _CHILDREN, meeting_id)


async def to_close(
    meeting: MeetingRow,
    attendees: Sequence[AttendeeRow],
    children: Sequence[ChildRow],
    no_quorum_reason: str,
    follow_up_on: date | None,
) -> ToClose:
    """What closing looks at, with each child's chain before this meeting; one query."""
    chains = await entries_of([child.concern_id for child in children])
    return ToClose(
        starts_at=meeting.starts_at,
        child_count=meeting.child_count,
        children=[
            ChildToClose(
                concern_id=child.concern_id,
                name=child.name,
                draft=child,
                chain=[one for one in chains[child.concern_id] if one.held_at <= meeting.starts_at],
                recorded_at=child.disposition_recorded_at,
            )
            for child in children
        ],
        standings=[attendee.standing() for attendee in attendees],
        no_quorum_reason=no_quorum_reason,
        follow_up_on=follow_up_on,
    )


def _found(meeting: MeetingRow | None) -> MeetingRow:
    if meeting is None:
        raise NotFound
    return meeting
