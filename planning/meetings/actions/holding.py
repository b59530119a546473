"""Recording a discussion that was held already: no invitation, one act, its chain entries."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.chains.actions import lock_chains
from planning.clock import london_date
from planning.concerns.rules import NewConcern
from planning.concerns.writing import events_of
from planning.errors import Blocker, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.actions.closing import write_closing
from planning.meetings.founding import founded, let_people_in, look
from planning.meetings.judging import follow_up_by, judge_held
from planning.meetings.owing import owe, tell_managers
from planning.meetings.reading import attendees_of, children_of, find_meeting, to_close
from planning.meetings.rules.action import ActionAct
from planning.meetings.rules.emergency import debts, said_or_follows
from planning.meetings.rules.held import Held
from planning.meetings.rules.inviting import invited_until
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import people_asked
from planning.meetings.writing import NewMeeting, write_meeting
from planning.outbox import Enqueue
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import Procedure, current_profile
from planning.transactions import execute, to_json, transaction


class Recorded(msgspec.Struct, frozen=True):
    """What recording made; `owed` are sentences on what was left for later."""

    meeting_id: UUID
    reference: str
    opened: list[NewConcern]
    owed: list[str]


class _Closing(msgspec.Struct, frozen=True):
    reason: str
    follow_up_on: date


_HELD = f"""
with held as (
    update strategy_meeting set starts_at = $2, ends_at = $3, entered_at = $4,
           emergency_reason = nullif($5, '')
    where id = $1 returning mode),
there as (
    update attendee set present = true, came_by = held.mode, answer = '{Answer.ACCEPTED}',
           answered_at = $4, asked_although_busy = false
    from held where meeting_id = $1),
decided as (
    update meeting_child mc set outcome = d.outcome, outcome_reason = trim(d.outcome_reason),
           no_decision_reason = d.no_decision_reason, reason_agency_id = d.reason_agency_id,
           next_on = d.next_on, authorised_by = d.authorised_by,
           handed_to = nullif(trim(d.handed_to), ''), disposition_recorded_at = $3, version = 2
    from jsonb_to_recordset($6::jsonb) as d (
        concern_id uuid, outcome text, outcome_reason text, no_decision_reason text,
        reason_agency_id uuid, next_on date, authorised_by uuid, handed_to text)
    where mc.meeting_id = $1 and mc.concern_id = d.concern_id),
acted as (
    insert into meeting_action (
        id, compartment_id, meeting_compartment_id, meeting_id, concern_id, what, success_test,
        owner_id, agency_id, due_on, times_carried, recorded_by, recorded_at, version)
    select a.id, mc.compartment_id, mc.meeting_compartment_id, $1, mc.concern_id, trim(a.what),
           '', a.owner_id, p.agency_id, a.due_on, 0, $7, $4, 1
    from jsonb_to_recordset($8::jsonb) as a (
        id uuid, concern_id uuid, what text, owner_id uuid, due_on date)
    join meeting_child mc on mc.meeting_id = $1 and mc.concern_id = a.concern_id
    join person p on p.id = a.owner_id
    returning id, compartment_id)
insert into meeting_action_event (id, compartment_id, action_id, act, by_id, at, note)
select gen_random_uuid(), compartment_id, id, '{ActionAct.ADDED}', $7, $4, '' from acted
"""


async def record_held(*, held: Held, actor: Actor, now: datetime, enqueue: Enqueue) -> Recorded:
    """Record a discussion as held and closed, with each child's outcome; nobody is invited.

    Everybody who took part is let in, as an invitation would have. In an emergency some answers
    may follow: each is owed by the chair until the next working day ends. Raises `NotAllowed`
    without the role of scheduler or chair, `Blocked` with every reason.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR)
    async with transaction(actor.person_id):
        procedure = await current_profile(london_date(now))
        convening = held.convening()
        await lock_chains(convening.concern_ids)
        known = await look(convening)
        faults, owed = await judge_held(held, known, procedure, now)
        block_if(faults)
        meeting = founded(
            convening,
            msgspec.structs.replace(known, busy=people_asked(convening)),
            london_date(now),
        )
        until_at = invited_until(procedure.profile, held.ends_at, now)
        await let_people_in(meeting, until_at, actor, now)
        await write_meeting(
            convening,
            meeting,
            known,
            profile_version=procedure.version,
            actor_id=actor.person_id,
            now=now,
        )
        await _write(held, meeting, actor, now)
        await record(_events(held, meeting), actor_id=actor.person_id, now=now)
        await _close(meeting, _closing(held, owed, procedure, now), actor, now, enqueue)
        await _owe(held, meeting, owed, procedure, now=now, enqueue=enqueue)
    return Recorded(meeting.id, meeting.reference, meeting.opened, [one.message for one in owed])


async def _write(held: Held, meeting: NewMeeting, actor: Actor, now: datetime) -> None:
    concerns = _concerns(held, meeting)
    await execute(
        _HELD,
        meeting.id,
        held.starts_at,
        held.ends_at,
        now,
        held.emergency_reason.strip(),
        to_json(
            [
                {"concern_id": concern_id, **msgspec.structs.asdict(child.outcome)}
                for child, concern_id in zip(held.children, concerns, strict=True)
            ]
        ),
        actor.person_id,
        to_json(
            [
                {"id": uuid4(), "concern_id": concern_id, **msgspec.structs.asdict(action)}
                for child, concern_id in zip(held.children, concerns, strict=True)
                for action in child.actions
            ]
        ),
    )


def _concerns(held: Held, meeting: NewMeeting) -> list[UUID]:
    """The concern of each child of the list, known and new."""
    new = {concern.reference: concern.id for concern in meeting.opened}
    return [child.concern_id or new[(child.reference or "").strip()] for child in held.children]


def _closing(held: Held, owed: Sequence[Blocker], procedure: Procedure, now: datetime) -> _Closing:
    return _Closing(
        said_or_follows(held.no_quorum_reason, owed),
        follow_up_by(procedure.profile, held.starts_at, now),
    )


async def _close(
    meeting: NewMeeting, closing: _Closing, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    row = await find_meeting(meeting.id)
    attendees, children = await attendees_of(row.id), await children_of(row.id)
    state = await to_close(row, attendees, children, closing.reason, closing.follow_up_on)
    await write_closing(row, attendees, children, state, actor=actor, now=now, enqueue=enqueue)


async def _owe(
    held: Held,
    meeting: NewMeeting,
    owed: Sequence[Blocker],
    procedure: Procedure,
    *,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    if held.emergency_reason.strip():
        concerns = {str(number): key for number, key in enumerate(_concerns(held, meeting))}
        await owe(meeting.id, debts(owed, concerns), procedure.profile, now)
        await tell_managers(meeting.id, now=now, enqueue=enqueue)


def _events(held: Held, meeting: NewMeeting) -> list[Event]:
    return [
        *events_of(meeting.opened),
        Event(
            "meeting.recorded_as_held",
            "meeting",
            meeting.id,
            meeting.compartment_id,
            {
                "held_at": held.starts_at,
                "people": [person.id for person in meeting.people],
                "emergency": held.emergency_reason.strip() or None,
            },
        ),
    ]
