"""What the receiver of a child said: accepted ends the run, refused leaves it standing."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.chains.actions.recording import escalate_red
from planning.chains.actions.refreshing import refresh_chains
from planning.chains.rules.handing import AnswerGiven, HandedOver, answer_blockers
from planning.chains.tables import HandOverAnswer
from planning.clock import london_date
from planning.errors import NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import Enqueue
from planning.people.rules import Actor, Role, require_role
from planning.procedures.rules import Outcome
from planning.transactions import execute, fetch_one, transaction


class _Made(msgspec.Struct, frozen=True):
    compartment_id: UUID
    outcome: Outcome
    held_at: datetime
    is_replaced: bool
    is_answered: bool


_MADE = """
select k.compartment_id, e.outcome, e.held_at,
       exists (select from chain_entry n where n.replaces_id = e.id) as is_replaced,
       exists (select from hand_over_answer a where a.entry_id = e.id) as is_answered
from concern k
join chain_entry e on e.compartment_id = k.compartment_id and e.concern_id = k.id
where k.id = $1 and e.id = $2
"""
_LOCK = "select id from concern where id = $1 for no key update"
"""Before it is read: of two acts on one chain the second sees what the first wrote."""


async def record_hand_over_answer(
    *,
    concern_id: UUID,
    entry_id: UUID,
    given: AnswerGiven,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Record what the receiver of a transferred or redirected child answered; once.

    For schedulers, chairs and senior managers in the concern. Raises `NotAllowed`, `NotFound`,
    `Blocked` with every reason.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER)
    async with transaction(actor.person_id):
        await execute(_LOCK, concern_id)
        made = await fetch_one(_Made, _MADE, concern_id, entry_id)
        if made is None:
            raise NotFound
        block_if(answer_blockers(_judged(entry_id, made), given, today=london_date(now)))
        await HandOverAnswer.insert(
            HandOverAnswer(
                id=uuid4(),
                compartment_id=made.compartment_id,
                concern_id=concern_id,
                entry_id=entry_id,
                accepted=given.accepted,
                answered_on=given.answered_on,
                answered_by_name=given.answered_by_name.strip(),
                evidence=given.evidence.strip(),
                recorded_by=actor.person_id,
                recorded_at=now,
            )
        )
        what = "chain.hand_over_accepted" if given.accepted else "chain.hand_over_refused"
        await record(
            [
                Event(
                    what,
                    "concern",
                    concern_id,
                    made.compartment_id,
                    {"entry_id": entry_id, "answered_on": given.answered_on},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        await escalate_red(await refresh_chains([concern_id], now=now), actor, now, enqueue)


def _judged(entry_id: UUID, made: _Made) -> HandedOver:
    return HandedOver(
        entry_id=entry_id,
        outcome=made.outcome,
        held_on=london_date(made.held_at),
        is_replaced=made.is_replaced,
        is_answered=made.is_answered,
    )
