"""Carrying an action to a later meeting of the same child, and giving actions at closing."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.errors import Blocker, NotFound, block_if
from planning.meetings.acting import ActionRow, drop_heirs, lock_action
from planning.meetings.actions.giving import write_action
from planning.meetings.reading import (
    AttendeeRow,
    MeetingRow,
    attendees_of,
    children_of,
    lock_to_run,
)
from planning.meetings.rules.action import (
    ActionAct,
    ActionDraft,
    Ended,
    draft_faults,
    ended_blockers,
)
from planning.meetings.rules.states import Act, MeetingState
from planning.outbox import Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.transactions import execute, fetch_all, fetch_value, transaction

_CARRIED_ELSEWHERE = f"""
select m.reference from meeting_action h
join strategy_meeting m on m.compartment_id = h.meeting_compartment_id and m.id = h.meeting_id
where h.carried_from_id = $1 and h.ended is null and m.state = '{MeetingState.CONVENED}'
"""

_END_CARRIED = f"""
with ended as (
    update meeting_action set ended = '{Ended.CARRIED}', ended_at = $2, version = version + 1
    where id in (select carried_from_id from meeting_action
                 where meeting_id = $1 and ended is null)
      and ended is null
    returning id, compartment_id)
insert into meeting_action_event (id, compartment_id, action_id, act, by_id, at, note)
select gen_random_uuid(), compartment_id, id, '{ActionAct.CARRIED}', $3, $2, '' from ended
"""

_GIVE = f"""
with given as (
    update meeting_action set given_at = $2, version = version + 1
    where meeting_id = $1 and ended is null
    returning id, compartment_id, owner_id),
told as (
    insert into meeting_action_event (id, compartment_id, action_id, act, by_id, at, note)
    select gen_random_uuid(), compartment_id, id, '{ActionAct.GIVEN}', $3, $2, '' from given)
select distinct g.owner_id, p.email from given g join person p on p.id = g.owner_id
order by g.owner_id
"""


class _Owner(msgspec.Struct, frozen=True):
    owner_id: UUID
    email: str


async def carry_over_action(
    *,
    meeting_id: UUID,
    action_id: UUID,
    due_on: date,
    owner_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Take an open action of an earlier meeting along, due later; the new action's id.

    The old one ends as carried when this meeting closes. It stays with its owner, or goes to
    `owner_id`, who must attend for the child. Raises `Blocked`, also when another meeting that
    is on carries it already.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
        row = await _lock_earlier(meeting, action_id, actor)
        draft = ActionDraft(row.what, owner_id or row.owner_id, due_on, row.success_test)
        people = await attendees_of(meeting_id)
        block_if(
            [
                *ended_blockers(row.ended),
                *await _carried_elsewhere(row),
                *draft_faults(draft, _may_own(row, people), london_date(now), joint=False),
            ]
        )
        await drop_heirs([action_id], actor=actor, now=now)
        return await write_action(
            meeting,
            row.compartment_id,
            row.concern_id,
            draft,
            carried_from=row,
            actor=actor,
            now=now,
        )


async def give_actions(*, meeting_id: UUID, actor: Actor, now: datetime) -> list[Notice]:
    """Make a meeting's actions their owners', and end those that they carry on.

    Inside the transaction that closes the meeting; the notices are for it to send, one a person.
    What was carried ends first: an act that ends it meanwhile has removed what carries it on.
    """
    await execute(_END_CARRIED, meeting_id, now, actor.person_id)
    owners = await fetch_all(_Owner, _GIVE, meeting_id, now, actor.person_id)
    return [
        Notice(NoticeKind.ACTION_GIVEN, meeting_id, Recipient(owner.owner_id, owner.email))
        for owner in owners
    ]


async def _lock_earlier(meeting: MeetingRow, action_id: UUID, actor: Actor) -> ActionRow:
    row = await lock_action(action_id, actor)
    children = {child.concern_id for child in await children_of(meeting.id)}
    if row.given_at is None or row.meeting_id == meeting.id or row.concern_id not in children:
        raise NotFound
    return row


async def _carried_elsewhere(row: ActionRow) -> Sequence[Blocker]:
    reference = await fetch_value(_CARRIED_ELSEWHERE, row.id)
    if reference is None:
        return []
    return [Blocker(f"Meeting {reference} carries this action over already.")]


def _may_own(row: ActionRow, people: Sequence[AttendeeRow]) -> Collection[UUID]:
    """Who attends for the child, and the owner as before, who may be away today."""
    there = {person.person_id for person in people if row.concern_id in person.children}
    return {row.owner_id, *there}
