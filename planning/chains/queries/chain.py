"""Chains as those in the concern see them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.reading import Coming, coming_of, recorded_of
from planning.chains.rules import (
    Chain,
    Clock,
    ClockFacts,
    ClockMet,
    ClockMove,
    Entry,
    chain_state,
    clocks,
    in_order,
    owing_quorum,
)
from planning.clock import london_date
from planning.concerns.queries import ConcernSeen, concern
from planning.escalations.queries import EscalationSeen, escalations_of
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import NoDecisionReason, Outcome, Profile
from planning.transactions import fetch_all, transaction


class EntrySeen(msgspec.Struct, frozen=True):
    """A meeting in the time line; its reference and emergency only for those in the meeting."""

    meeting_id: UUID
    meeting_reference: str | None
    held_at: datetime
    entered_at: datetime
    outcome: Outcome
    outcome_words: str
    no_decision_reason: NoDecisionReason | None
    reason_words: str | None
    reason_agency_name: str | None
    next_on: date | None
    moved_to: list[date]
    moved_why: list[str]
    authorised_by_name: str | None
    quorate: bool
    follow_up_on: date | None
    owes_quorum: bool
    absent_agencies: list[str]
    emergency_reason: str | None


class ChainSeen(msgspec.Struct, frozen=True):
    """A concern's chain: its state today, its meetings in order, its clocks and escalations.

    `clock_moves` are all that managers made, also of clocks that no longer run; `coming` are the
    convened meetings that the reader is in.
    """

    concern: ConcernSeen
    state: Chain
    absent_again: list[str]
    entries: list[EntrySeen]
    clocks: list[Clock]
    clock_moves: list[ClockMove]
    clocks_met: list[ClockMet]
    escalations: list[EscalationSeen]
    coming: list[Coming]


class _Row(Entry, frozen=True, kw_only=True):
    concern_id: UUID
    replaces_id: UUID | None
    meeting_reference: str | None
    emergency_reason: str | None
    reason_agency_name: str | None
    authorised_by_name: str | None
    absent_agencies: dict[UUID, str]
    moved_why: list[str]


class _Referred(msgspec.Struct, frozen=True):
    id: UUID
    referred_on: date
    is_open: bool


_ENTRIES = """
select e.concern_id, e.id, e.meeting_id, e.held_at, e.entered_at, e.outcome, e.no_decision_reason,
       e.reason_agency_id, e.next_on, e.quorate, e.follow_up_on, e.absent_agency_ids,
       e.replaces_id, e.phone_only, e.urgent_since,
       coalesce(n.moved_to, '{}') as moved_to, coalesce(n.moved_why, '{}') as moved_why,
       m.reference as meeting_reference, m.emergency_reason, a.name as reason_agency_name,
       p.name as authorised_by_name,
       (select coalesce(jsonb_object_agg(g.id, g.name), '{}') from agency g
        where g.id = any(e.absent_agency_ids)) as absent_agencies
from unnest($1::uuid[]) asked (id)
join chain_entry e on e.concern_id = asked.id
left join lateral (
    select array_agg(d.next_on order by d.set_at, d.id) as moved_to,
           array_agg(d.reason order by d.set_at, d.id) as moved_why
    from chain_next_date d where d.entry_id = e.id) n on true
