"""What a closed meeting decided, and what follows from a chain that turns red."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.chains.actions.refreshing import refresh_chains
from planning.chains.actions.reopening import reopen_undecided
from planning.chains.queries import states_of
from planning.chains.rules import Alert, Chain
from planning.clock import london_date
from planning.escalations.actions import open_escalations
from planning.escalations.rules import FIRST_STAGE, NewEscalation
from planning.outbox import Enqueue
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import (
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
    escalation_due,
)
from planning.transactions import execute, fetch_all, to_json, transaction


class NewEntry(msgspec.Struct, frozen=True):
    """What a meeting decided for one child."""

    id: UUID
    compartment_id: UUID
    concern_id: UUID
    outcome: Outcome
    no_decision_reason: NoDecisionReason | None
    reason_agency_id: UUID | None
    next_on: date | None
    authorised_by: UUID | None
    quorate: bool
    absent_agency_ids: list[UUID]
    follow_up_on: date | None = None
    handed_to: str | None = None


class Held(msgspec.Struct, frozen=True):
    """What a meeting leaves in each chain; all but its id are as in `Entry`."""

    meeting_id: UUID
    held_at: datetime
    phone_only: bool
    urgent_since: datetime | None
    profile_version: int
    kind: MeetingKind
    lasted_minutes: int
    agencies_present: int
    children_there: int
    emergency: bool


class _Red(msgspec.Struct, frozen=True):
    concern_id: UUID
    manager_id: UUID


class _Owner(msgspec.Struct, frozen=True):
    concern_id: UUID
    compartment_id: UUID
    owner_id: UUID
    owner_address: str
    is_member: bool


_WRITE = """
insert into chain_entry (
    id, compartment_id, concern_id, meeting_id, held_at, entered_at, entered_by, outcome,
    no_decision_reason, reason_agency_id, next_on, authorised_by, quorate, absent_agency_ids,
    follow_up_on, phone_only, urgent_since, profile_version, kind, lasted_minutes,
    agencies_present, children_there, emergency, handed_to)
select id, compartment_id, concern_id, $2, $3, $4, $5, outcome, no_decision_reason,
       reason_agency_id, next_on, authorised_by, quorate, absent_agency_ids, follow_up_on, $6, $7,
       $8, $9, $10, $11, $12, $13, handed_to
from jsonb_to_recordset($1::jsonb) as e (
    id uuid, compartment_id uuid, concern_id uuid, outcome text, no_decision_reason text,
    reason_agency_id uuid, next_on date, authorised_by uuid, quorate boolean,
    absent_agency_ids uuid[], follow_up_on date, handed_to text)
"""

_OWNERS = """
select k.id as concern_id, k.compartment_id, k.senior_manager_id as owner_id,
       p.email as owner_address,
       exists (select from membership m
               where m.compartment_id = k.compartment_id and m.person_id = k.senior_manager_id
                 and m.ended_at is null and m.until_at is null) as is_member
from concern k join person p on p.id = k.senior_manager_id
where k.id = any($1) and not exists (
    select from escalation e where e.concern_id = k.id and e.answered_at is null)
"""


async def record_entries(
    *,
    held: Held,
    entries: Sequence[NewEntry],
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Add a meeting's entries to their chains; inside the transaction that closes the meeting.

    A chain that is red afterwards opens an escalation to the concern's senior manager, unless one
    is open already.
    """
    await execute(
        _WRITE,
        to_json(entries),
        held.meeting_id,
        held.held_at,
        now,
        actor.person_id,
        held.phone_only,
        held.urgent_since,
        held.profile_version,
        held.kind,
        held.lasted_minutes,
        held.agencies_present,
        held.children_there,
        held.emergency,
    )
    await reopen_undecided([entry.concern_id for entry in entries], actor=actor, now=now)
    states = await refresh_chains([entry.concern_id for entry in entries], now=now)
    await escalate_red(states, actor, now, enqueue)


async def escalate_by_clock(*, now: datetime, enqueue: Enqueue) -> None:
    """Escalate chains that time alone has turned red: too many working days, a date missed.

    The worker's act. Each manager's chains are read and escalated with that manager's own eyes,
    once for each meeting that decided nothing.
    """
    async with transaction(None):
        waiting = await fetch_all(
            _Red, "select concern_id, manager_id from accord_red_chains($1)", london_date(now)
        )
    for manager_id in sorted({concern.manager_id for concern in waiting}):
        theirs = [one.concern_id for one in waiting if one.manager_id == manager_id]
        async with transaction(manager_id):
            actor = await actor_of(manager_id)
            states = await states_of(concern_ids=theirs, actor=actor, now=now)
            await escalate_red(states, actor, now, enqueue)


async def escalate_red(
    states: Mapping[UUID, Chain], actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Open an escalation for each chain that is red and has none; inside a transaction."""
    red = {key: state for key, state in states.items() if state.alert is Alert.RED}
    if red:
        profile = (await current_profile(london_date(now))).profile
        await _escalate(red, profile, actor, now, enqueue)


async def _escalate(
    red: Mapping[UUID, Chain], profile: Profile, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    owners = await fetch_all(_Owner, _OWNERS, list(red))
    await let_in(
        grants=[
            Grant(owner.compartment_id, owner.owner_id, "Owns an escalation of this concern")
            for owner in owners
            if not owner.is_member
        ],
        granted_by=actor.person_id,
        now=now,
    )
    await open_escalations(
        escalations=[
            NewEscalation(
                id=uuid4(),
                compartment_id=owner.compartment_id,
                concern_id=owner.concern_id,
                reason=_red_reasons(red[owner.concern_id]),
                owner_id=owner.owner_id,
                owner_address=owner.owner_address,
                due_on=escalation_due(profile, FIRST_STAGE, now),
            )
            for owner in owners
        ],
        actor=actor,
        now=now,
        enqueue=enqueue,
    )


def _red_reasons(chain: Chain) -> str:
    return " ".join(warned.message for warned in chain.warnings if warned.alert is Alert.RED)
