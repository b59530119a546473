"""What the raiser makes of an answer: accept it, move it up, or withdraw it all."""

from datetime import datetime
from uuid import UUID

from planning.constraints import SENTENCES
from planning.errors import Blocker, NotAllowed, block_if
from planning.escalations.actions.climbing import Recipients
from planning.escalations.actions.lock import Held, NewStep, hold, write_steps
from planning.escalations.actions.moving import climb_from, let_go
from planning.escalations.rules import (
    Act,
    EscalationKind,
    State,
    Step,
    act_blockers,
    outcome_faults,
    raising_faults,
    reason_faults,
)
from planning.escalations.settlers import may_settle
from planning.escalations.tables import Escalation
from planning.outbox import Enqueue, Notice, NoticeKind
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_value, transaction

_OWNERS = """
select distinct p.id as person_id, p.email as address
from escalation_step s join person p on p.id = s.owner_id and p.closed_at is null
where s.escalation_id = $1 and s.act = 'asked' and p.id <> $2
"""
_ANOTHER_DRIFTS = """
select exists (select from escalation
               where concern_id = $1 and kind = 'drift' and state = 'open' and id <> $2)
"""


async def accept_answer(
    *, escalation_id: UUID, outcome: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """The raiser is content: it is resolved, with what was agreed in writing.

    Raises `NotFound`, `NotAllowed`, `Blocked` unless it is answered.
    """
    async with transaction(actor.person_id):
        held = await _hold_to_settle(escalation_id, actor)
        block_if(act_blockers(held.state, Act.ACCEPT) or outcome_faults(outcome))
        accepted = _step(held, Step.ACCEPTED, outcome, actor)
        await _end(held, State.ACCEPTED, accepted, now=now, enqueue=enqueue)


async def withdraw_escalation(
    *, escalation_id: UUID, reason: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """The raiser takes it back, with a reason. Raises `NotFound`, `NotAllowed`, `Blocked`."""
    async with transaction(actor.person_id):
        held = await _hold_to_settle(escalation_id, actor)
        block_if(act_blockers(held.state, Act.WITHDRAW) or reason_faults(reason))
        withdrawn = _step(held, Step.WITHDRAWN, reason, actor)
        await _end(held, State.WITHDRAWN, withdrawn, now=now, enqueue=enqueue)


async def move_up(
    *,
    escalation_id: UUID,
    reason: str,
    child_safe_meanwhile: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """The raiser is not content with the answer: the next stage's owner is asked.

    Raises `NotFound`, `NotAllowed`, `Blocked` unless it is answered.
    """
    async with transaction(actor.person_id):
        held = await _hold_to_settle(escalation_id, actor)
        block_if(
            act_blockers(held.state, Act.MOVE_UP)
            or [*raising_faults(reason, child_safe_meanwhile), *await _drift_blockers(held)]
        )
        left = _step(held, Step.MOVED_UP, reason, actor, child_safe_meanwhile)
        await climb_from(
            held, held.stage + 1, left, actor_id=actor.person_id, now=now, enqueue=enqueue
        )


async def _hold_to_settle(escalation_id: UUID, actor: Actor) -> Held:
    held = await hold(escalation_id)
    if not await may_settle(held, actor):
        raise NotAllowed("Only who raised this escalation can do this.")
    return held


async def _drift_blockers(held: Held) -> list[Blocker]:
    if held.kind is EscalationKind.DRIFT and await fetch_value(
        _ANOTHER_DRIFTS, held.concern_id, held.id
    ):
        return [Blocker(SENTENCES["uq_escalation_open"])]
    return []


async def _end(
    held: Held, state: State, ended: NewStep, *, now: datetime, enqueue: Enqueue
) -> None:
    by = ended.by_id
    assert by is not None  # noqa: S101 - only people end one by hand
    await Escalation.update({Escalation.state: state, Escalation.ended_at: now}).where(
        Escalation.id == held.id
    )
    await write_steps([ended], actor_id=by, now=now)
    await let_go(held, now)
    owners = await fetch_all(Recipients, _OWNERS, held.id, by)
    await enqueue(
        [Notice(NoticeKind.ESCALATION_ENDED, held.id, one.recipient) for one in owners], now=now
    )


def _step(
    held: Held, act: Step, words: str, actor: Actor, child_safe_meanwhile: str | None = None
) -> NewStep:
    return NewStep(
        held.compartment_id,
        held.id,
        act,
        held.stage,
        by_id=actor.person_id,
        words=words.strip(),
        child_safe_meanwhile=child_safe_meanwhile and child_safe_meanwhile.strip(),
    )