left join strategy_meeting m on m.id = e.meeting_id
left join agency a on a.id = e.reason_agency_id
left join person p on p.id = e.authorised_by
order by e.held_at, e.entered_at, e.id
"""


async def entries_of(concern_ids: Sequence[UUID]) -> dict[UUID, list[Entry]]:
    """The entries that stand, in order, of each concern; inside an open transaction."""
    found: dict[UUID, list[Entry]] = {concern_id: [] for concern_id in concern_ids}
    for row in await _standing(concern_ids):
        found[row.concern_id].append(row)
    return found


async def _standing(concern_ids: Sequence[UUID]) -> list[_Row]:
    """Entries that no correction replaces; told apart here, for asking the walls twice is dear."""
    rows = await fetch_all(_Row, _ENTRIES, list(concern_ids))
    replaced = {row.replaces_id for row in rows}
    return [row for row in rows if row.id not in replaced]


async def states_of(
    *, concern_ids: Sequence[UUID], actor: Actor, now: datetime
) -> dict[UUID, Chain]:
    """The state today of each concern that the actor can see; two queries."""
    as_of = london_date(now)
    async with transaction(actor.person_id):
        profile = (await current_profile(as_of)).profile
        entries = await entries_of(concern_ids)
    return {key: chain_state(chain, profile, as_of) for key, chain in entries.items()}


async def chain_of(
    *, concern_id: UUID, actor: Actor, now: datetime, profile: Profile | None = None
) -> ChainSeen:
    """A concern's chain; the reading is logged. Raises `NotFound`.

    `profile`, in force, if known already.
    """
    as_of = london_date(now)
    async with transaction(actor.person_id):
        seen = await concern(concern_id=concern_id, actor=actor, now=now)
        profile = profile or (await current_profile(as_of)).profile
        rows = await _standing([concern_id])
        recorded = (await recorded_of([concern_id]))[concern_id]
        facts = ClockFacts(
            ordered=in_order(rows),
            referred_on=seen.referred_on,
            is_open=seen.closed_at is None,
            moves=recorded.moves,
            met=recorded.met,
        )
        escalations = await escalations_of(concern_id)
        coming = await coming_of(concern_id)
    state = chain_state(rows, profile, as_of)
    owing = {entry.id for entry in owing_quorum(rows)}
    names = {key: name for row in rows for key, name in row.absent_agencies.items()}
    return ChainSeen(
        concern=seen,
        state=state,
        absent_again=sorted(names[agency_id] for agency_id in state.absent_again),
        entries=[_entry_seen(row, profile, owes_quorum=row.id in owing) for row in rows],
        clocks=clocks(facts, profile, as_of),
        clock_moves=recorded.moves,
        clocks_met=recorded.met,
        escalations=escalations,
        coming=coming,
    )


async def clocks_of(*, concern_id: UUID, now: datetime) -> list[Clock]:
    """The clocks of a concern that run; none of one that is hidden. Inside a transaction."""
    return (await running_clocks(concern_ids=[concern_id], now=now))[concern_id]


async def running_clocks(*, concern_ids: Sequence[UUID], now: datetime) -> dict[UUID, list[Clock]]:
    """The same of several concerns, in as many queries."""
    as_of = london_date(now)
    profile = (await current_profile(as_of)).profile
    found: dict[UUID, list[Clock]] = {concern_id: [] for concern_id in concern_ids}
    entries, recorded = await entries_of(concern_ids), await recorded_of(concern_ids)
    for one in await fetch_all(
        _Referred,
        "select id, referred_on, closed_at is null as is_open from concern where id = any($1)",
        list(concern_ids),
    ):
        facts = ClockFacts(
            ordered=in_order(entries[one.id]),
            referred_on=one.referred_on,
            is_open=one.is_open,
            moves=recorded[one.id].moves,
            met=recorded[one.id].met,
        )
        found[one.id] = clocks(facts, profile, as_of)
    return found


def _entry_seen(row: _Row, profile: Profile, *, owes_quorum: bool) -> EntrySeen:
    reason = row.no_decision_reason
    return EntrySeen(
        meeting_id=row.meeting_id,
        meeting_reference=row.meeting_reference,
        held_at=row.held_at,
        entered_at=row.entered_at,
        outcome=row.outcome,
        outcome_words=profile.outcomes[row.outcome],
        no_decision_reason=reason,
        reason_words=profile.no_decision_reasons[reason] if reason else None,
        reason_agency_name=row.reason_agency_name,
        next_on=row.next_on,
        moved_to=row.moved_to,
        moved_why=row.moved_why,
        authorised_by_name=row.authorised_by_name,
        quorate=row.quorate,
        follow_up_on=row.follow_up_on,
        owes_quorum=owes_quorum,
        absent_agencies=sorted(row.absent_agencies.values()),
        emergency_reason=row.emergency_reason,
    )
