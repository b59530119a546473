"""Moving drift up because a senior manager's review says so."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from planning.escalations.actions.lock import NewStep, hold
from planning.escalations.actions.moving import climb_from
from planning.escalations.rules import Step
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.transactions import fetch_all


class _Open(msgspec.Struct, frozen=True):
    id: UUID
    concern_id: UUID


_OPEN = """
select id, concern_id from escalation
where concern_id = any($1) and kind = 'drift' and state = 'open'
order by id
"""


async def move_drift_up(
    *, reasons: Mapping[UUID, str], actor: Actor, now: datetime, enqueue: Enqueue
) -> set[UUID]:
    """Ask the next stage's owner about these concerns, where drift is escalated and unanswered.

    Which those were. Inside the caller's transaction; one after the other, for each climbs from
    its own stage.
    """
    found = await fetch_all(_Open, _OPEN, list(reasons))
    for one in found:
        held = await hold(one.id)
        left = NewStep(
            held.compartment_id,
            held.id,
            Step.MOVED_UP,
            held.stage,
            by_id=actor.person_id,
            words=reasons[one.concern_id],
        )
        await climb_from(
            held, held.stage + 1, left, actor_id=actor.person_id, now=now, enqueue=enqueue
        )
    return {one.concern_id for one in found}
