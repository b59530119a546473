"""Escalations as those who need to know see them."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, transaction

LONGEST_LIST = 100


class EscalationSeen(msgspec.Struct, frozen=True):
    """An escalation with the child it is about."""

    id: UUID
    compartment_id: UUID
    concern_id: UUID
    child_name: str
    reference: str
    stage: int
    reason: str
    owner_id: UUID
    owner_name: str
    raised_by_name: str
    raised_at: datetime
    due_on: date
    answered_at: datetime | None
    child_safe_meanwhile: str | None
    outcome: str | None


_SEE = """
select e.id, e.compartment_id, e.concern_id, c.name as child_name, c.reference, e.stage, e.reason,
       e.owner_id, o.name as owner_name, r.name as raised_by_name, e.raised_at, e.due_on,
       e.answered_at, e.child_safe_meanwhile, e.outcome
from escalation e
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
join person o on o.id = e.owner_id
join person r on r.id = e.raised_by
"""


async def waiting_for(*, actor: Actor) -> list[EscalationSeen]:
    """The unanswered escalations that the actor owns, the soonest due first."""
    async with transaction(actor.person_id):
        return await fetch_all(
            EscalationSeen,
            _SEE + "where e.owner_id = $1 and e.answered_at is null"
            " order by e.due_on, e.raised_at, e.id limit $2",
            actor.person_id,
            LONGEST_LIST,
        )


async def escalations_of(concern_id: UUID) -> list[EscalationSeen]:
    """All of a concern, latest first; inside an open transaction."""
    return await fetch_all(
        EscalationSeen,
        _SEE + "where e.concern_id = $1 order by e.raised_at desc, e.id limit $2",
        concern_id,
        LONGEST_LIST,
    )


async def escalation(*, escalation_id: UUID, actor: Actor, now: datetime) -> EscalationSeen:
    """One escalation; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(EscalationSeen, _SEE + "where e.id = $1", escalation_id)
        if found is None:
            raise NotFound
        await record_read(
            subject_kind="escalation",
            subject_id=escalation_id,
            compartment_id=found.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return found
