"""What time does: a stage that nobody has answered moves up; an owner who cannot is passed over."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.escalations.actions.lock import Held, NewStep, hold
from planning.escalations.actions.moving import climb_from
from planning.escalations.rules import State, Step, stage_clock
from planning.escalations.tables import Escalation
from planning.outbox import Enqueue
from planning.procedures.queries import profile_of
from planning.transactions import fetch_all, fetch_value, transaction

_OWNER_STANDS = """
select exists (
    select from person p join agency a on a.id = p.agency_id
    where p.id = $1 and p.closed_at is null and a.closed_at is null
      and not exists (select from conflict_block b
                      where b.person_id = p.id and b.compartment_id = $2
                        and b.lifted_at is null))
"""


class Due(msgspec.Struct, frozen=True):
    """An escalation that the clock should look at, and by whose eyes."""

    escalation_id: UUID
    eyes_id: UUID


async def due_escalations(now: datetime) -> list[Due]:
    """Which may have to move now, the longest waiting first; the worker's alone."""
    async with transaction(None):
        return await fetch_all(Due, "select * from accord_escalations_due($1)", now)


async def move_up_by_clock(*, due: Due, now: datetime, enqueue: Enqueue) -> bool:
    """Move one up if it is still unanswered; whether it moved.

    The worker's act, with the eyes of somebody who is in. What was answered or moved meanwhile is
    left alone, and so is a stage that a day closed since has lengthened.
    """
    async with transaction(due.eyes_id):
        held = await hold(due.escalation_id)
        if held.state is not State.OPEN:
            return False
        if not await fetch_value(_OWNER_STANDS, held.owner_id, held.compartment_id):
            step, stage = Step.PASSED_OVER, held.stage
        elif await _is_over(held, now):
            step, stage = Step.TIMED_OUT, held.stage + 1
        else:
            return False
        owner = held.owner_id if step is Step.PASSED_OVER else None
        left = NewStep(held.compartment_id, held.id, step, held.stage, owner_id=owner)
        await climb_from(held, stage, left, actor_id=due.eyes_id, now=now, enqueue=enqueue)
        return True


async def _is_over(held: Held, now: datetime) -> bool:
    """By the days closed as known now; a later end is kept, so that nobody looks before it."""
    profile = (await profile_of(held.profile_version)).profile
    clock = stage_clock(profile, held.stage, held.started_at, urgent=held.urgent)
    if clock.moves_up_at != held.moves_up_at:
        await Escalation.update(
            {
                Escalation.due_on: clock.due_on,
                Escalation.due_at: clock.due_at,
                Escalation.moves_up_at: clock.moves_up_at,
            }
        ).where(Escalation.id == held.id)
    return clock.moves_up_at <= now
