"""Opening escalations, and their owners' answers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.errors import Blocked, Blocker, NotAllowed, NotFound, block_if
from planning.escalations.rules import FIRST_STAGE, NewEscalation, answer_faults
from planning.escalations.tables import Escalation
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.transactions import transaction


async def open_escalations(
    *, escalations: Sequence[NewEscalation], actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Open each at the first stage and tell its owner; inside the caller's transaction.

    The caller has checked that none is open for the same concern, and that owners may see theirs.
    """
    if not escalations:
        return
    await Escalation.insert(
        *(
            Escalation(
                id=new.id,
                compartment_id=new.compartment_id,
                concern_id=new.concern_id,
                stage=FIRST_STAGE,
                reason=new.reason,
                owner_id=new.owner_id,
                raised_by=actor.person_id,
                raised_at=now,
                due_on=new.due_on,
            )
            for new in escalations
        )
    )
    await record(
        [
            Event("escalation.opened", "escalation", new.id, new.compartment_id)
            for new in escalations
        ],
        actor_id=actor.person_id,
        now=now,
    )
    await enqueue(
        [
            Notice(NoticeKind.ESCALATION_OPENED, new.id, Recipient(new.owner_id, new.owner_address))
            for new in escalations
        ],
        now=now,
    )


async def answer_escalation(
    *, escalation_id: UUID, outcome: str, child_safe_meanwhile: str, actor: Actor, now: datetime
) -> None:
    """Record the owner's answer and how the child is safe meanwhile.

    Raises `NotFound`, `NotAllowed` for who does not own it, `Blocked` for an empty or a
    second answer.
    """
    async with transaction(actor.person_id):
        found = (
            await Escalation.select(
                Escalation.owner_id, Escalation.answered_at, Escalation.compartment_id
            )
            .where(Escalation.id == escalation_id)
            .first()
            .lock_rows()
        )
        if found is None:
            raise NotFound
        if found["owner_id"] != actor.person_id:
            raise NotAllowed("Only the senior manager who owns this escalation can answer it.")
        if found["answered_at"]:
            raise Blocked([Blocker("You have answered this escalation already.")])
        block_if(answer_faults(outcome, child_safe_meanwhile))
        await Escalation.update(
            {
                Escalation.answered_at: now,
                Escalation.answered_by: actor.person_id,
                Escalation.outcome: outcome.strip(),
                Escalation.child_safe_meanwhile: child_safe_meanwhile.strip(),
            }
        ).where(Escalation.id == escalation_id)
        await record(
            [Event("escalation.answered", "escalation", escalation_id, found["compartment_id"])],
            actor_id=actor.person_id,
            now=now,
        )
