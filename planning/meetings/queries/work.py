"""What waits for a person: the pieces of "Your work" that come from meetings."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.escalations.queries import EscalationSeen, waiting_for
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_all, transaction

LONGEST_LIST = 50
"""Of each kind; the soonest come first."""


class MeetingWork(msgspec.Struct, frozen=True):
    """A meeting that waits for an answer, for closing or for its minutes."""

    id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime


class MinutesWork(MeetingWork, frozen=True):
    """Approved minutes that the person may read."""

    kind: MeetingKind


class ActionWork(msgspec.Struct, frozen=True):
    """An action that the person owns and has not done; late after the end of `due_on`."""

    id: UUID
    meeting_id: UUID
    concern_id: UUID
    child_name: str
    what: str
    due_on: date
    late: bool


class Work(msgspec.Struct, frozen=True):
    """All that waits for one person, the soonest first in each list."""

    invitations: list[MeetingWork]
    to_close: list[MeetingWork]
    to_approve: list[MeetingWork]
    actions: list[ActionWork]
    escalations: list[EscalationSeen]


class _Run(MeetingWork, frozen=True, kw_only=True):
    state: MeetingState


_INVITATIONS = f"""
select m.id, m.reference, m.starts_at, m.ends_at
from attendee a join strategy_meeting m on m.id = a.meeting_id
where a.person_id = $1 and a.answer = '{Answer.AWAITED}' and a.removed_at is null
  and m.state = '{MeetingState.CONVENED}' and m.ends_at > $2
order by m.starts_at, m.id
limit $3
"""

_RUNS = f"""
select m.id, m.reference, m.starts_at, m.ends_at, m.state
from strategy_meeting m
where (m.chair_id = $1 and m.state = '{MeetingState.CLOSED}')
   or ($1 in (m.chair_id, m.minute_taker_id)
       and m.state = '{MeetingState.CONVENED}' and m.starts_at <= $2)
order by m.starts_at, m.id
limit $3
"""

_MINUTES = """
select m.id, m.reference, m.starts_at, m.ends_at, m.kind
from attendee a
join strategy_meeting m on m.compartment_id = a.compartment_id and m.id = a.meeting_id
where a.person_id = $1 and a.minutes_ready_at >= $2 and a.minutes_read_at is null
order by a.minutes_ready_at desc, m.id
limit $3
"""

_ACTIONS = """
select a.id, mc.meeting_id, mc.concern_id, c.name as child_name, a.what, a.due_on,
       a.due_on < $2 as late
from meeting_action a
join meeting_child mc on mc.id = a.meeting_child_id
join concern k on k.compartment_id = mc.compartment_id and k.id = mc.concern_id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where a.owner_id = $1 and a.done_at is null
  and exists (select from chain_entry e
              where e.concern_id = mc.concern_id and e.meeting_id = mc.meeting_id)
order by a.due_on, a.id
limit $3
"""


async def work_of(*, actor: Actor, now: datetime) -> Work:
    """What waits for the actor; four queries, whatever there is. Actions count from closing on."""
    me = actor.person_id
    async with transaction(me):
        invitations = await fetch_all(MeetingWork, _INVITATIONS, me, now, LONGEST_LIST)
        runs = await fetch_all(_Run, _RUNS, me, now, LONGEST_LIST)
        actions = await fetch_all(ActionWork, _ACTIONS, me, london_date(now), LONGEST_LIST)
        escalations = await waiting_for(actor=actor)
    return Work(
        invitations=invitations,
        to_close=_in_state(runs, MeetingState.CONVENED),
        to_approve=_in_state(runs, MeetingState.CLOSED),
        actions=actions,
        escalations=escalations,
    )


async def minutes_to_read(*, actor: Actor, since: datetime) -> list[MinutesWork]:
    """Minutes approved since then that the actor has not read, the latest first; one query."""
    me = actor.person_id
    async with transaction(me):
        return await fetch_all(MinutesWork, _MINUTES, me, since, LONGEST_LIST)


def _in_state(runs: Sequence[_Run], state: MeetingState) -> list[MeetingWork]:
    return [
        MeetingWork(run.id, run.reference, run.starts_at, run.ends_at)
        for run in runs
        if run.state is state
    ]
