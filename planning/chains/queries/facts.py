"""The facts of chains as the actor sees them; all inside an open transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.rules import Entry, Facts, HandOver, Reckoning, Review, reckon, standing
from planning.clock import london_date
from planning.procedures.queries import profiles_of
from planning.procedures.rules import HANDED_OVER, Profile
from planning.transactions import fetch_all


class EntryRow(Entry, frozen=True, kw_only=True):
    """An entry with the concern that it is of."""

    concern_id: UUID
    handed_to: str | None


class Answer(msgspec.Struct, frozen=True):
    """What the receiver said to a hand-over."""

    entry_id: UUID
    accepted: bool
    answered_on: date
    recorded_at: datetime


class _Beside(msgspec.Struct, frozen=True):
    concern_id: UUID
    answers: list[Answer]
    reviews: list[Review]
    carried: int


ENTRY_COLUMNS = """
e.concern_id, e.id, e.meeting_id, e.held_at, e.entered_at, e.outcome, e.no_decision_reason,
e.reason_agency_id, e.next_on, e.quorate, e.follow_up_on, e.absent_agency_ids, e.replaces_id,
e.phone_only, e.urgent_since, e.profile_version, e.kind, e.lasted_minutes, e.agencies_present,
e.children_there, e.emergency, coalesce(n.moved_to, '{}') as moved_to,
coalesce(n.moved_at, '{}') as moved_at, coalesce(n.moved_why, '{}') as moved_why,
case when e.outcome in ('transferred', 'redirected') then coalesce(
    e.handed_to, (select c.handed_to from meeting_child c
                  where c.compartment_id = e.compartment_id and c.meeting_id = e.meeting_id
                    and c.concern_id = e.concern_id)) end as handed_to
"""
"""Of `chain_entry e` beside `MOVES`. After an emergency the meeting says later who receives."""

MOVES = """
left join lateral (
    select array_agg(d.next_on order by d.set_at, d.id) as moved_to,
           array_agg(d.set_at order by d.set_at, d.id) as moved_at,
           array_agg(d.reason order by d.set_at, d.id) as moved_why
    from chain_next_date d where d.entry_id = e.id) n on true
"""

_ENTRIES = f"""
select {ENTRY_COLUMNS}
from unnest($1::uuid[]) asked (id)
cross join lateral (select * from chain_entry e where e.concern_id = asked.id offset 0) e
{MOVES}
"""
"""Found by the concern, not by all that the actor may see, which is what a planner likes to do."""

_BESIDE = """
select asked.id as concern_id,
       (select coalesce(jsonb_agg(to_jsonb(h)), '[]') from hand_over_answer h
        where h.concern_id = asked.id) as answers,
       (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from senior_review r
        where r.concern_id = asked.id) as reviews,
       (select coalesce(max(a.times_carried), 0) from meeting_action a
        where a.concern_id = asked.id and a.ended_at is null and a.given_at is not null) as carried
from unnest($1::uuid[]) asked (id)
"""


async def facts_of(concern_ids: Sequence[UUID]) -> dict[UUID, Facts]:
    """All facts of each concern's chain, empty of those that are hidden; two queries."""
    rows = await fetch_all(EntryRow, _ENTRIES, list(concern_ids))
    return await with_the_rest(concern_ids, rows)


async def with_the_rest(concern_ids: Sequence[UUID], rows: Sequence[EntryRow]) -> dict[UUID, Facts]:
    """The facts of entries that were read already; one query."""
    entries: dict[UUID, list[EntryRow]] = {concern_id: [] for concern_id in concern_ids}
    for row in rows:
        entries[row.concern_id].append(row)
    return {
        one.concern_id: Facts(
            [*entries[one.concern_id]],
            hand_overs(entries[one.concern_id], one.answers),
            one.reviews,
            one.carried,
        )
        for one in await fetch_all(_Beside, _BESIDE, list(concern_ids))
    }


def hand_overs(entries: Sequence[EntryRow], answers: Sequence[Answer]) -> list[HandOver]:
    """Every transfer and redirection of a chain, with its answer if there is one."""
    answered = {answer.entry_id: answer for answer in answers}
    return [
        _hand_over(entry, answered.get(entry.id))
        for entry in entries
        if entry.outcome in HANDED_OVER
    ]


def _hand_over(entry: EntryRow, answer: Answer | None) -> HandOver:
    asked = HandOver(entry.id, entry.handed_to or "", london_date(entry.held_at))
    if answer is None:
        return asked
    return HandOver(
        asked.entry_id,
        asked.receiver,
        asked.asked_on,
        answer.answered_on,
        answer.accepted,
        answer.recorded_at,
    )


async def entries_of(concern_ids: Sequence[UUID]) -> dict[UUID, list[Entry]]:
    """The entries that stand, in order, of each concern; one query."""
    found: dict[UUID, list[Entry]] = {concern_id: [] for concern_id in concern_ids}
    for row in await fetch_all(EntryRow, _ENTRIES, list(concern_ids)):
        found[row.concern_id].append(row)
    return {concern_id: standing(entries) for concern_id, entries in found.items()}


async def profiles_for(
    facts: Mapping[UUID, Facts], *, beside: Profile | None = None
) -> dict[int, Profile]:
    """The profile of every meeting of these chains; one query, or none `beside` one just read."""
    return await profiles_of(
        {entry.profile_version for one in facts.values() for entry in one.entries}, beside=beside
    )


async def reckoned(facts: Mapping[UUID, Facts]) -> dict[UUID, Reckoning]:
    """What each chain amounts to, of those that have met; one query."""
    profiles = await profiles_for(facts)
    found = {concern_id: reckon(one, profiles) for concern_id, one in facts.items()}
    return {concern_id: one for concern_id, one in found.items() if one}
