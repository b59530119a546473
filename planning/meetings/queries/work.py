"""What waits for a person: the pieces of "Your work" that come from meetings."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.escalations.queries import EscalationSeen, waiting_for
from planning.meetings.queries.unmet import Unmet, unmet_by
from planning.meetings.reading import OPEN_CORRECTIONS
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_all, transaction

RECENT = timedelta(days=14)
"""Minutes approved or corrected since then and not confirmed yet are offered for reading."""
LONGEST_LIST = 50
"""Of each kind; the soonest come first."""


class MeetingWork(msgspec.Struct, frozen=True):
    """A meeting that waits for an answer, for closing or for its minutes."""

    id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime


class MinutesWork(MeetingWork, frozen=True):
    """Approved minutes to read, or, once they are `read`, to confirm."""

    kind: MeetingKind
    read: bool


class CorrectionsWork(MeetingWork, frozen=True):
    """Corrections that wait for the chair's answer; owed by the end of the time for them."""

    corrections_until: datetime
    waiting: int


class ActionWork(msgspec.Struct, frozen=True):
    """An action that the person owns and has not done; late after the end of `due_on`.

    Without a child it is a whole meeting's.
    """

    id: UUID
    meeting_id: UUID
    concern_id: UUID | None
    child_name: str | None
    times_carried: int
    what: str
    due_on: date
    late: bool


class Work(msgspec.Struct, frozen=True):
    """All that waits for one person: the soonest first in each list, of minutes the latest."""

    invitations: list[MeetingWork]
    unmet: list[Unmet]
    to_close: list[MeetingWork]
    to_approve: list[MeetingWork]
    to_correct: list[CorrectionsWork]
    actions: list[ActionWork]
    escalations: list[EscalationSeen]
    minutes: list[MinutesWork]


class _Attended(MinutesWork, frozen=True, kw_only=True):
    awaited: bool


class _Run(MeetingWork, frozen=True, kw_only=True):
    state: MeetingState
    corrections_until: datetime | None
    open_corrections: int


_ATTENDED = f"""
select m.id, m.reference, m.starts_at, m.ends_at, m.kind,
       a.minutes_read_at is not null as read,
       a.answer = '{Answer.AWAITED}' and m.state = '{MeetingState.CONVENED}' as awaited
from attendee a
join strategy_meeting m on m.compartment_id = a.compartment_id and m.id = a.meeting_id
where a.person_id = $1 and (
    (a.removed_at is null and a.answer = '{Answer.AWAITED}'
     and m.state = '{MeetingState.CONVENED}' and m.ends_at > $2)
    or (a.minutes_ready_at >= $3 and a.minutes_ready_at is not null
        and a.minutes_acknowledged_at is null))
order by awaited desc, abs(extract(epoch from m.starts_at - $2)), m.id
limit $4
"""
"""Both in one, the nearest to now first: a walled table asked once costs less than twice."""

_RUN = "select id, reference, starts_at, ends_at, state, corrections_until from strategy_meeting"
_RUNS = f"""
with mine as materialized (
    {_RUN} where chair_id = $1 and state in ('{MeetingState.CONVENED}', '{MeetingState.CLOSED}')
        and (state = '{MeetingState.CLOSED}' or starts_at <= $2)
    union all {_RUN} where chair_id = $1 and state = '{MeetingState.IN_CORRECTION}'
    union all {_RUN} where minute_taker_id = $1 and chair_id <> $1
        and state in ('{MeetingState.CONVENED}', '{MeetingState.CLOSED}')
        and state = '{MeetingState.CONVENED}' and starts_at <= $2)
select m.id, m.reference, m.starts_at, m.ends_at, m.state, m.corrections_until,
       {OPEN_CORRECTIONS}
from mine m
order by m.starts_at, m.id
limit $3
"""
"""One part for each index by person, in its words: one `or` goes through all compartments."""

_ACTIONS = """
with mine as materialized (
    select id, compartment_id, meeting_id, concern_id, times_carried, what, due_on
    from meeting_action
    where owner_id = $1 and ended_at is null and given_at is not null
    order by due_on, id
    limit $3)
select a.id, a.meeting_id, a.concern_id, c.name as child_name, a.times_carried, a.what, a.due_on,
       a.due_on < $2 as late
from mine a
left join concern k on k.compartment_id = a.compartment_id and k.id = a.concern_id
left join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
order by a.due_on, a.id
"""


async def work_of(*, actor: Actor, now: datetime) -> Work:
    """What waits for the actor; five queries, whatever there is. Actions count from closing on."""
    me = actor.person_id
    async with transaction(me):
        attended = await fetch_all(_Attended, _ATTENDED, me, now, now - RECENT, 2 * LONGEST_LIST)
        runs = await fetch_all(_Run, _RUNS, me, now, LONGEST_LIST)
        actions = await fetch_all(ActionWork, _ACTIONS, me, london_date(now), LONGEST_LIST)
        escalations = await waiting_for(actor=actor)
        unmet = await unmet_by(me, now=now, limit=LONGEST_LIST)
    return Work(
        invitations=[_invitation(line) for line in attended if line.awaited][:LONGEST_LIST],
        unmet=list(unmet),
        minutes=[_minutes(line) for line in attended if not line.awaited][:LONGEST_LIST],
        to_close=_in_state(runs, MeetingState.CONVENED),
        to_approve=_in_state(runs, MeetingState.CLOSED),
        to_correct=_to_correct(runs),
        actions=actions,
        escalations=escalations,
    )


def _in_state(runs: Sequence[_Run], state: MeetingState) -> list[MeetingWork]:
    return [
        MeetingWork(run.id, run.reference, run.starts_at, run.ends_at)
        for run in runs
        if run.state is state
    ]


def _to_correct(runs: Sequence[_Run]) -> list[CorrectionsWork]:
    return [
        CorrectionsWork(
            run.id,
            run.reference,
            run.starts_at,
            run.ends_at,
            run.corrections_until,
            run.open_corrections,
        )
        for run in runs
        if run.corrections_until and run.open_corrections
    ]


def _invitation(line: _Attended) -> MeetingWork:
    return MeetingWork(line.id, line.reference, line.starts_at, line.ends_at)


def _minutes(line: _Attended) -> MinutesWork:
    return MinutesWork(line.id, line.reference, line.starts_at, line.ends_at, line.kind, line.read)
