"""The owner's answer."""

from datetime import datetime
from uuid import UUID

from planning.errors import NotAllowed, block_if
from planning.escalations.actions.climbing import Recipients
from planning.escalations.actions.lock import Held, NewStep, hold, write_steps
from planning.escalations.rules import Act, State, Step, act_blockers, answer_faults
from planning.escalations.tables import Escalation
from planning.outbox import Enqueue, Notice, NoticeKind
from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction

_RAISER = """
select p.id as person_id, p.email as address from person p
where p.id = $1 and p.closed_at is null
"""


async def answer_escalation(
    *,
    escalation_id: UUID,
    outcome: str,
    child_safe_meanwhile: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Record the owner's answer and how the child is safe meanwhile; who raised it is told.

    Raises `NotFound`, `NotAllowed` for who does not own it, `Blocked` for an empty or a
    second answer, or after the clock has moved it up.
    """
    async with transaction(actor.person_id):
        held = await hold(escalation_id)
        if held.owner_id != actor.person_id:
            raise NotAllowed("Only who owns this stage of the escalation can answer it.")
        block_if(
            act_blockers(held.state, Act.ANSWER) or answer_faults(outcome, child_safe_meanwhile)
        )
        await Escalation.update(
            {
                Escalation.state: State.ANSWERED,
                Escalation.answered_at: now,
                Escalation.answered_by: actor.person_id,
                Escalation.outcome: outcome.strip(),
                Escalation.child_safe_meanwhile: child_safe_meanwhile.strip(),
            }
        ).where(Escalation.id == escalation_id)
        answered = NewStep(
            held.compartment_id,
            held.id,
            Step.ANSWERED,
            held.stage,
            by_id=actor.person_id,
            words=outcome.strip(),
            child_safe_meanwhile=child_safe_meanwhile.strip(),
        )
        await write_steps([answered], actor_id=actor.person_id, now=now)
        await enqueue(await _notices(held), now=now)


async def _notices(held: Held) -> list[Notice]:
    if held.by_clock:
        return []
    return [
        Notice(NoticeKind.ESCALATION_ANSWERED, held.id, found.recipient, sequence=held.stage)
        for found in await fetch_all(Recipients, _RAISER, held.raised_by)
    ]
