"""What a closed meeting decided, and what follows from a chain that turns red."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.actions.refreshing import refresh_chains
from planning.chains.actions.reopening import reopen_undecided
from planning.chains.queries import states_of
from planning.chains.rules import Alert, Chain
from planning.clock import london_date
from planning.escalations.actions import Drifting, open_drift
from planning.outbox import Enqueue
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
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

    The worker's act. Each manager's chains are read and escalated with that manager's own eyes, or
    of who else is in; once for each meeting that decided nothing.
    """
    async with transaction(None):
        waiting = await fetch_all(
            _Red, "select concern_id, manager_id from accord_red_chains($1)", london_date(now)
        )
    for manager_id in sorted({concern.manager_id for concern in waiting}):
        theirs = [one.concern_id for one in waiting if one.manager_id == manager_id]
        async with transaction(manager_id):
            eyes = await actor_of(manager_id)
            states = await states_of(concern_ids=theirs, actor=eyes, now=now)
            await escalate_red(states, eyes, now, enqueue, by_clock=True)


async def escalate_red(
    states: Mapping[UUID, Chain],
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
    *,
    by_clock: bool = False,
) -> None:
    """Open an escalation for each chain that is red and has none; inside a transaction."""
    red = {key: state for key, state in states.items() if state.alert is Alert.RED}
    await open_drift(
        drifting=[Drifting(key, _red_reasons(state)) for key, state in red.items()],
        actor=actor,
        by_clock=by_clock,
        now=now,
        enqueue=enqueue,
    )


def _red_reasons(chain: Chain) -> str:
    return " ".join(warned.message for warned in chain.warnings if warned.alert is Alert.RED)
