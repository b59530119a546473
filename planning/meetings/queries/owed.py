"""What meetings still owe: a full meeting after a phone, and answers that an emergency put off."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.queries import entries_of, running_clocks
from planning.chains.rules import Entry
from planning.chains.rules.clocks import OWES_A_FULL_MEETING, ClockKind, full_meeting_owed
from planning.clock import london_date
from planning.meetings.reading import find_meeting
from planning.meetings.rules.emergency import Debt
from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction

LONGEST_LIST = 50


class FollowUpOwed(msgspec.Struct, frozen=True):
    """A discussion by phone alone that a full meeting must follow, for some of its children.

    `convened_for` is when they will all have met, of those meetings that are convened.
    """

    meeting_id: UUID
    reference: str
    held_at: datetime
    due_at: datetime
    concern_ids: list[UUID]
    convened_for: datetime | None


class DebtOwed(msgspec.Struct, frozen=True):
    """An answer that is still owed, of one child or of the whole meeting (both `None`)."""

    id: UUID
    meeting_id: UUID
    reference: str
    what: Debt
    owner_name: str
    concern_id: UUID | None
    child_name: str | None
    due_on: date
    late: bool


class Owed(msgspec.Struct, frozen=True):
    """Both, the soonest due first."""

    follow_ups: list[FollowUpOwed]
    debts: list[DebtOwed]


class _Coming(msgspec.Struct, frozen=True):
    concern_id: UUID
    starts_at: datetime


class _Phoned(msgspec.Struct, frozen=True):
    meeting_id: UUID
    reference: str
    concern_ids: list[UUID]


_PHONED = """
select m.id as meeting_id, m.reference, array_agg(e.concern_id order by e.concern_id) as concern_ids
from strategy_meeting m
join chain_entry e on e.meeting_id = m.id
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
where m.mode = 'phone' and m.closed_at is not null and {whose}
  and e.phone_only and e.outcome = any($2) and k.closed_at is null
  and not exists (
      select from chain_entry met
      where met.concern_id = e.concern_id and met.held_at > e.held_at
        and met.quorate and not met.phone_only)
group by m.id
order by m.starts_at, m.id
limit $3
"""
_MINE = "$1 in (m.chair_id, m.convened_by)"
_OF_MEETING = "m.id = $1"
_OWING = sorted(OWES_A_FULL_MEETING)
"""The database finds what may be owed; the chain's own rule says what is."""

_DEBTS = """
select d.id, d.meeting_id, m.reference, d.what, p.name as owner_name, mc.concern_id,
       c.name as child_name, d.due_on, d.due_on < $2 as late
from held_debt d
join person p on p.id = d.owner_id
join strategy_meeting m on m.compartment_id = d.meeting_compartment_id and m.id = d.meeting_id
left join meeting_child mc on mc.id = d.meeting_child_id
left join child c on c.compartment_id = mc.compartment_id
where d.paid_at is null and {whose}
order by d.due_on, d.id
limit $3
"""

_OWING_MINE = f"$1 in (d.owner_id, m.convened_by) and d.what <> '{Debt.SENIOR_REVIEW}'"
"""Reviews that are owed are told of with all others, however they came about."""

_COMING = """
select mc.concern_id, min(m.starts_at) as starts_at
from meeting_child mc
join strategy_meeting m on m.id = mc.meeting_id
where mc.concern_id = any($1) and m.state = 'convened' and m.mode <> 'phone' and m.starts_at > $2
group by mc.concern_id
"""


async def owed_by(*, actor: Actor, now: datetime) -> Owed:
    """What the meetings that the actor chaired or convened still owe; at most eight queries."""
    async with transaction(actor.person_id):
        return await _owed(actor.person_id, _MINE, _OWING_MINE, now)


async def owed_of(*, meeting_id: UUID, actor: Actor, now: datetime) -> Owed:
    """What one meeting still owes, as far as the actor sees its children. Raises `NotFound`."""
    async with transaction(actor.person_id):
        await find_meeting(meeting_id)
        return await _owed(meeting_id, _OF_MEETING, "d.meeting_id = $1", now)


async def _owed(whose_id: UUID, meetings: str, debts: str, now: datetime) -> Owed:
    phoned = await fetch_all(
        _Phoned, _PHONED.format(whose=meetings), whose_id, _OWING, LONGEST_LIST
    )
    owing = await fetch_all(
        DebtOwed, _DEBTS.format(whose=debts), whose_id, london_date(now), LONGEST_LIST
    )
    return Owed(follow_ups=await _follow_ups(phoned, now) if phoned else [], debts=owing)


async def _follow_ups(phoned: Sequence[_Phoned], now: datetime) -> list[FollowUpOwed]:
    keys = [key for one in phoned for key in one.concern_ids]
    chains, running = await entries_of(keys), await running_clocks(concern_ids=keys, now=now)
    coming = await fetch_all(_Coming, _COMING, keys, now)
    soonest = {one.concern_id: one.starts_at for one in coming}
    since = {key: full_meeting_owed(entries) for key, entries in chains.items()}
    due_at = {
        key: found.due_at
        for key, clocks in running.items()
        for found in clocks
        if found.kind is ClockKind.FULL_MEETING
    }
    found = [_follow_up(one, since, due_at, soonest) for one in phoned]
    return sorted((one for one in found if one), key=lambda one: (one.due_at, one.meeting_id))


def _follow_up(
    phoned: _Phoned,
    since: dict[UUID, Entry | None],
    due_at: dict[UUID, datetime],
    soonest: dict[UUID, datetime],
) -> FollowUpOwed | None:
    """Owed to the children whose clock started at this discussion; due with the first of them."""
    owing = {
        key: entry
        for key in phoned.concern_ids
        if (entry := since[key]) and entry.meeting_id == phoned.meeting_id
    }
    if not owing:
        return None
    return FollowUpOwed(
        phoned.meeting_id,
        phoned.reference,
        next(iter(owing.values())).held_at,
        min(due_at[key] for key in owing),
        list(owing),
        max(soonest[key] for key in owing) if owing.keys() <= soonest.keys() else None,
    )
