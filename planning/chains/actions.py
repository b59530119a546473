"""Writing to chains: what a closed meeting decided, a date put off, a concern's end."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.chains.blockers import closing_blockers, moving_blockers
from planning.chains.queries import entries_of
from planning.chains.rules import (
    Alert,
    Chain,
    Entry,
    chain_state,
)
from planning.chains.tables import ChainNextDate
from planning.clock import london_date
from planning.concerns.tables import Concern
from planning.errors import NotFound, block_if
from planning.escalations.actions import open_escalations
from planning.escalations.rules import FIRST_STAGE, NewEscalation
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import Enqueue
from planning.people.queries import actor_of
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.procedures.rules import NoDecisionReason, Outcome, Profile, escalation_due
from planning.transactions import execute, fetch_all, fetch_value, to_json, transaction


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


class _Undecided(msgspec.Struct, frozen=True):
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
    follow_up_on)
select id, compartment_id, concern_id, $2, $3, $4, $5, outcome, no_decision_reason,
       reason_agency_id, next_on, authorised_by, quorate, absent_agency_ids, follow_up_on
from jsonb_to_recordset($1::jsonb) as e (
    id uuid, compartment_id uuid, concern_id uuid, outcome text, no_decision_reason text,
    reason_agency_id uuid, next_on date, authorised_by uuid, quorate boolean,
    absent_agency_ids uuid[], follow_up_on date)
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
    meeting_id: UUID,
    held_at: datetime,
    entries: Sequence[NewEntry],
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Add a meeting's entries to their chains; inside the transaction that closes the meeting.

    A chain that is red afterwards opens an escalation to the concern's senior manager, unless one
    is open already.
    """
    await execute(_WRITE, to_json(entries), meeting_id, held_at, now, actor.person_id)
    chains = await entries_of([entry.concern_id for entry in entries])
    await _escalate_red(chains, actor, now, enqueue)


async def escalate_by_clock(*, now: datetime, enqueue: Enqueue) -> None:
    """Escalate chains that time alone has turned red: too many working days, a date missed.

    The worker's act. Each manager's chains are read and escalated with that manager's own eyes,
    once for each meeting that decided nothing.
    """
    async with transaction(None):
        waiting = await fetch_all(
            _Undecided, "select concern_id, manager_id from accord_undecided_concerns()"
        )
    for manager_id in sorted({concern.manager_id for concern in waiting}):
        theirs = [one.concern_id for one in waiting if one.manager_id == manager_id]
        async with transaction(manager_id):
            chains = await entries_of(theirs)
            await _escalate_red(chains, await actor_of(manager_id), now, enqueue)


async def _escalate_red(
    chains: Mapping[UUID, Sequence[Entry]], actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    profile = (await current_profile(london_date(now))).profile
    states = {
        concern_id: chain_state(chain, profile, london_date(now))
        for concern_id, chain in chains.items()
    }
    red = {key: state for key, state in states.items() if state.alert is Alert.RED}
    if red:
        await _escalate(red, profile, actor, now, enqueue)


async def _escalate(
    red: dict[UUID, Chain], profile: Profile, actor: Actor, now: datetime, enqueue: Enqueue
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


async def move_next_date(
    *,
    concern_id: UUID,
    next_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Move the date of an undecided child's next meeting; later is counted as a slip.

    A slip that turns the chain red opens an escalation, as an adjournment does. Raises `NotFound`,
    or `Blocked` when nothing is adjourned or the old date has passed.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER)
    async with transaction(actor.person_id):
        compartment_id, entries = await _lock(concern_id)
        block_if(moving_blockers(entries, next_on=next_on, reason=reason, today=london_date(now)))
        await ChainNextDate.insert(
            ChainNextDate(
                id=uuid4(),
                compartment_id=compartment_id,
                entry_id=entries[-1].id,
                next_on=next_on,
                reason=reason.strip(),
                set_by=actor.person_id,
                set_at=now,
            )
        )
        await record(
            [
                Event(
                    "chain.next_date_moved",
                    "concern",
                    concern_id,
                    compartment_id,
                    {"next_on": next_on},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        await _escalate_red(await entries_of([concern_id]), actor, now, enqueue)


async def close_concern(*, concern_id: UUID, follow_on: str, actor: Actor, now: datetime) -> None:
    """End a concern at a decision that ends it, with its follow-on (booked is enough).

    Raises `NotFound`, or `Blocked` while the last outcome leaves the concern open.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER)
    async with transaction(actor.person_id):
        compartment_id, entries = await _lock(concern_id)
        block_if(closing_blockers(entries, follow_on))
        await Concern.update({Concern.closed_at: now, Concern.follow_on: follow_on.strip()}).where(
            Concern.id == concern_id
        )
        await record(
            [Event("concern.closed", "concern", concern_id, compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )


async def _lock(concern_id: UUID) -> tuple[UUID, list[Entry]]:
    compartment_id = await fetch_value(
        "select compartment_id from concern where id = $1 and closed_at is null for update",
        concern_id,
    )
    if compartment_id is None:
        raise NotFound
    return compartment_id, (await entries_of([concern_id]))[concern_id]
