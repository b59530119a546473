"""Chains as those in the concern see them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.blockers import is_ended
from planning.chains.queries.facts import (
    ENTRY_COLUMNS,
    MOVES,
    entries_of,
    facts_of,
    profiles_for,
    with_the_rest,
)
from planning.chains.queries.handing import (
    HANDED_COLUMNS,
    HANDED_JOINS,
    CorrectionSeen,
    HandedRow,
    HandOverSeen,
    corrections_seen,
    hand_overs_seen,
)
from planning.chains.reading import Coming, coming_of, recorded_of
from planning.chains.rules import (
    Alert,
    Chain,
    Clock,
    ClockFacts,
    ClockMet,
    ClockMove,
    Review,
    chain_state,
    clocks,
    owing_quorum,
    standing,
    under_review,
)
from planning.chains.rules.histories import History, flags
from planning.clock import london_date
from planning.concerns.queries import ConcernSeen, concern
from planning.escalations.queries import EscalationSeen, escalations_of
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import NoDecisionReason, Outcome, Profile
from planning.transactions import fetch_all, transaction


class EntrySeen(msgspec.Struct, frozen=True):
    """A meeting in the time line; its reference and emergency only for those in the meeting."""

    id: UUID
    meeting_id: UUID
    meeting_reference: str | None
    held_at: datetime
    entered_at: datetime
    outcome: Outcome
    outcome_words: str
    no_decision_reason: NoDecisionReason | None
    reason_words: str | None
    reason_agency_id: UUID | None
    reason_agency_name: str | None
    next_on: date | None
    moved_to: list[date]
    moved_why: list[str]
    authorised_by: UUID | None
    authorised_by_name: str | None
    quorate: bool
    follow_up_on: date | None
    owes_quorum: bool
    absent_agencies: list[str]
    emergency_reason: str | None
    handed_to: str | None
    may_correct: bool


class ChainSeen(msgspec.Struct, frozen=True):
    """A concern's chain: its state today, its meetings in order, its clocks and escalations.

    `clock_moves` are all that managers made, also of clocks that no longer run; `coming` are the
    convened meetings that the reader is in; `flags` tell what is strange in the history.
    `decided_at_red`: it is not at red, but was when a meeting decided. `is_ended`: it
    may be closed.
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
    hand_overs: list[HandOverSeen]
    corrections: list[CorrectionSeen]
    flags: list[str]
    reviews: list[Review]
    decided_at_red: bool
    is_ended: bool


class _Row(HandedRow, frozen=True, kw_only=True):
    meeting_reference: str | None
    emergency_reason: str | None
    reason_agency_name: str | None
    authorised_by_name: str | None
    absent_agencies: dict[UUID, str]


class _Referred(msgspec.Struct, frozen=True):
    id: UUID
    referred_on: date
    is_open: bool


_ENTRIES = f"""
select {ENTRY_COLUMNS},
       m.reference as meeting_reference, m.emergency_reason, a.name as reason_agency_name,
       p.name as authorised_by_name, {HANDED_COLUMNS},
       (select coalesce(jsonb_object_agg(g.id, g.name), '{{}}') from agency g
        where g.id = any(e.absent_agency_ids)) as absent_agencies
from chain_entry e
{MOVES}
{HANDED_JOINS}
left join strategy_meeting m on m.id = e.meeting_id
left join agency a on a.id = e.reason_agency_id
left join person p on p.id = e.authorised_by
where e.concern_id = $1
"""


async def states_of(
    *, concern_ids: Sequence[UUID], actor: Actor, now: datetime, profile: Profile | None = None
) -> dict[UUID, Chain]:
    """The state today of each concern that the actor can see; three queries at most.

    `profile`, in force, if known already.
    """
    as_of = london_date(now)
    async with transaction(actor.person_id):
        facts = await facts_of(concern_ids)
        profiles = await profiles_for(facts, beside=profile)
    return {key: chain_state(one, profiles, as_of) for key, one in facts.items()}


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
        rows = await fetch_all(_Row, _ENTRIES, concern_id)
        facts = (await with_the_rest([concern_id], rows))[concern_id]
        profiles = await profiles_for({concern_id: facts}, beside=profile)
        ordered = standing(rows)
        recorded = (await recorded_of([concern_id]))[concern_id]
        counted = ClockFacts(
            ordered=ordered,
            referred_on=seen.referred_on,
            is_open=seen.closed_at is None,
            moves=recorded.moves,
            met=recorded.met,
        )
        escalations = await escalations_of(concern_id)
        coming = await coming_of(concern_id)
    state = chain_state(facts, profiles, as_of)
    owing = {entry.id for entry in owing_quorum(ordered)}
    names = {key: name for row in rows for key, name in row.absent_agencies.items()}
    return ChainSeen(
        concern=seen,
        state=state,
        absent_again=sorted(names[agency_id] for agency_id in state.absent_again),
        entries=[_entry_seen(row, profile, actor, owes_quorum=row.id in owing) for row in ordered],
        clocks=clocks(counted, profile, as_of),
        clock_moves=recorded.moves,
        clocks_met=recorded.met,
        escalations=escalations,
        coming=coming,
        reviews=facts.reviews,
        is_ended=is_ended(facts),
        decided_at_red=state.alert is not Alert.RED
        and under_review(facts, profiles, as_of) is not None,
        hand_overs=hand_overs_seen(ordered),
        corrections=corrections_seen(rows, ordered, profile),
        flags=flags(_history(seen, ordered)),
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
            ordered=entries[one.id],
            referred_on=one.referred_on,
            is_open=one.is_open,
            moves=recorded[one.id].moves,
            met=recorded[one.id].met,
        )
        found[one.id] = clocks(facts, profile, as_of)
    return found


def _history(seen: ConcernSeen, ordered: Sequence[_Row]) -> History:
    return History(
        opened_at=seen.opened_at,
        born_on=seen.born_on,
        closed_at=seen.closed_at,
        was_closed_at=seen.was_closed_at,
        ordered=ordered,
        receivers={row.id: row.handed_to for row in ordered if row.handed_to},
    )


def _entry_seen(row: _Row, profile: Profile, actor: Actor, *, owes_quorum: bool) -> EntrySeen:
    reason = row.no_decision_reason
    return EntrySeen(
        id=row.id,
        meeting_id=row.meeting_id,
        meeting_reference=row.meeting_reference,
        held_at=row.held_at,
        entered_at=row.entered_at,
        outcome=row.outcome,
        outcome_words=profile.outcomes[row.outcome],
        no_decision_reason=reason,
        reason_words=profile.no_decision_reasons[reason] if reason else None,
        reason_agency_id=row.reason_agency_id,
        reason_agency_name=row.reason_agency_name,
        next_on=row.next_on,
        moved_to=row.moved_to,
        moved_why=row.moved_why,
        authorised_by=row.authorised_by,
        authorised_by_name=row.authorised_by_name,
        quorate=row.quorate,
        follow_up_on=row.follow_up_on,
        owes_quorum=owes_quorum,
        absent_agencies=sorted(row.absent_agencies.values()),
        emergency_reason=row.emergency_reason,
        handed_to=row.handed_to,
        may_correct=row.chair_id == actor.person_id,
    )
