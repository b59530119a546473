"""A date put off, and a concern's end."""

from datetime import date, datetime
from uuid import UUID, uuid4

from planning.chains.actions.recording import escalate_red
from planning.chains.actions.refreshing import refresh_chains
from planning.chains.blockers import closing_blockers, moving_blockers
from planning.chains.queries import facts_of
from planning.chains.rules import Facts, standing
from planning.chains.tables import ChainNextDate
from planning.clock import london_date
from planning.concerns.tables import Concern
from planning.errors import NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import Enqueue
from planning.people.rules import Actor, Role, require_role
from planning.transactions import fetch_value, transaction


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
        compartment_id, facts = await _lock(concern_id)
        entries = standing(facts.entries)
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
        states = await refresh_chains([concern_id], now=now)
        await escalate_red(states, actor, now, enqueue)


async def close_concern(*, concern_id: UUID, follow_on: str, actor: Actor, now: datetime) -> None:
    """End a concern at a decision that ends it, with its follow-on (booked is enough).

    Raises `NotFound`, or `Blocked` while the last outcome leaves the concern open.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER)
    async with transaction(actor.person_id):
        compartment_id, facts = await _lock(concern_id)
        block_if(closing_blockers(facts, follow_on))
        await Concern.update({Concern.closed_at: now, Concern.follow_on: follow_on.strip()}).where(
            Concern.id == concern_id
        )
        await record(
            [Event("concern.closed", "concern", concern_id, compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )


async def _lock(concern_id: UUID) -> tuple[UUID, Facts]:
    compartment_id = await fetch_value(
        "select compartment_id from concern where id = $1 and closed_at is null for update",
        concern_id,
    )
    if compartment_id is None:
        raise NotFound
    return compartment_id, (await facts_of([concern_id]))[concern_id]
